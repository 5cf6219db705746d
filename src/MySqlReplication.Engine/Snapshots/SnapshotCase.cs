using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Links;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that is known before anything is done: who, what, and how it will go.</summary>
internal sealed record SnapshotCase(SnapshotRequest Request, LinkEnd Source, LinkEnd Replica)
{
    /// <summary>The databases to copy.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Databases of the source that stay out.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Their tables as they were before the moment was taken: for refusals and estimates only.</summary>
    public IReadOnlyList<TableDefinition> Tables { get; init; } = [];

    /// <summary>Databases of the replica that a run which did not end has left.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>Other servers that read the replica's binary log.</summary>
    public IReadOnlyList<string> FedReplicas { get; init; } = [];

    /// <summary>Whether the target takes LOAD DATA LOCAL, now or after it was switched on.</summary>
    public bool LoadsData { get; init; }

    /// <summary>Whether local_infile has to be switched on for it.</summary>
    public bool SwitchesLocalInfile { get; init; }

    /// <summary>Whether LOAD DATA LOCAL is left alone because the connection would hand out more than our stream.</summary>
    public bool RefusesLoad { get; init; }

    /// <summary>Whether the lock is held while tables without transactions are copied.</summary>
    public bool KeepsLock => Tables.Any(t => !t.IsTransactional);

    /// <summary>Databases that are dropped first.</summary>
    public IReadOnlyList<string> Replaced => Databases.Where(d => Replica.UserDatabases.Contains(d, StringComparer.Ordinal)).ToList();
}
