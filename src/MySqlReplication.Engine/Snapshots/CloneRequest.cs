using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What Copy-ReplicationSnapshot -Method Clone is asked for, one replica at a time.</summary>
public sealed record CloneRequest
{
    /// <summary>The server whose files are cloned; its login goes to the replica, which clones with it.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The server that becomes a clone.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>Options that were given and that mean nothing to CLONE, as "-Database".</summary>
    public IReadOnlyList<string> Unfit { get; init; } = [];

    /// <summary>The systemd unit or Windows service of a replica on this machine, by which it is started again; null for a sandbox, and when its own manager does it.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Leaves the replica writable.</summary>
    public bool LeaveWritable { get; init; }

    /// <summary>Wipes a replica that holds databases.</summary>
    public bool Force { get; init; }
}
