using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Repair;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>Mends a link whose relay log the running server cannot use, from where it had executed, and proves that it works.</summary>
public static class RepairRelayLog
{
    /// <summary>Reads the link, asks the source, refuses with a reason, or makes the plan; an empty one when nothing is wrong.</summary>
    /// <exception cref="ReplicationException">
    /// LinkNotConfigured, RelayLogNotTheCause, LinkStopped, ExecutedPositionLost, ExecutedPositionUncertain, RelayLogFileMissing, SourceNotProven, SourceIsAnother,
    /// CoordinatesPurged, CoordinatesNotFound, GtidsPurged, and those of connecting to the replica.
    /// </exception>
    public static async Task<IPreparedChange<RelayLogRepair>> PrepareAsync(RepairRelayLogRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var session = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var (links, evidence) = await ReadAsync(session, request.Channel, cancellationToken).ConfigureAwait(false);
            var link = links.FirstOrDefault(l => string.Equals(l.Channel, request.Channel, StringComparison.OrdinalIgnoreCase))
                ?? throw LinkFailures.NotConfigured(request.Replica, request.Channel, string.Join(", ", links.Select(l => "'" + l.Channel + "'")));
            var diagnosis = RelayLogRules.Judge(link, session.Facts.Text("relay_log_basename", "relay_log"), evidence?.HasGap == true, await RelayLogEnd.ReadAsync(session, link, cancellationToken).ConfigureAwait(false));
            var prepared = diagnosis.Verdict == RelayLogVerdict.Whole
                ? Nothing(request, link, context, session)
                : await PlanAsync(request, session, links, link, diagnosis, context, cancellationToken).ConfigureAwait(false);
            session = null;
            return prepared;
        }
        finally
        {
            session?.Dispose();
        }
    }

    // That events are missing in the relay log shows only by its standing still: then it is looked at until that is sure.
    private static async Task<(IReadOnlyList<ReplicaStatus> Links, ReceiverEvidence? Evidence)> ReadAsync(ServerSession session, string channel, CancellationToken cancellationToken)
    {
        while (true)
        {
            var all = await ReplicaStatusReader.ReadWithEvidenceAsync(session, cancellationToken).ConfigureAwait(false);
            var evidence = all.FirstOrDefault(l => string.Equals(l.Status.Channel, channel, StringComparison.OrdinalIgnoreCase)).Evidence;
            if (evidence?.GapFor is null || evidence.HasGap)
            {
                return (all.Select(l => l.Status).ToList(), evidence);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken).ConfigureAwait(false);
        }
    }

    private static PreparedChange<RelayLogRepair> Nothing(RepairRelayLogRequest request, ReplicaStatus link, OperationContext context, ServerSession session)
        => new(
            context,
            new PlanBuilder(Summary(link), request.Replica).Decide("Receiver and applier run: there is nothing wrong with the relay log"),
            (_, _) => Task.FromResult(new RelayLogRepair
            {
                Server = request.Replica,
                Source = link.Source,
                Channel = link.Channel,
                Method = RelayLogRepairMethod.None,
                BeforeCoordinates = link.ExecutedCoordinates,
                AfterCoordinates = link.ExecutedCoordinates,
                BeforeGtidSet = link.ExecutedGtidSet,
                AfterGtidSet = link.ExecutedGtidSet,
                Status = link,
                Changed = false,
            }),
            session);

    private static async Task<PreparedChange<RelayLogRepair>> PlanAsync(
        RepairRelayLogRequest request,
        ServerSession session,
        IReadOnlyList<ReplicaStatus> links,
        ReplicaStatus link,
        RelayLogDiagnosis diagnosis,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        Refuse(link, diagnosis);
        if (session.Dialect.Capabilities.ResetNeedsWholeIndex && !diagnosis.ApplierReachedTheDamage && diagnosis.Findings.Any(f => f.Id == RelayLogRules.Missing))
        {
            throw OnlineFailures.ListedFileMissing(link);
        }

        var notProven = await CompareWorkersAsync(session, link, cancellationToken).ConfigureAwait(false);
        var source = await SourceProof.RunAsync(request, session, links, link, diagnosis, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var before = await LinkReadings.ReadAsync(session, link, cancellationToken).ConfigureAwait(false);
            var present = await StartLink.ReadPresentAsync(session, link, cancellationToken).ConfigureAwait(false);
            var plan = new OnlineRepairPlan(session, link, RestatedLink.Of(present, link, request.Login), before, diagnosis.Findings.Any(f => f.Id == RelayLogRules.Incomplete), context);
            var builder = new PlanBuilder(Summary(link), request.Replica);
            foreach (var sentence in diagnosis.Findings.Select(f => f.Id + ": " + f.Evidence).Concat(source.Evidence).Concat(source.NotProven))
            {
                builder.Decide(sentence);
            }

            builder.Decide(diagnosis.ApplierReachedTheDamage
                ? "The applier has executed all that can be read, up to " + plan.Position + "; the rest is fetched again from there"
                : diagnosis.Findings.Any(f => f.Id == RelayLogRules.Incomplete) ? "All that was not executed is fetched again from " + plan.Position
                : "Nothing of what had been fetched can be applied first: the server refuses to start the applier on a relay log that it cannot open. It is fetched again from " + plan.Position);
            plan.AddTo(builder);
            return new PreparedChange<RelayLogRepair>(
                context,
                builder,
                (outcome, token) => new OnlineRepairResult(request, session, source, link, diagnosis, before, plan, notProven, context).ReadAsync(builder, outcome, token),
                session,
                source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static void Refuse(ReplicaStatus link, RelayLogDiagnosis diagnosis)
    {
        if (diagnosis.Verdict != RelayLogVerdict.Unusable)
        {
            throw diagnosis.Verdict == RelayLogVerdict.StoppedByHand ? OnlineFailures.Stopped(link, diagnosis) : OnlineFailures.NotTheCause(link, diagnosis);
        }

        // Never from an empty file or from position 0: the server takes that for "from the first binary log".
        if (!link.UsesGtid && link.ExecutedCoordinates is null or { Position: < 4 })
        {
            throw OnlineFailures.PositionLost(link);
        }
    }

    // Several appliers write down how far each came; the common position follows later. Killed in between, it is behind.
    private static async Task<string?> CompareWorkersAsync(ServerSession session, ReplicaStatus link, CancellationToken cancellationToken)
    {
        if (link.UsesGtid || session.Facts.GtidMode == GtidMode.On || session.Dialect.Links.ShowWorkerPositions(link.Channel) is not { } show)
        {
            return null;
        }

        try
        {
            var executed = link.ExecutedCoordinates!;
            foreach (var row in await session.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false))
            {
                if (row.Text("Master_log_name") is { Length: > 0 } file && new BinlogCoordinates(file, row.Number("Master_log_pos") ?? 0) is var at
                    && at.IsComparableTo(executed) && at > executed)
                {
                    throw OnlineFailures.ExecutedBeyond(link, "one of its appliers was at " + at, byGtid: false);
                }
            }

            return null;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            return "Whether an applier had executed more than the common position could not be read: " + e.Message;
        }
    }

    private static string Summary(ReplicaStatus link) => "Repair the relay log of " + link;
}
