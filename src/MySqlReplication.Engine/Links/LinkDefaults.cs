using System;

namespace MySqlReplication.Engine.Links;

/// <summary>What a new link states where nobody asked for anything: the servers' own defaults differ (dialects.md section 6).</summary>
internal static class LinkDefaults
{
    /// <summary>Seconds between two tries. The servers' 60 leave a pair apart for a minute after every restart of a member.</summary>
    public const int ConnectRetrySeconds = 10;

    /// <summary>Tries: ten days of them. MySQL 9.7 would give up for good after ten tries.</summary>
    public const long RetryCount = 86400;

    /// <summary>Seconds between heartbeats of an idle source.</summary>
    public const decimal HeartbeatSeconds = 5;

    /// <summary>
    /// The heartbeat period for a replica: short enough that a dead connection shows within ten seconds, and always shorter than
    /// the time after which the receiver itself gives the connection up.
    /// </summary>
    public static decimal HeartbeatFor(LinkEnd replica) => replica.NetTimeout is { } limit and > 0 ? Math.Min(HeartbeatSeconds, limit / 2m) : HeartbeatSeconds;
}
