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

    /// <summary>For so long the applier has read all of the relay log while what was received is not executed; null when that is not so.</summary>
    public TimeSpan? GapFor { get; init; }

    /// <summary>The relay log lacks what the receiver wrote into it, and that is no moment's matter.</summary>
    public bool HasGap => GapFor >= RelayLogGaps.Limit;

    /// <summary>Two heartbeat periods; null when heartbeats are off or the period is not told.</summary>
    public TimeSpan? Limit => Record.Period is { } period && period > TimeSpan.Zero ? period + period : null;

    /// <summary>The server keeps times and the newest is too old: cause for a second look.</summary>
    public bool IsSuspicious => Record.TellsTime && !(Record.Age <= Limit) && !(Record.StartedAgo <= Limit);
}
