using System;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Status;

/// <summary>All that is known about when a running receiver last heard its source.</summary>
internal sealed record ReceiverEvidence(HeartbeatRecord Record)
{
    /// <summary>Two readings of this process prove that something came within this time; null when they prove nothing.</summary>
    public TimeSpan? HeardWithin { get; init; }

    /// <summary>For so long nothing came, by two readings or more; zero when there is only one.</summary>
    public TimeSpan SilentFor { get; init; }

    /// <summary>Two heartbeat periods; null when heartbeats are off or the period is not told.</summary>
    public TimeSpan? Limit => Record.Period is { } period && period > TimeSpan.Zero ? period + period : null;

    /// <summary>The server keeps times and the newest is too old: cause for a second look.</summary>
    public bool IsSuspicious => Record.TellsTime && !(Record.Age <= Limit) && !(Record.StartedAgo <= Limit);
}
