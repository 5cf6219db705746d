using System;
using System.Globalization;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The sentences of this room.</summary>
internal static class StatusTexts
{
    public const string HeartbeatsOff =
        "Both threads run without error, but heartbeats are switched off for this link (period 0): a dead source looks the same as an idle one.";

    private const string Fine = "Both threads run without error";

    public static string PeriodUnknown(string? denied) => Fine + ", but whether the source is still heard cannot be seen: "
        + (denied is null ? "the server does not tell the heartbeat period." : "this login may not read " + denied + " (GRANT SELECT on it).");

    public static string Heard(TimeSpan age, TimeSpan period) => Fine + "; the source was last heard " + Span(age) + " ago" + Every(period) + ".";

    public static string Moved(TimeSpan within, TimeSpan period) => Fine + "; something came from the source within the last " + Span(within) + Every(period) + ".";

    public static string Started(TimeSpan ago, TimeSpan period) => Fine + "; the receiver logged in to the source less than " + Span(ago) + " ago" + Every(period) + ".";

    public static string Silent(TimeSpan silence, TimeSpan period) => "Both threads say that they run, but nothing has come from the source for "
        + Span(silence) + Every(period) + ": the source hangs or the network between them is cut.";

    public static string Unproven(ReceiverEvidence evidence, TimeSpan period) => evidence.IsSuspicious
        ? Fine + ", but the last message from the source that the server kept a time of is "
            + (evidence.Record.Age is { } age ? Span(age) + " old" : "none at all") + Every(period)
            + "; own changes that come back are kept without a time. Watch it with -HeartbeatWaitSeconds " + Whole(period) + "."
        : Fine + ", but the server only counts heartbeats and does not say when the last one came" + Every(period)
            + ": one reading proves nothing. Read again after that time, or watch it with -HeartbeatWaitSeconds " + Whole(period) + ".";

    /// <summary>What is wrong by the row and the variables alone; null when nothing is.</summary>
    public static string? WhyBroken(ReplicaStatus status, ServerFacts facts)
    {
        if (status.Receiver != ReplicaThreadState.Running)
        {
            return "The receiver " + State(status.Receiver) + Error(status.ReceiverErrorCode, status.ReceiverError);
        }

        if (status.Applier != ReplicaThreadState.Running)
        {
            return "The applier " + State(status.Applier) + Error(status.ApplierErrorCode, status.ApplierError);
        }

        if (status.ReceiverErrorCode is not (null or 0))
        {
            return "The receiver runs but reports an error" + Error(status.ReceiverErrorCode, status.ReceiverError);
        }

        if (status.ApplierErrorCode is not (null or 0))
        {
            return "The applier runs but reports an error" + Error(status.ApplierErrorCode, status.ApplierError);
        }

        return WhySkipping(status, facts);
    }

    private static string? WhySkipping(ReplicaStatus status, ServerFacts facts)
    {
        if (facts.Text("replica_skip_errors", "slave_skip_errors") is { Length: > 0 } errors && !errors.Equals("OFF", StringComparison.OrdinalIgnoreCase))
        {
            return "Errors are being skipped: slave_skip_errors is " + errors + ", so rows may differ without any error being shown.";
        }

        if (facts.Text("replica_exec_mode", "slave_exec_mode") is { } mode && mode.Equals("IDEMPOTENT", StringComparison.OrdinalIgnoreCase))
        {
            return "Errors are being skipped: slave_exec_mode is IDEMPOTENT, so missing and duplicate rows are passed over silently.";
        }

        return status.Row.Number("Skip_Counter") is > 0 and var skip
            ? "Events are being skipped: the skip counter stands at " + skip.ToString(CultureInfo.InvariantCulture) + "."
            : null;
    }

    private static string Every(TimeSpan period) => " (a heartbeat is due every " + Span(period) + ")";

    // Long enough for one period with its leeway.
    private static string Whole(TimeSpan period) => (Math.Ceiling(period.TotalSeconds) + 2).ToString(CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.TotalSeconds < 10 ? span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s"
        : span.TotalMinutes < 5 ? span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s"
        : span.TotalHours < 5 ? span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture) + " min"
        : span.TotalHours.ToString("0", CultureInfo.InvariantCulture) + " h";

    private static string State(ReplicaThreadState state) => state switch
    {
        ReplicaThreadState.Stopped => "is stopped",
        ReplicaThreadState.Connecting => "is not connected and keeps trying",
        _ => "is in a state this module does not know",
    };

    private static string Error(int? code, string? text) => code is null or 0
        ? "."
        : " (" + code.Value.ToString(CultureInfo.InvariantCulture) + "): " + (text ?? "the server gives no text.");
}
