using System;

namespace MySqlReplication.Engine.Dialects;

/// <summary>What a server tells about the messages that one receiver got. Ages are counted on the server's own clock.</summary>
internal sealed record HeartbeatRecord(string Channel)
{
    /// <summary>Heartbeat period; zero when heartbeats are off; null when it is not told.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Heartbeats since the receiver started; null when it is not told.</summary>
    public long? Count { get; init; }

    /// <summary>
    /// How long ago the last recorded message came, at most; null when none is recorded. Not every message is recorded
    /// (MySQL leaves out the server's own changes that come back from its peer: measured), so a great age proves no silence.
    /// </summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Whether <see cref="Age"/> is this link's own, not only a bound that several links share.</summary>
    public bool IsOwn { get; init; } = true;

    /// <summary>Whether the server records times at all, so that an old one gives cause for suspicion.</summary>
    public bool TellsTime { get; init; }

    /// <summary>Whether every message is recorded, so that a great <see cref="Age"/> does prove silence.</summary>
    public bool IsComplete { get; init; }

    /// <summary>How long ago the receiver thread started, at least as long as it is connected; null when the login may not see it.</summary>
    public TimeSpan? StartedAgo { get; init; }

    /// <summary>What the login may not read; null when nothing was refused.</summary>
    public string? Denied { get; init; }
}
