using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>A finding and the station of the link that it is about.</summary>
internal sealed record LinkFault(LinkStep Step, ReplicationFinding Finding)
{
    public bool IsBroken => Finding.Severity == FindingSeverity.Error;
}
