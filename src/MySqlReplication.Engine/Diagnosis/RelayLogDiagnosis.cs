using System.Collections.Generic;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>A verdict on a relay log with what it rests on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Findings">What is wrong with the relay log; empty when nothing is.</param>
/// <param name="Reason">Why the link does not work when it is not the relay log; null otherwise.</param>
internal sealed record RelayLogDiagnosis(RelayLogVerdict Verdict, IReadOnlyList<ReplicationFinding> Findings, string? Reason = null)
{
    /// <summary>Whether the applier got as far as it could: it read the relay log until it met the damage.</summary>
    public bool ApplierReachedTheDamage { get; init; }
}
