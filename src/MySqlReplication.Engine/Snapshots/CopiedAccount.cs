using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>An account, or on MariaDB a role, that a copy brings along. What is kept of its password is in <see cref="Create"/> only, as a secret.</summary>
/// <param name="User">Its name.</param>
/// <param name="Host">Its host part; empty for a role of MariaDB.</param>
/// <param name="IsRole">Whether it is a role of MariaDB, which has no host and no password.</param>
internal sealed record CopiedAccount(string User, string Host, bool IsRole)
{
    /// <summary>The statement that makes it on the target.</summary>
    public SqlStatement Create { get; init; } = new();

    /// <summary>What it demands of its client, where the target says that apart; null for nothing.</summary>
    public SqlStatement? Demand { get; init; }

    /// <summary>Its rights, without any password.</summary>
    public IReadOnlyList<SqlStatement> Grants { get; init; } = [];

    /// <summary>Names of privileges in them.</summary>
    public IReadOnlyList<string> Privileges { get; init; } = [];

    /// <summary>Its authentication plugin; null when it has none.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether the target has one of this name.</summary>
    public bool Exists { get; init; }

    /// <summary>
    /// Where the one that the target has waits until this one stands: it comes back by one statement. Null for a new one, and for a role,
    /// which cannot be renamed and would be lost to whoever holds it.
    /// </summary>
    public SqlStatement? Aside { get; init; }

    /// <summary>The role that the target has, as it is now: it is made this one in its place. Null for all else.</summary>
    public CopiedAccount? Former { get; init; }

    /// <summary>What makes one that is there log in as this one does; null for a role of MariaDB, by which nobody logs in.</summary>
    public SqlStatement? Alter { get; init; }

    public SqlStatement Name => IsRole ? new SqlStatement().Name(User) : new SqlStatement().Account(User, Host);

    public SqlStatement Drop => IsRole ? AccountWords.DropRole(User) : AccountWords.Drop(User, Host);

    /// <summary>What it demands and what it may do.</summary>
    public IEnumerable<SqlStatement> Rights => Demand is null ? Grants : Grants.Prepend(Demand);

    /// <summary>Statements that make what the target has of this name the same as this, rights taken away first.</summary>
    public IEnumerable<SqlStatement> InPlace => (Alter is null ? Rights : Rights.Prepend(Alter)).Prepend(AccountWords.RevokeAll(Name));

    /// <summary>What is done, for the plan.</summary>
    public string Text
    {
        get
        {
            var grants = SnapshotTexts.Count(Grants.Count, "GRANT");
            return Former is not null ? AccountWords.RevokeAll(Name).Redacted + (IsRole ? " and " : ", ALTER USER and ") + grants
                : (Aside is null ? string.Empty : AccountWords.Rename(Name, Aside).Redacted + ", ") + "CREATE " + (IsRole ? "ROLE " : "USER ") + this + " and " + grants
                    + (Aside is null ? string.Empty : ", DROP USER " + Aside.Redacted);
        }
    }

    public override string ToString() => Name.Redacted;
}
