using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that is known before anything is done: who, what, and how it will go.</summary>
internal sealed record SnapshotCase(SnapshotRequest Request, LinkEnd Source, LinkEnd Replica)
{
    /// <summary>What is copied.</summary>
    public SnapshotSelection Selection { get; init; } = new([], []);

    /// <summary>Whether the coordinates are to be those of the server that the source follows.</summary>
    public bool IsOfUpstream => Request.CoordinatesOf == SnapshotCoordinatesOf.Upstream;

    /// <summary>Whom the source follows; the target itself is left out, it needs no coordinates of its own log.</summary>
    public IReadOnlyList<ReplicaStatus> Upstreams => Source.Links.Where(l => l.Source is not null && (IsOfUpstream || !LinkCase.Follows(l, Replica))).ToList();

    /// <summary>Those that were asked for: all when no channel is named.</summary>
    public IReadOnlyList<ReplicaStatus> Wanted => Upstreams.Where(l => Request.Channel is null || string.Equals(l.Channel, Request.Channel, StringComparison.OrdinalIgnoreCase)).ToList();

    /// <summary>Whether changed definitions may be missing in the source's own log, so that the catalogue is read under the lock.</summary>
    public bool LogsNotAll => !Source.LogBin || (Source.Links.Count > 0 && !Source.LogReplicaUpdates);

    /// <summary>The accounts that patterns chose on the source.</summary>
    public IReadOnlyList<CopiedAccount> Accounts { get; init; } = [];

    /// <summary>The account by which this command works on the replica, "root@localhost".</summary>
    public string OwnAccount { get; init; } = string.Empty;

    /// <summary>Those that are made: an account that is there is replaced with -Force only, and never the one in use.</summary>
    public IReadOnlyList<CopiedAccount> NewAccounts => Accounts.Where(a => !a.Exists || (Request.Force && a.User + "@" + a.Host != OwnAccount)).ToList();

    /// <summary>Whether marker rows are written: never on a server that is to stand beside the new replica, whose own they would be.</summary>
    public bool WritesMarkers => Request.Verify && !IsOfUpstream;

    /// <summary>Whether the replica's filters keep the markers out, so that no link would take them away there.</summary>
    public bool KeepsMarkersOut { get; init; }

    /// <summary>The databases to copy, whole or in part.</summary>
    public IReadOnlyList<string> Databases
    {
        get => Selection.Databases;
        init => Selection = new SnapshotSelection(value, []);
    }

    /// <summary>Databases of the source that stay out.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Tables that stay out of databases that are copied in part.</summary>
    public IReadOnlyList<string> LeftOutTables { get; init; } = [];

    /// <summary>Tables of the selection that refer to one which stays out, as "shop.orders to shop.store".</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Tables chosen by name that the replica has already.</summary>
    public IReadOnlyList<string> ReplacedTables { get; init; } = [];

    /// <summary>Their tables as they were before the moment was taken: for refusals and estimates only.</summary>
    public IReadOnlyList<TableDefinition> Tables { get; init; } = [];

    /// <summary>Databases and tables of the replica that a run which did not end has left.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>Whether a mark that an earlier copy left is about a table of a database that is copied anew as a whole.</summary>
    public bool Covers(string mark) => TableName.Parse(mark) is { } table && Selection.IsWhole(table.Database);

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

    /// <summary>How writable the replica is, and was before an earlier copy.</summary>
    public ReadOnlyUntilLinked ReadOnly { get; init; } = new(false, null, false);

    /// <summary>Whether the copy sets the replica read_only.</summary>
    public bool SetsReadOnly => !Request.LeaveWritable && !ReadOnly.ReadOnly;

    /// <summary>Whether super_read_only is on at the end: it was, or it goes with the read_only that a copy has set.</summary>
    public bool EndsSuperReadOnly => ReadOnly.Super is not null && !(Request.LeaveWritable && ReadOnly.IsKept)
        && (ReadOnly.Super == true || (!Request.LeaveWritable && (SetsReadOnly || ReadOnly.IsKept)));

    /// <summary>Whether the replica is read-only at the end because of a copy, and its link makes it writable again.</summary>
    public bool IsKeptReadOnly => !Request.LeaveWritable && (SetsReadOnly || ReadOnly.IsKept);

    /// <summary>Where in the source's log the data ends, as the replica remembers it until its link runs.</summary>
    public CopiedPlace EndsAt(BinlogCoordinates at) => new(Source.ServerId, Source.ServerUuid, at, LeftOut.Count > 0 || LeftOutTables.Count > 0);

    /// <summary>How the replica tells names of databases and tables apart.</summary>
    public StringComparer ReplicaNames { get; init; } = StringComparer.Ordinal;

    /// <summary>Databases that are dropped first.</summary>
    public IReadOnlyList<string> Replaced => Selection.Whole.Where(d => Replica.UserDatabases.Contains(d, ReplicaNames)).ToList();

    /// <summary>Names of the selection that are one name on the replica; none when all can live there.</summary>
    public IReadOnlyList<string> Colliding => Databases.GroupBy(d => d, ReplicaNames).Concat(Tables.Select(t => t.FullName).GroupBy(t => t, ReplicaNames)).FirstOrDefault(g => g.Count() > 1)?.ToList() ?? [];
}
