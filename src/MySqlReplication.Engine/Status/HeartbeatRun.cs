using System;
using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Status;

/// <summary>The heartbeats of one origin: when each was seen on each server of its way.</summary>
internal sealed record HeartbeatRun(OriginPath Path)
{
    /// <summary>One a heartbeat: the times from the commit on the origin, in the order of <see cref="OriginPath.Way"/>.</summary>
    public List<IReadOnlyList<TimeSpan>> Beats { get; } = [];

    /// <summary>Why there are fewer than asked for; null when there are not.</summary>
    public string? Why { get; init; }

    /// <summary>The origin's own: until they were seen on the replica.</summary>
    public IReadOnlyList<TimeSpan> FromOrigin => Beats.Select(b => b[b.Count - 1]).ToList();

    /// <summary>From one that they passed to the replica; null when they did not pass it. Never below zero, though the two may be asked in any order.</summary>
    public IReadOnlyList<TimeSpan>? From(UpstreamServer server)
    {
        var at = Path.Relays.ToList().IndexOf(server);
        return at < 0 ? null : Beats.Select(b => b[b.Count - 1] > b[at] ? b[b.Count - 1] - b[at] : TimeSpan.Zero).ToList();
    }
}
