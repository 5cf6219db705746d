using System.Collections.Generic;
using MySqlReplication.Engine.Connections;

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

    public SqlStatement Name => IsRole ? new SqlStatement().Name(User) : new SqlStatement().Account(User, Host);

    public SqlStatement Drop => new SqlStatement(IsRole ? "DROP ROLE " : "DROP USER ").Append(Name);

    public override string ToString() => Name.Redacted;
}
