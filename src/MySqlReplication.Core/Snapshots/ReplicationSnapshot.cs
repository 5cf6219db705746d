using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Snapshots;

/// <summary>The initial state of a replica: which data was copied, and the exact place in the source's binary log that it belongs to.</summary>
public sealed record ReplicationSnapshot : IReplicationChange
{
    private readonly ServerReference? _copiedFrom;

    /// <summary>The server that was changed: the replica.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>
    /// The server that the coordinates are of, which the replica is to follow; pipes into Start-ReplicationLink. Null when a dump was
    /// imported and nobody said of which server it is.
    /// </summary>
    public required ServerReference? Source { get; init; }

    /// <summary>Where the data came from; another one than <see cref="Source"/> only when the coordinates are its upstream's. Null with it.</summary>
    public ServerReference? CopiedFrom
    {
        get => _copiedFrom ?? Source;
        init => _copiedFrom = value;
    }

    /// <summary>Where the data went; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>The source's binary log ends here for this data: what comes later is not in it, what came before is. Null when a dump does not tell.</summary>
    public required BinlogCoordinates? Coordinates { get; init; }

    /// <summary>GTIDs in the data (MySQL: executed set; MariaDB: position); null when the source uses none.</summary>
    public string? GtidSet { get; init; }

    /// <summary>Whose log the coordinates are about.</summary>
    public SnapshotCoordinatesOf CoordinatesOf { get; init; }

    /// <summary>The end of the copied server's own binary log at that moment; null when it writes none.</summary>
    public BinlogCoordinates? OwnCoordinates { get; init; }

    /// <summary>GTIDs of the copied server at that moment; null when it uses none.</summary>
    public string? OwnGtidSet { get; init; }

    /// <summary>How far the copied server had executed what others sent it, at the same moment; empty when it follows nobody else.</summary>
    public IReadOnlyList<UpstreamPosition> Upstream { get; init; } = [];

    /// <summary>The databases copied, in order.</summary>
    public required IReadOnlyList<string> Databases { get; init; }

    /// <summary>Databases of the source that were left out; a link then needs filters that leave them out too.</summary>
    public IReadOnlyList<string> LeftOutDatabase { get; init; } = [];

    /// <summary>Tables that were left out of databases that are copied in part; a link then needs filters that leave them out too.</summary>
    public IReadOnlyList<string> LeftOutTable { get; init; } = [];

    /// <summary>The tables copied, the largest first; empty for a clone.</summary>
    public IReadOnlyList<SnapshotTable> Tables { get; init; } = [];

    /// <summary>Views, triggers, routines, events and sequences made on the replica, as "view shop.best".</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Accounts made on the replica, as "'app'@'%'".</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>How the data came over.</summary>
    public SnapshotMethod Method { get; init; } = SnapshotMethod.Stream;

    /// <summary>Rows of all tables; null for a clone, which counts none.</summary>
    public long? Rows => Method == SnapshotMethod.Clone ? null : Tables.Sum(t => t.Rows);

    /// <summary>Bytes of all rows as they were sent, without the protocol's own; of a clone those of the files.</summary>
    public long Bytes => Method == SnapshotMethod.Clone ? ClonedBytes : Tables.Sum(t => t.Bytes);

    /// <summary>Bytes of files that a clone has brought; 0 for others.</summary>
    public long ClonedBytes { get; init; }

    /// <summary>From the first statement to the last.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long writers of the source were held up, in milliseconds, from sending the lock statement to its release; 0 when no lock was taken.</summary>
    public required double WritersStalledMilliseconds { get; init; }

    /// <summary>Whether the replica was writable and is read-only now, until Start-ReplicationLink has its link running.</summary>
    public bool ReadOnlyUntilLinked { get; init; }

    /// <summary>What -Verify proved; null without it.</summary>
    public SnapshotProof? Verification { get; init; }

    /// <summary>How the moment was taken, a sentence.</summary>
    public required string PointMethod { get; init; }

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>Decisions made on the way, in order.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>"db1:3306 mysql-bin.000014:107 -> db2:3306".</summary>
    public override string ToString() => (Source?.ToString() ?? "?") + " " + (Coordinates?.ToString() ?? "?") + " -> " + Server;
}
