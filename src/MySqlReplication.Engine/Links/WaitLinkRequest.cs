using System;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What Wait-ReplicationLink is asked for, one replica at a time. Without coordinates and GTIDs it waits until the replica has caught up.</summary>
public sealed record WaitLinkRequest
{
    /// <summary>The server that follows.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The channel; empty for the default one.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>The place in the source's binary log to be executed; null for another goal.</summary>
    public BinlogCoordinates? Coordinates { get; init; }

    /// <summary>The GTIDs to be executed; null for another goal.</summary>
    public string? GtidSet { get; init; }

    /// <summary>The source with a login, to learn how far there is to go; null makes do with what the replica has received.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>How long the executed position may stand still.</summary>
    public TimeSpan NoProgress { get; init; } = TimeSpan.FromSeconds(30);
}
