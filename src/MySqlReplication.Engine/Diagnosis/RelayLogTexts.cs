using System.Globalization;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Sentences about links that are not broken by their relay log.</summary>
internal static class RelayLogTexts
{
    public static string WhoIsStopped(ReplicaStatus status) => status.Receiver == ReplicaThreadState.Stopped && status.Applier == ReplicaThreadState.Stopped
        ? "receiver and applier are stopped without any error"
        : status.Receiver == ReplicaThreadState.Stopped ? "the receiver is stopped without any error" : "the applier is stopped without any error";

    public static string OtherCause(ReplicaStatus status) => status.ReceiverErrorCode is not (null or 0) and { } receiver
        ? "the receiver reports " + Error(receiver, status.ReceiverError)
        : status.ApplierErrorCode is not (null or 0) and { } applier ? "the applier reports " + Error(applier, status.ApplierError)
        : status.Receiver == ReplicaThreadState.Connecting ? "the receiver is not connected to the source and keeps trying"
        : "the threads are in a state that this module does not know";

    private static string Error(int code, string? text) => code.ToString(CultureInfo.InvariantCulture) + ": " + (text ?? "the server gives no text.");
}
