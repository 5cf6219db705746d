using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// Another password for an account that replicas use, without an outage: the source takes it (the old one stays good beside it
/// where the server can do that), every replica is told and logs in by it, then the old one ends. Any failure puts all of it back.
/// </summary>
public static class RotatePassword
{
    /// <summary>Reads the source and the replicas, refuses what could not be put back, and plans.</summary>
    /// <exception cref="ReplicationException">AccountNotFound, AccountPasswordDiffers, AccountInUse, FormerPasswordUnknown, LinkNotConfigured, LinkNotRunning, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationUser>> PrepareAsync(RotatePasswordRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        AccountRules.Check(request.Server, request.UserName, request.Wanted);
        if (request.Wanted.UserName != request.UserName)
        {
            throw RotationFailures.OtherUser(request);
        }

        var owned = new List<IDisposable>();
        try
        {
            var source = await ServerSession.OpenAsync(request.Server, context, cancellationToken).ConfigureAwait(false);
            owned.Add(source);
            AccountRules.CheckLimits(source, request.UserName, request.Wanted);
            if (request.PasswordGenerated)
            {
                AccountDemands.CheckPolicy(source, request.UserName);
            }

            var state = await AccountState.ReadAsync(source, request.UserName, request.HostPattern, cancellationToken).ConfigureAwait(false)
                ?? throw RotationFailures.NotFound(request);
            if (request.Former is { } former && state.Keeps(former.Reveal()) == false && state.Keeps(request.Wanted.Reveal()) != true)
            {
                throw RotationFailures.FormerIsWrong(request);
            }

            var replicas = new List<RotatedReplica>();
            foreach (var reference in request.Replicas)
            {
                var replica = await RotatedReplica.OpenAsync(source, reference, request.UserName, context, cancellationToken).ConfigureAwait(false);
                owned.Add(replica);
                replicas.Add(replica);
            }

            await CheckOthersAsync(source, request, state, replicas.Count, context, cancellationToken).ConfigureAwait(false);
            var plan = new RotationPlan(request, source, state, replicas, context);
            var builder = plan.Build();
            return new PreparedChange<ReplicationUser>(
                context,
                builder,
                (outcome, token) => RereadAsync(request, source, outcome, plan.Relinks, token),
                [.. owned]);
        }
        catch
        {
            owned.ForEach(o => o.Dispose());
            throw;
        }
    }

    // A replica that is not told keeps its connection and fails at the next one: an outage that shows days later.
    private static async Task CheckOthersAsync(
        ServerSession source, RotatePasswordRequest request, AccountState state, int told, OperationContext context, CancellationToken cancellationToken)
    {
        var readers = await BinlogReaders.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        var all = await AccountState.ReadReplicatingAsync(source, cancellationToken).ConfigureAwait(false);
        var connected = readers is null ? null : AccountConnections.Of(readers, state, all);
        if (connected is null)
        {
            context.Warning("Whether other replicas use " + AccountFailures.Account(state.User, state.Host) + " cannot be seen: the login on " + request.Server + " lacks PROCESS. One that is not told with -Replica fails at its next connect.");
        }
        else if (connected.Count > told && !request.Force)
        {
            throw RotationFailures.OthersUseIt(request, connected.Select(AccountConnections.HostOf), told);
        }
    }

    private static async Task<ReplicationUser> RereadAsync(
        RotatePasswordRequest request, ServerSession source, PlanOutcome outcome, IReadOnlyList<RotatedReplica> relinked, CancellationToken cancellationToken)
    {
        var state = await AccountState.ReadAsync(source, request.UserName, request.HostPattern, cancellationToken).ConfigureAwait(false)
            ?? throw AccountFailures.Gone(source, request.UserName, request.HostPattern);
        var privileges = await state.ReadPrivilegesAsync(source, cancellationToken).ConfigureAwait(false);
        var readers = await BinlogReaders.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        return ReadUsers.Describe(source, state, privileges, readers is null ? null : AccountConnections.Of(readers, state, [state])) with
        {
            Replica = request.Replicas.Count == 1 ? request.Replicas[0] : null,
            ReplicationCredential = request.Wanted,
            PasswordGenerated = request.PasswordGenerated,
            PasswordMatches = state.Keeps(request.Wanted.Reveal()),
            Relinked = relinked.Select(r => r.Session.Server).ToList(),
            Changed = outcome.Changed,
            JournalEntry = outcome.JournalEntry,
        };
    }
}
