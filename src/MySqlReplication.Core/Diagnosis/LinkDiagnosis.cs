using System;
using System.Collections.Generic;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Diagnosis;

/// <summary>A link walked from the source's name to the row, with the first thing on the way that is broken.</summary>
public sealed record LinkDiagnosis
{
    /// <summary>The replica that was asked.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The replica; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>The source as the replica names it.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>The channel; empty for the default one.</summary>
    public required string Channel { get; init; }

    /// <summary>True: nothing is broken, and that is proven. False: <see cref="FirstBroken"/>. Null: nothing is known to be broken, but not all could be proven.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>The first station that is broken; null when none is.</summary>
    public LinkStep? BrokenStep { get; init; }

    /// <summary>What is wrong there, why, and what mends it; null when nothing is broken.</summary>
    public ReplicationFinding? FirstBroken { get; init; }

    /// <summary>All stations in order.</summary>
    public required IReadOnlyList<LinkStepResult> Steps { get; init; }

    /// <summary>All that was found, the broken things first; also what is only good to know, and what could not be found out.</summary>
    public required IReadOnlyList<ReplicationFinding> Findings { get; init; }

    /// <summary>How long a row took from the commit on the source until it was seen on the replica; null without -Canary or when it did not arrive.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>The link's status as it was read.</summary>
    public required ReplicaStatus Status { get; init; }

    /// <summary>"db2:3306 &lt;- db1:3306: WrongPassword".</summary>
    public override string ToString() => Status + ": " + (FirstBroken?.Id ?? (IsHealthy == true ? "healthy" : "nothing found"));
}
