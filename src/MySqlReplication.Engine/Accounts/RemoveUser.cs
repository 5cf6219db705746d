using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Drops a replication account, unless a replica lives on it.</summary>
public static class RemoveUser
{
    /// <summary>Reads the account and who is logged in by it, refuses what must be refused, and plans.</summary>
    /// <exception cref="ReplicationException">AccountInUse, AccountConnectionsUnknown, AccountIsOwn, AccountHasMoreRights, UserNameInvalid, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationUser>> PrepareAsync(AccountRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        AccountRules.Check(request.Server, request.UserName, null);
        var session = await ServerSession.OpenAsync(request.Server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var state = await AccountState.ReadAsync(session, request.UserName, request.HostPattern, cancellationToken).ConfigureAwait(false);
            var builder = new PlanBuilder("Drop the replication account " + AccountFailures.Account(request.UserName, request.HostPattern), request.Server);
            ReplicationUser gone;
            if (state is null)
            {
                builder.Decide("There is no account " + AccountFailures.Account(request.UserName, request.HostPattern) + " on " + request.Server + ".");
                gone = new ReplicationUser { Server = request.Server, UserName = request.UserName, HostPattern = request.HostPattern, MayReplicate = false, Changed = false };
            }
            else
            {
                gone = await AddAsync(session, request, state, builder, context, cancellationToken).ConfigureAwait(false);
            }

            return new PreparedChange<ReplicationUser>(
                context,
                builder,
                async (outcome, token) => await AccountState.ReadAsync(session, request.UserName, request.HostPattern, token).ConfigureAwait(false) is null
                    ? gone with { MayReplicate = false, Changed = outcome.Changed, JournalEntry = outcome.JournalEntry }
                    : throw AccountFailures.StillThere(session, request.UserName, request.HostPattern),
                session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static async Task<ReplicationUser> AddAsync(
        ServerSession session, AccountRequest request, AccountState state, PlanBuilder builder, OperationContext context, CancellationToken cancellationToken)
    {
        var (user, host) = (state.User, state.Host);
        if (session.Facts.Account == user + "@" + host)
        {
            throw AccountFailures.OwnAccount(session, user, host);
        }

        var privileges = await state.ReadPrivilegesAsync(session, cancellationToken).ConfigureAwait(false);
        if (privileges.Excess.Count > 0 && !request.Force)
        {
            throw AccountFailures.HasMoreRights(session, user, host, privileges.Excess);
        }

        var readers = await BinlogReaders.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var others = await AccountState.ReadReplicatingAsync(session, cancellationToken).ConfigureAwait(false);
        var connected = readers is null ? null : AccountConnections.Of(readers, state, others);
        if (!request.Force)
        {
            if (connected is null)
            {
                throw AccountFailures.ConnectionsUnknown(session, user, host);
            }

            if (connected.Count > 0)
            {
                throw AccountFailures.InUse(session, user, host, connected.Select(AccountConnections.HostOf));
            }
        }
        else if (connected is { Count: > 0 })
        {
            context.Warning("Replicas are logged in by " + AccountFailures.Account(user, host) + " from " + string.Join(", ", connected.Select(AccountConnections.HostOf).Distinct(StringComparer.Ordinal)) + "; they go on until their connection ends, and cannot come back.");
        }

        var words = session.Dialect.Accounts;
        var statements = new AccountStatements(session, builder, request.LogStatement);
        statements.Begin();

        // Its password is not kept anywhere: the way back asks for one.
        var stand = new ReplicationCredential(user, string.Empty);
        var plugin = state.Plugin is { } known && words.Plugins.Contains(known) ? known : null;
        var back = words.DemandsInCreate || !state.Demand.Tls
            ? statements.Undo(words.Create(stand, host, plugin, state.Demand), AccountWords.Grant(user, host))
            : statements.Undo(words.Create(stand, host, plugin, state.Demand), words.Demand(user, host, state.Demand), AccountWords.Grant(user, host));
        var undo = back with { SecretOf = user, AlreadySo = [] };
        statements.Add(AccountWords.Drop(user, host), "no replica can log in by it from then on", "CREATE USER", undo, reversibility: Reversibility.ReversibleWithSecret);
        return ReadUsers.Describe(session, state, privileges, connected);
    }
}
