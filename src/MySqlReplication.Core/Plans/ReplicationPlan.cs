using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Plans;

/// <summary>What a changing cmdlet is going to do. Under -WhatIf it is all that the cmdlet returns. No cmdlet takes it as input.</summary>
public sealed record ReplicationPlan
{
    /// <summary>The cmdlet's purpose on this target, a sentence: "Make db2:3306 a replica of db1:3306".</summary>
    public required string Summary { get; init; }

    /// <summary>The server that is changed; null when only a file is.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The steps in order; empty when everything is already so.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>Choices made and why, in order ("AUTO_POSITION, because gtid_mode is ON on both").</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>Whether a server has to be restarted before all of it takes effect.</summary>
    public bool RestartRequired { get; init; }

    /// <summary>Whether the plan changes anything.</summary>
    public bool IsEmpty => Steps.Count == 0;

    /// <summary>The summary.</summary>
    public override string ToString() => Summary;
}
