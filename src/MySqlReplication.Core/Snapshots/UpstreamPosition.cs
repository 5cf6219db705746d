using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Snapshots;

/// <summary>How far the source of a copy had executed what another server sent it, at the moment of the copy.</summary>
public sealed record UpstreamPosition
{
    /// <summary>The server that the source follows, as the source names it; brings no login.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The source's channel to it; empty for the default one.</summary>
    public required string Channel { get; init; }

    /// <summary>That server's binary log up to which the data holds everything; null when the source no longer knows.</summary>
    public required BinlogCoordinates? Coordinates { get; init; }

    /// <summary>What the source had executed by GTID: MySQL its whole executed set, MariaDB gtid_slave_pos; null without GTIDs.</summary>
    public string? GtidSet { get; init; }

    /// <summary>Whether the source's applier ran.</summary>
    public required ReplicaThreadState Applier { get; init; }

    /// <summary>How it is known that the position and the data belong together, a sentence.</summary>
    public required string Proof { get; init; }

    /// <summary>"db0:3306 mysql-bin.000014:107".</summary>
    public override string ToString() => Source + " " + (Coordinates?.ToString() ?? "?");
}
