using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Who may replicate from a server, from where, how, and who is doing so now.</summary>
public static class ReadUsers
{
    /// <summary>All accounts with REPLICATION SLAVE of their own; changes nothing.</summary>
    /// <exception cref="ReplicationException">PrivilegeMissing, and those of connecting.</exception>
    public static async Task<IReadOnlyList<ReplicationUser>> RunAsync(ServerReference server, Func<string, bool> isWanted, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        var accounts = await AccountState.ReadReplicatingAsync(session, cancellationToken).ConfigureAwait(false);
        var nameless = await AccountState.ReadAnonymousHostsAsync(session, cancellationToken).ConfigureAwait(false);
        var readers = await BinlogReaders.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var users = new List<ReplicationUser>();
        foreach (var account in accounts.Where(a => isWanted(a.User)))
        {
            var privileges = await account.ReadPrivilegesAsync(session, cancellationToken).ConfigureAwait(false);
            var connected = readers is null ? null : AccountConnections.Of(readers, account, accounts);
            users.Add(Describe(session, account, privileges, connected) with { Findings = AccountFindings.Of(session, account, privileges, nameless) });
        }

        return users;
    }

    /// <summary>An account as its reader sees it, without findings.</summary>
    internal static ReplicationUser Describe(ServerSession session, AccountState account, AccountPrivileges? privileges, IReadOnlyList<ConnectedReplica>? connected) => new()
    {
        Server = session.Server,
        UserName = account.User,
        HostPattern = account.Host,
        Plugin = account.Plugin,
        RequiresTls = account.Demand.Tls,
        RequiresCertificate = account.Demand.Certificate,
        X509Subject = account.Demand.Subject,
        X509Issuer = account.Demand.Issuer,
        MayReplicate = account.MayReplicate,
        Privileges = privileges?.All,
        IsLocked = account.IsLocked,
        ConnectedFrom = connected?.Select(AccountConnections.HostOf).Distinct(StringComparer.Ordinal).ToList(),
        ConnectedSince = connected?.Min(r => r.Since),
        Changed = false,
    };
}
