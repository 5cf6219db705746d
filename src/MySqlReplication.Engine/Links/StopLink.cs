using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Stops the threads of a link; the link stays.</summary>
public static class StopLink
{
    /// <summary>Reads the link and plans what to stop; nothing when it stands still already.</summary>
    /// <exception cref="ReplicationException">LinkNotConfigured, OpenTemporaryTables, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationLink>> PrepareAsync(StopLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var session = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
        var given = false;
        try
        {
            var links = await ReplicaStatusReader.ReadAllAsync(session, cancellationToken).ConfigureAwait(false);
            var link = links.FirstOrDefault(l => string.Equals(l.Channel, request.Channel, StringComparison.OrdinalIgnoreCase))
                ?? throw LinkFailures.NotConfigured(request.Replica, request.Channel, string.Join(", ", links.Select(l => "'" + l.Channel + "'")));
            var builder = new PlanBuilder("Stop " + (request.Thread is { } one ? "the " + one.ToString().ToLowerInvariant() + " of " : string.Empty) + link, request.Replica);
            await AddAsync(builder, session, link, request, context, cancellationToken).ConfigureAwait(false);
            var prepared = new PreparedChange<ReplicationLink>(
                context,
                builder,
                async (outcome, token) => Result(
                    request.Replica,
                    await ReplicaStatusReader.ReadAsync(session, request.Channel, token).ConfigureAwait(false),
                    request.Channel,
                    link.Source,
                    outcome,
                    builder),
                session);
            given = true;
            return prepared;
        }
        finally
        {
            if (!given)
            {
                session.Dispose();
            }
        }
    }

    /// <summary>The steps that stop what runs, with the look at temporary tables before and after.</summary>
    internal static async Task AddAsync(
        PlanBuilder builder, ServerSession session, ReplicaStatus link, StopLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var receiver = request.Thread != ReplicaThread.Applier && link.Receiver != ReplicaThreadState.Stopped;
        var applier = request.Thread != ReplicaThread.Receiver && link.Applier != ReplicaThreadState.Stopped;
        var steps = new LinkSteps(session, link.Channel, context);

        // Looked at even when the applier stands still: Remove forgets what a stopped one has open.
        if (request.Thread != ReplicaThread.Receiver && !request.Force)
        {
            await ThrowIfOpenAsync(session, cancellationToken).ConfigureAwait(false);
        }

        if (receiver || applier)
        {
            steps.Stop(
                builder,
                receiver && applier ? LinkThread.Both : receiver ? LinkThread.Receiver : LinkThread.Applier,
                receiver && applier ? "both threads run" : receiver ? "the receiver runs" : "the applier runs",
                continuesPrevious: false);
        }

        if (applier && !request.Force)
        {
            // MySQL manual, Replication and Temporary Tables: look again when the applier stands still.
            builder.Add(
                PlanStepKind.Wait,
                session.Server.ToString(),
                "check that no replicated temporary table is open now; else start again",
                "the applier may have opened one before it stopped",
                token => ThrowIfOpenAsync(session, token),
                continuesPrevious: true);
        }
    }

    internal static ReplicationLink Result(ServerReference replica, ReplicaStatus? status, string channel, ServerReference? source, PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Server = replica,
        Source = source,
        Channel = channel,
        Mode = status is null ? null : !status.UsesGtid ? LinkMode.FilePosition : status.UsingGtid is null ? LinkMode.AutoPosition : LinkMode.MariaDBGtid,
        Status = status,
        Changed = outcome.Changed,
        JournalEntry = outcome.JournalEntry,
        Decisions = builder.Build().Decisions,
    };

    private static async Task ThrowIfOpenAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var rows = await session.Connection.QueryAsync(session.Dialect.Links.ShowOpenTemporaryTables, cancellationToken).ConfigureAwait(false);
        if (rows.Count > 0 && rows[0].Number("Value") is > 0 and { } open)
        {
            throw LinkFailures.OpenTemporaryTables(session.Server, open);
        }
    }
}
