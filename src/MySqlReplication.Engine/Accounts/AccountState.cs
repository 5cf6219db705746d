using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What a server's table says of one account.</summary>
internal sealed class AccountState
{
    private readonly string? _stored;

    private AccountState(RawRow row)
    {
        Host = row.Text("Host") ?? string.Empty;
        Plugin = row.Text("plugin");
        MayReplicate = row.Flag("Repl_slave_priv") ?? row.Text("Repl_slave_priv") == "Y";
        IsLocked = row.Text("account_locked") is { } locked ? locked == "Y" : null;

        // 5.6 keeps native hashes in Password and may leave an older one in authentication_string (measured); 5.7 and later
        // have the second column only; MariaDB shows the same in both.
        _stored = row.Text("Password") is { Length: > 0 } hash ? hash : row.Text("authentication_string") ?? row.Text("Password");
    }

    /// <summary>The host part as the server keeps it.</summary>
    public string Host { get; }

    /// <summary>Null on servers older than plugins.</summary>
    public string? Plugin { get; }

    /// <summary>Whether the account itself has REPLICATION SLAVE; a role's rights are not in it.</summary>
    public bool MayReplicate { get; }

    /// <summary>Null where the table does not tell (5.6, MariaDB).</summary>
    public bool? IsLocked { get; }

    /// <summary>Reads it; null when there is no such account.</summary>
    public static async Task<AccountState?> ReadAsync(ServerSession session, string user, string host, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await session.Connection.QueryAsync(AccountWords.Find(user, host), cancellationToken).ConfigureAwait(false);
            return rows.Count == 0 ? null : new AccountState(rows[0]);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            throw AccountFailures.Refused(session, e, "SELECT on mysql.user");
        }
    }

    /// <summary>The hosts of accounts without a name, as texts to compare: an empty one means any.</summary>
    public static async Task<IReadOnlyList<string>> ReadAnonymousHostsAsync(ServerSession session, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync(session.Dialect.Accounts.AnonymousHosts, cancellationToken).ConfigureAwait(false))
            .Select(row => row.Text("Host") is { Length: > 0 } host ? host : "%").ToList();

    /// <summary>Whether what is kept is made of this password; null when that cannot be told.</summary>
    public bool? Keeps(string password) => PasswordCheck.Matches(Plugin, _stored, password);
}
