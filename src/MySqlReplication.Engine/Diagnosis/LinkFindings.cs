using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Makes the findings of one link: same server, same subject.</summary>
internal sealed class LinkFindings(ReplicaStatus status)
{
    public string Replica => status.Server.ToString();

    public string Source => status.Source?.ToString() ?? "SOURCE";

    /// <summary>" -Channel 'x'" where the channel must be said.</summary>
    public string ChannelArgument => status.Channel.Length == 0 ? string.Empty : " -Channel '" + status.Channel.Replace("'", "''") + "'";

    public string Restart => "Start-ReplicationLink -Source " + Source + " -Replica " + Replica + ChannelArgument;

    public LinkFault Broken(LinkStep step, string id, string evidence, string reason, string? fix) => Make(step, FindingSeverity.Error, id, evidence, reason, fix);

    public LinkFault Warn(LinkStep step, string id, string evidence, string reason, string? fix = null) => Make(step, FindingSeverity.Warning, id, evidence, reason, fix);

    public LinkFault Tell(LinkStep step, string id, string evidence, string reason, string? fix = null) => Make(step, FindingSeverity.Information, id, evidence, reason, fix);

    public LinkFault NotKnown(LinkStep step, string id, string evidence, string reason, string? fix = null) => Make(step, FindingSeverity.Unknown, id, evidence, reason, fix);

    /// <summary>The receiver's error as evidence.</summary>
    public string ReceiverSaid => "the receiver reports " + status.ReceiverErrorCode + (status.ReceiverError is { } text ? ": " + text : string.Empty);

    /// <summary>The applier's error as evidence.</summary>
    public string ApplierSaid => "the applier reports " + status.ApplierErrorCode + (ApplierText is { Length: > 0 } text ? ": " + text : string.Empty)
        + " (executed up to " + (status.ExecutedCoordinates?.ToString() ?? "an unknown place") + ")";

    /// <summary>What the applier says, the workers' own texts included: MySQL only points to them in the status.</summary>
    public string ApplierText => (status.ApplierError ?? string.Empty) + (status.WorkerErrors is { Count: > 0 } workers ? " " + workers[0].Error : string.Empty);

    private LinkFault Make(LinkStep step, FindingSeverity severity, string id, string evidence, string reason, string? fix) => new(step, new ReplicationFinding
    {
        Id = id,
        Severity = severity,
        Server = status.Server,
        Subject = status.Channel.Length == 0 ? "link to " + Source : "link to " + Source + ", channel '" + status.Channel + "'",
        Evidence = evidence,
        Reason = reason,
        Fix = fix,
    });
}
