using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What a server's table says of one account.</summary>
internal sealed class AccountState
{
    private AccountState(RawRow row)
    {
        User = row.Text("User") ?? string.Empty;
        Host = row.Text("Host") ?? string.Empty;
        Plugin = row.Text("plugin");
        MayReplicate = row.Flag("Repl_slave_priv") ?? row.Text("Repl_slave_priv") == "Y";
        IsLocked = row.Text("account_locked") is { } locked ? locked == "Y" : null;
        Demand = AccountDemand.Read(row);
        HasOldPassword = Text(row, "User_attributes")?.IndexOf("additional_password", StringComparison.Ordinal) >= 0;

        // 5.6 keeps native hashes in Password and may leave an older one in authentication_string (measured); 5.7 and later
        // have the second column only; MariaDB shows the same in both.
        Stored = Text(row, "Password") is { Length: > 0 } hash ? hash : Text(row, "authentication_string") ?? Text(row, "Password");
    }

    /// <summary>The name.</summary>
    public string User { get; }

    /// <summary>The host part as the server keeps it.</summary>
    public string Host { get; }

    /// <summary>Null on servers older than plugins.</summary>
    public string? Plugin { get; }

    /// <summary>Whether the account itself has REPLICATION SLAVE; a role's rights are not in it.</summary>
    public bool MayReplicate { get; }

    /// <summary>Null where the table does not tell (5.6, MariaDB).</summary>
    public bool? IsLocked { get; }

    /// <summary>What it demands of its client.</summary>
    public AccountDemand Demand { get; }

    /// <summary>Whether a second, former password is good as well. Manual: MySQL 8.0.14. Measured: 9.7.</summary>
    public bool HasOldPassword { get; }

    /// <summary>What is kept of the password: a secret by itself; null when not told.</summary>
    public string? Stored { get; }

    /// <summary>Whether anybody gets in without a password; null when the plugin keeps none of its own (unix_socket and its like).</summary>
    public bool? HasPassword => Stored is { Length: > 0 } ? true
        : Plugin is null or "" or "mysql_native_password" or "caching_sha2_password" or "sha256_password" or "ed25519" ? false
        : null;

    /// <summary>Reads it; null when there is no such account.</summary>
    public static async Task<AccountState?> ReadAsync(ServerSession session, string user, string host, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(session, AccountWords.Find(user, host), cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : new AccountState(rows[0]);
    }

    /// <summary>All accounts that may replicate.</summary>
    public static async Task<IReadOnlyList<AccountState>> ReadReplicatingAsync(ServerSession session, CancellationToken cancellationToken)
        => (await QueryAsync(session, session.Dialect.Accounts.FindReplicating, cancellationToken).ConfigureAwait(false)).Select(row => new AccountState(row)).ToList();

    /// <summary>The hosts of accounts without a name, as texts to compare: an empty one means any.</summary>
    public static async Task<IReadOnlyList<string>> ReadAnonymousHostsAsync(ServerSession session, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync(session.Dialect.Accounts.AnonymousHosts, cancellationToken).ConfigureAwait(false))
            .Select(row => row.Text("Host") is { Length: > 0 } host ? host : "%").ToList();

    /// <summary>What it may do: its own rights, no role's.</summary>
    public async Task<AccountPrivileges> ReadPrivilegesAsync(ServerSession session, CancellationToken cancellationToken)
        => AccountPrivileges.Parse((await QueryAsync(session, AccountWords.ShowGrants(User, Host), cancellationToken).ConfigureAwait(false))
            .Select(row => Convert.ToString(row[0].Value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty));

    /// <summary>Whether what is kept is made of this password; null when that cannot be told.</summary>
    public bool? Keeps(string password) => PasswordCheck.Matches(Plugin, Stored, password);

    private static async Task<IReadOnlyList<RawRow>> QueryAsync(ServerSession session, SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            throw AccountFailures.Refused(session, e, "SELECT on mysql.user");
        }
    }

    // The columns are text or binary, by version.
    private static string? Text(RawRow row, string column) => row[column] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : row.Text(column);
}
