using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What Export-ReplicationSnapshot is asked for.</summary>
public sealed record ExportRequest
{
    /// <summary>The server whose data is exported.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The directory, as a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The databases to export; empty means all of users.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Databases not to export.</summary>
    public IReadOnlyList<string> ExcludedDatabases { get; init; } = [];

    /// <summary>Tables to export, as "shop.orders"; then only these, and the databases that are named beside them.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>How many streams go side by side.</summary>
    public int Streams { get; init; } = 4;

    /// <summary>Bytes of rows a second for all streams together; null for no limit.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>Exports tables without transactions too, while writers wait.</summary>
    public bool AllowNonTransactional { get; init; }

    /// <summary>Replaces an export that is in the directory; leaves all else that is there alone. Exports tables that refer to others which stay out.</summary>
    public bool Force { get; init; }
}
