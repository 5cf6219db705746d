using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Snapshots;

/// <summary>The data of a server at one moment, in a directory of compressed files; pipes into Import-ReplicationSnapshot.</summary>
public sealed record SnapshotExport : IReplicationChange
{
    /// <summary>The directory, as a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The server that was read.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The same as <see cref="Server"/>.</summary>
    public ServerReference Source => Server;

    /// <summary>The source's binary log ends here for this data: what comes later is not in it, what came before is.</summary>
    public required BinlogCoordinates Coordinates { get; init; }

    /// <summary>GTIDs in the data (MySQL: executed set; MariaDB: position); null when the source uses none.</summary>
    public string? GtidSet { get; init; }

    /// <summary>The databases exported, in order.</summary>
    public required IReadOnlyList<string> Databases { get; init; }

    /// <summary>Databases of the source that were left out; a link then needs filters that leave them out too.</summary>
    public IReadOnlyList<string> LeftOutDatabase { get; init; } = [];

    /// <summary>Tables that were left out of databases that are exported in part.</summary>
    public IReadOnlyList<string> LeftOutTable { get; init; } = [];

    /// <summary>The tables exported, the largest first.</summary>
    public IReadOnlyList<SnapshotTable> Tables { get; init; } = [];

    /// <summary>Views, triggers, routines, events and sequences exported, as "view shop.best".</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Rows of all tables.</summary>
    public long Rows => Tables.Sum(t => t.Rows);

    /// <summary>Bytes of all rows before they were compressed.</summary>
    public long Bytes => Tables.Sum(t => t.Bytes);

    /// <summary>Bytes of all files of the directory.</summary>
    public required long CompressedBytes { get; init; }

    /// <summary>From the first statement to the last.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long writers of the source were held up, in milliseconds, from sending the lock statement to its release; 0 when no lock was taken.</summary>
    public required double WritersStalledMilliseconds { get; init; }

    /// <summary>How the moment was taken, a sentence.</summary>
    public required string PointMethod { get; init; }

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>Decisions made on the way, in order.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>"db1:3306 mysql-bin.000014:107 -> /backup/db1".</summary>
    public override string ToString() => Server + " " + Coordinates + " -> " + Path;
}
