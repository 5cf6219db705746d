using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Repair;

namespace MySqlReplication.Engine.Repair;

/// <summary>What the repair of a stopped server's relay log did, and what it could not see.</summary>
internal static class StoppedRepairResult
{
    public static RelayLogRepair Of(StoppedServerFiles files, RelayLogJoin join, PlanBuilder builder, PlanOutcome outcome, IReadOnlyList<string> changed)
    {
        var now = LogIndex.Read(join.Wanted.Path);
        return new RelayLogRepair
        {
            Server = files.Server,
            Channel = join.Channel,
            Diagnosis = join.IsWhole ? [] : [Finding(join)],
            Method = !outcome.Changed ? RelayLogRepairMethod.None : join.Kept is null ? RelayLogRepairMethod.OfflineIndexJoined : RelayLogRepairMethod.OfflineIndexShortened,
            BeforeCoordinates = join.Executed,
            AfterCoordinates = join.Executed,
            Proof = !outcome.Changed ? null : new RelayLogRepairProof
            {
                PositionKept = true,
                Evidence =
                [
                    join.Wanted.Path + " lists " + string.Join(", ", now?.Lines ?? []),
                    join.Info is null ? "The executed position was not touched: no file that holds it was written" : "The executed position stands in " + join.Info.Path + " as before: " + join.Executed,
                ],
                NotProven = ["The server does not run, so nothing of it was seen working: start it, then run " + (join.Info is null ? "Get-SlaveStatus " : "Repair-RelayLog ") + files.Server],
            },
            Files = changed,
            Decisions = builder.Build().Decisions,
            Changed = outcome.Changed,
            JournalEntry = outcome.JournalEntry,
        };
    }

    private static ReplicationFinding Finding(RelayLogJoin join) => new()
    {
        Id = join.Kept is null ? RelayLogRules.Renamed : RelayLogRules.Missing,
        Severity = FindingSeverity.Error,
        Subject = join.Channel.Length == 0 ? "relay log" : "relay log of channel '" + join.Channel + "'",
        Evidence = join.Evidence,
        Reason = join.Kept is not null ? "The server cannot open its relay log, so the link does not start; MySQL 5.6 cannot even be reset." : "The server would look for its place in an index that does not list it: the link would not start, and MariaDB with a named connection would not start at all.",
    };
}
