using System;
using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Status;

/// <summary>How long what is written on the source takes until it is seen on the replica.</summary>
public sealed record ReplicationLag
{
    /// <summary>The replica.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The replica; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>The source of the link.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>Whose rows they are: the source's, or those of a server behind it in a ring or cascade.</summary>
    public ServerReference? Origin { get; init; }

    /// <summary>Its server id; null when not told.</summary>
    public long? OriginServerId { get; init; }

    /// <summary>The servers that the rows pass from the origin on, in order; the last one is the replica. Empty without heartbeats.</summary>
    public IReadOnlyList<ServerReference> Way { get; init; } = [];

    /// <summary>The channel; empty for the default one.</summary>
    public required string Channel { get; init; }

    /// <summary>How it was found out.</summary>
    public required LagMethod Method { get; init; }

    /// <summary>The median of the samples; null when it is not known, which is not zero.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>The samples in their order; empty when there is none.</summary>
    public IReadOnlyList<TimeSpan> Samples { get; init; } = [];

    /// <summary>The shortest sample; null without samples.</summary>
    public TimeSpan? Minimum { get; init; }

    /// <summary>Nine of ten samples are not longer; null without samples.</summary>
    public TimeSpan? Percentile90 { get; init; }

    /// <summary>Ninety-nine of a hundred samples are not longer; null without samples.</summary>
    public TimeSpan? Percentile99 { get; init; }

    /// <summary>The longest sample; null without samples.</summary>
    public TimeSpan? Maximum { get; init; }

    /// <summary>
    /// By how much the replica's clock is ahead of the origin's; null when both were not asked. No figure here is out by it: heartbeats
    /// are timed by this machine's clock alone, and commit times are corrected by it where it is known.
    /// </summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>Bytes of the source's log that the replica has not fetched; null when the source was not asked.</summary>
    public long? NotFetchedBytes { get; init; }

    /// <summary>Bytes that are fetched and not applied; null when they lie in several files and the source was not asked.</summary>
    public long? NotAppliedBytes { get; init; }

    /// <summary>What the figure rests on, or why there is none.</summary>
    public required string Reason { get; init; }

    /// <summary>"db2:3306 &lt;- db1:3306: 00:00:00.012 (Heartbeat)".</summary>
    public override string ToString() => Server + " <- " + ((Origin ?? Source)?.ToString() ?? "?") + ": " + (Lag?.ToString() ?? "not known") + " (" + Method + ")";
}
