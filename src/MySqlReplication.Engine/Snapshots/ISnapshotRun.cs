using System;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The steps of one way to take the state over, and what they hand to each other.</summary>
internal interface ISnapshotRun : IDisposable
{
    /// <summary>The steps.</summary>
    PlanBuilder Plan();

    /// <summary>The result, when all are done.</summary>
    ReplicationSnapshot Result(PlanOutcome outcome, PlanBuilder builder);
}
