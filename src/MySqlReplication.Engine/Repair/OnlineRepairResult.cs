using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Repair;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>What the server says after the repair, and the proof: the replica comes to where the source stands now.</summary>
internal sealed class OnlineRepairResult(
    RepairRelayLogRequest request,
    ServerSession replica,
    SourceProof source,
    ReplicaStatus link,
    RelayLogDiagnosis diagnosis,
    LinkReadings before,
    OnlineRepairPlan plan,
    string? notProven,
    OperationContext context)
{
    private readonly List<string> _evidence = [.. source.Evidence];
    private readonly List<string> _notProven = notProven is null ? [.. source.NotProven] : [.. source.NotProven, notProven];

    /// <summary>Waits, re-reads and puts the result together.</summary>
    /// <exception cref="ReplicationException">LinkApplierFailed when the applier met an error while it caught up.</exception>
    public async Task<RelayLogRepair> ReadAsync(PlanBuilder builder, PlanOutcome outcome, CancellationToken cancellationToken)
    {
        var goal = await SourceNowAsync(cancellationToken).ConfigureAwait(false);
        var caughtUp = goal is null ? null : await CatchUpAsync(goal, cancellationToken).ConfigureAwait(false);
        var now = await ReplicaStatusReader.ReadAsync(replica, link.Channel, cancellationToken).ConfigureAwait(false)
            ?? throw LinkFailures.NotConfigured(replica.Server, link.Channel, string.Empty);
        var after = await LinkReadings.ReadAsync(replica, now, cancellationToken).ConfigureAwait(false);
        _evidence.Add("Before it was started the executed position was " + plan.Position + ", as saved; it is " + (now.ExecutedCoordinates?.ToString() ?? "not told") + " now");
        foreach (var sentence in _notProven)
        {
            context.Warning(sentence + ".");
        }

        return new RelayLogRepair
        {
            Server = request.Replica,
            Source = link.Source,
            Channel = link.Channel,
            Diagnosis = diagnosis.Findings,
            Method = RelayLogRepairMethod.Online,
            BeforeCoordinates = link.ExecutedCoordinates,
            AfterCoordinates = now.ExecutedCoordinates,
            BeforeGtidSet = link.ExecutedGtidSet,
            AfterGtidSet = now.ExecutedGtidSet,
            SettingsRestored = before.CompareWith(after),
            Proof = new RelayLogRepairProof
            {
                SourceHoldsPosition = source.Holds,
                PositionKept = plan.PositionKept,
                ThreadsRun = now is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running },
                CaughtUp = caughtUp,
                SourceCoordinates = goal,
                Evidence = _evidence,
                NotProven = _notProven,
            },
            Status = now,
            Decisions = builder.Build().Decisions,
            Changed = outcome.Changed,
            JournalEntry = outcome.JournalEntry,
        };
    }

    private async Task<BinlogCoordinates?> SourceNowAsync(CancellationToken cancellationToken)
    {
        if (source.Session is null || source.Holds != true)
        {
            _notProven.Add("Whether it came to where the source stands was not proven: the source could not be asked");
            return null;
        }

        return (await ReadSourceStatus.ReadAsync(source.Session, cancellationToken).ConfigureAwait(false)).Coordinates;
    }

    private async Task<bool?> CatchUpAsync(BinlogCoordinates goal, CancellationToken cancellationToken)
    {
        if (link.WantedDelay > System.TimeSpan.FromSeconds(context.Timeout.TotalSeconds / 2))
        {
            _notProven.Add("It stays " + (long)link.WantedDelay.Value.TotalSeconds + " s behind on purpose, so nothing new was waited for");
            return null;
        }

        try
        {
            var wait = new WaitLinkRequest { Replica = request.Replica, Channel = link.Channel, Coordinates = goal, NoProgress = context.Timeout };
            await WaitLink.RunAsync(wait, context, cancellationToken).ConfigureAwait(false);
            _evidence.Add("It has executed " + goal + ", where " + source.Session!.Server + " stood after the start");
            return true;
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.WaitTimeout or ErrorIds.WaitNoProgress)
        {
            _notProven.Add("It has not come to " + goal + ", where the source stood, within the limit (Wait-ReplicationLink goes on waiting): " + e.Message);
            return null;
        }
    }
}
