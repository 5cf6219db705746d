using System.Globalization;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The sentences of this room.</summary>
internal static class StatusTexts
{
    public const string NotProven = "Both threads run and report no error; whether the source still sends was not asked.";

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
        if (facts.Text("replica_skip_errors", "slave_skip_errors") is { Length: > 0 } errors && !errors.Equals("OFF", System.StringComparison.OrdinalIgnoreCase))
        {
            return "Errors are being skipped: slave_skip_errors is " + errors + ", so rows may differ without any error being shown.";
        }

        if (facts.Text("replica_exec_mode", "slave_exec_mode") is { } mode && mode.Equals("IDEMPOTENT", System.StringComparison.OrdinalIgnoreCase))
        {
            return "Errors are being skipped: slave_exec_mode is IDEMPOTENT, so missing and duplicate rows are passed over silently.";
        }

        return status.Row.Number("Skip_Counter") is > 0 and var skip
            ? "Events are being skipped: the skip counter stands at " + skip.ToString(CultureInfo.InvariantCulture) + "."
            : null;
    }

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
