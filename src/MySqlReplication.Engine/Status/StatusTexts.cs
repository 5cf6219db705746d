using System;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The sentences of this room.</summary>
internal static class StatusTexts
{
    private const string Fine = "Both threads run without error";

    public static readonly Verdict HeartbeatsOff = new(
        "heartbeats are off",
        Fine + ", but heartbeats are switched off for this link (period 0): a dead source looks the same as an idle one.");

    public static string NoLink(ServerReference server) => server + " is nobody's replica: no link is configured on it.";

    public static string InCluster(ServerReference server, string cluster)
        => server + " is a member of the " + cluster + ", which replicates in its own way and is not shown here.";

    public static Verdict PeriodUnknown(string? denied) => new("not proven", Fine + ", but whether the source is still heard cannot be seen: "
        + (denied is null ? "the server does not tell the heartbeat period." : "this login may not read " + denied + " (GRANT SELECT on it)."));

    public static Verdict Heard(TimeSpan age, TimeSpan period) => new(null, Fine + "; the source was last heard " + Span(age) + " ago" + Every(period) + ".");

    public static Verdict Moved(TimeSpan within, TimeSpan period) => new(null, Fine + "; something came from the source within the last " + Span(within) + Every(period) + ".");

    public static Verdict Started(TimeSpan ago, TimeSpan period) => new(null, Fine + "; the receiver logged in to the source less than " + Span(ago) + " ago" + Every(period) + ".");

    public static Verdict Silent(TimeSpan silence, TimeSpan period) => new(
        "source silent " + Span(silence),
        "Both threads say that they run, but nothing has come from the source for " + Span(silence) + Every(period)
            + ": the source hangs or the network between them is cut.");

    public static Verdict Unproven(ReceiverEvidence evidence, TimeSpan period) => new("not proven", evidence.IsSuspicious
        ? Fine + ", but the last message from the source that the server kept a time of is "
            + (evidence.Record.Age is { } age ? Span(age) + " old" : "none at all") + Every(period)
            + "; own changes that come back are kept without a time. Watch it with -HeartbeatWaitSeconds " + Whole(period) + "."
        : Fine + ", but the server only counts heartbeats and does not say when the last one came" + Every(period)
            + ": one reading proves nothing. Read again after that time, or watch it with -HeartbeatWaitSeconds " + Whole(period) + ".");

    /// <summary>What is wrong by the row and the server's settings alone; null when nothing is.</summary>
    public static Verdict? WhyBroken(ReplicaStatus status, SkippedErrors skipped)
    {
        var receiver = Thread("receiver", status.Receiver, status.ReceiverErrorCode, status.ReceiverError);
        var applier = Thread("applier", status.Applier, status.ApplierErrorCode, status.ApplierError);
        if (receiver is null || applier is null)
        {
            return receiver ?? applier ?? WhySkipping(status, skipped);
        }

        if (status is { Receiver: ReplicaThreadState.Stopped, Applier: ReplicaThreadState.Stopped, ReceiverErrorCode: null or 0, ApplierErrorCode: null or 0 })
        {
            return new Verdict("both threads stopped", "Both threads are stopped, and the server shows no error.");
        }

        // The one with an error is the one to look at first.
        var first = status.ReceiverErrorCode is null or 0 && status.ApplierErrorCode is not (null or 0) ? applier : receiver;
        return new Verdict(first.Problem, first.Reason + " " + (ReferenceEquals(first, applier) ? receiver : applier).Reason);
    }

    /// <summary>What a relay log that lacks events is called in a table.</summary>
    public const string Incomplete = "relay log incomplete";

    /// <summary>The applier has nothing left to read, and what was received is not executed: this may be a moment's matter.</summary>
    public static Verdict PerhapsGap(ReplicaStatus status) => new("not proven", Fine + ", but the applier has read all of its relay log and is at " + status.ExecutedCoordinates
        + ", while the receiver is at " + status.ReceivedCoordinates + ": on a busy link that passes at once, else events are missing in the relay log. Read again.");

    /// <summary>Why the server cannot use the link's relay log; it shows no error for most of that.</summary>
    public static Verdict NoRelayLog(ReplicationFinding finding)
        => finding.Id == RelayLogRules.Incomplete
            ? new(Incomplete, Fine + ", but events are missing in the relay log. " + finding.Reason + " Seen: " + finding.Evidence + ". " + finding.Fix + " mends it.")
            : new("relay log not usable", "The server cannot use the link's relay log. " + finding.Reason + " Seen: " + finding.Evidence + ". " + finding.Fix + " mends it.");

    private static Verdict? WhySkipping(ReplicaStatus status, SkippedErrors skipped)
        => skipped.Errors is { } errors
            ? new Verdict("errors are skipped", "Errors are being skipped: slave_skip_errors is " + errors + ", so rows may differ without any error being shown.")
        : skipped.IsIdempotent
            ? new Verdict("errors are skipped", "Errors are being skipped: slave_exec_mode is IDEMPOTENT, so missing and duplicate rows are passed over silently.")
        : status.Row.Number("Skip_Counter") is > 0 and var skip
            ? new Verdict("events are skipped", "Events are being skipped: the skip counter stands at " + skip.ToString(CultureInfo.InvariantCulture) + ".")
        : null;

    private static Verdict? Thread(string name, ReplicaThreadState state, int? code, string? text)
    {
        var number = code.GetValueOrDefault().ToString(CultureInfo.InvariantCulture);
        return code is not (null or 0) ? new Verdict(name + " error " + number, "The " + name + " " + State(state) + " (" + number + "): " + (text ?? "the server gives no text."))
            : state != ReplicaThreadState.Running ? new Verdict(name + " " + Word(state), "The " + name + " " + State(state) + ".")
            : null;
    }

    private static string Word(ReplicaThreadState state) => state switch
    {
        ReplicaThreadState.Stopped => "stopped",
        ReplicaThreadState.Connecting => "connecting",
        _ => "state unknown",
    };

    private static string State(ReplicaThreadState state) => state switch
    {
        ReplicaThreadState.Stopped => "is stopped",
        ReplicaThreadState.Running => "runs but reports an error",
        ReplicaThreadState.Connecting => "is connecting: it has no connection to the source and keeps trying",
        _ => "is unknown: the server used a word that this module does not know",
    };

    private static string Every(TimeSpan period) => " (a heartbeat is due every " + Span(period) + ")";

    // Long enough for one period with its leeway.
    private static string Whole(TimeSpan period) => (Math.Ceiling(period.TotalSeconds) + 2).ToString(CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.TotalSeconds < 10 ? span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s"
        : span.TotalMinutes < 5 ? span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s"
        : span.TotalHours < 5 ? span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture) + " min"
        : span.TotalHours.ToString("0", CultureInfo.InvariantCulture) + " h";
}
