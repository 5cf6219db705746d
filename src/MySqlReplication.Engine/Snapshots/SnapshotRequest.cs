using System.Collections.Generic;
using MySqlReplication.Servers;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What Copy-ReplicationSnapshot is asked for, one replica at a time.</summary>
public sealed record SnapshotRequest
{
    /// <summary>The server whose data is copied.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The server that gets it.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The databases to copy; empty means all of users.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Databases not to copy.</summary>
    public IReadOnlyList<string> ExcludedDatabases { get; init; } = [];

    /// <summary>Tables to copy, as "shop.orders"; then only these, and the databases that are named beside them.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Whose coordinates are wanted when the source follows another server.</summary>
    public SnapshotCoordinatesOf CoordinatesOf { get; init; }

    /// <summary>The source's channel whose coordinates are wanted; null for its only one.</summary>
    public string? Channel { get; init; }

    /// <summary>How many streams go side by side.</summary>
    public int Streams { get; init; } = 4;

    /// <summary>Bytes of rows a second for all streams together; null for no limit.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>Copies tables without transactions too, while writers wait.</summary>
    public bool AllowNonTransactional { get; init; }

    /// <summary>Switches the replica's local_infile on while it is loaded, when it is off.</summary>
    public bool AllowLocalInfile { get; init; }

    /// <summary>Accounts to bring along, as "app@%" or patterns; none when empty.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Proves the coordinates by marker rows, and the rows by counts and hashes.</summary>
    public bool Verify { get; init; }

    /// <summary>Leaves the replica writable while it is loaded and until its link runs.</summary>
    public bool LeaveWritable { get; init; }

    /// <summary>Replaces databases of the replica that hold something; leaves GTIDs that only the replica has.</summary>
    public bool Force { get; init; }
}
