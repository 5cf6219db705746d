using System;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Why waiting for a position ended without it, in sentences.</summary>
internal static class WaitFailures
{
    public static ReplicationException ApplierStopped(ReplicaStatus link, string goal) => new(
        ErrorIds.ApplierStopped,
        FailureKind.InvalidOperation,
        link.Server,
        "The applier of " + link.Server + " is stopped at " + At(link) + ", so it will not come about that " + goal + ".",
        "Start-ReplicationLink -Source " + (link.Source?.ToString() ?? "HOST") + " -Replica " + link.Server + " starts it.");

    public static ReplicationException ReceiverStopped(ReplicaStatus link, string goal) => new(
        ErrorIds.ReceiverStopped,
        FailureKind.InvalidOperation,
        link.Server,
        "The receiver of " + link.Server + " is stopped and everything it brought is executed (" + At(link) + "), so it will not come about that " + goal + ".",
        "Start-ReplicationLink -Source " + (link.Source?.ToString() ?? "HOST") + " -Replica " + link.Server + " starts it.");

    public static ReplicationException Timeout(ReplicaStatus link, string goal, TimeSpan limit) => new(
        ErrorIds.WaitTimeout,
        FailureKind.OperationTimeout,
        link.Server,
        "After " + Seconds(limit) + " s " + link.Server + " is at " + At(link) + "; not yet so that " + goal + ".",
        "Raise -TimeoutSeconds; Get-SlaveStatus " + link.Server + " shows whether it moves.");

    public static ReplicationException NoProgress(ReplicaStatus link, string goal, TimeSpan limit) => new(
        ErrorIds.WaitNoProgress,
        FailureKind.OperationTimeout,
        link.Server,
        link.Server + " has stood at " + At(link) + " for " + Seconds(limit) + " s; not yet so that " + goal + "."
            + (link.Receiver == ReplicaThreadState.Running ? string.Empty : " Its receiver does not run.")
            + (link.WantedDelay > TimeSpan.Zero ? " It stays " + Seconds(link.WantedDelay.Value) + " s behind on purpose." : string.Empty),
        "Get-SlaveStatus " + link.Server + " shows what holds it; raise -NoProgressSeconds for long transactions.");

    public static ReplicationException InvalidGtidSet(ServerReference replica, string text, string reason) => new(
        ErrorIds.InvalidGtidSet,
        FailureKind.InvalidArgument,
        replica,
        "'" + text + "' cannot be waited for on " + replica + ": " + reason,
        "Give what Get-MasterStatus shows as ExecutedGtidSet on the source, or -Coordinates.");

    private static string At(ReplicaStatus link) => link.ExecutedCoordinates?.ToString() ?? "an unknown place";

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
