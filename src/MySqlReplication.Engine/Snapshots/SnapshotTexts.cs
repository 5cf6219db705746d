using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a copy says of itself, in sentences.</summary>
internal static class SnapshotTexts
{
    public static string Summary(SnapshotCase c) => "Copy " + What(c) + " of " + c.Source.Server + " to " + c.Replica.Server;

    /// <summary>Of a copy: a source that follows others is read under the lock, which keeps its appliers still.</summary>
    public static string Point(SnapshotCase c, int readers) => Point(c.Source, c.Tables, readers, c.LogsNotAll || c.Upstreams.Count > 0)
        + (c.Upstreams.Count > 0 ? "; between the two, read how far it has executed what " + string.Join(", ", c.Upstreams.Select(u => u.Source)) + " sent" : string.Empty);

    public static string Point(LinkEnd source, IReadOnlyList<TableDefinition> tables, int readers, bool locks = false) => source.IsMariaDB && !locks && tables.All(t => t.IsTransactional)
        ? "START TRANSACTION WITH CONSISTENT SNAPSHOT in " + Number(readers) + " sessions, again until all report one binlog_snapshot_file and position; else under FLUSH TABLES WITH READ LOCK (lock_wait_timeout 2 s)"
        : "FLUSH TABLES WITH READ LOCK (lock_wait_timeout 2 s); START TRANSACTION WITH CONSISTENT SNAPSHOT in " + Number(readers) + " sessions; read the coordinates; "
            + (tables.Any(t => !t.IsTransactional) ? "copy " + Count(tables.Count(t => !t.IsTransactional), "table") + " without transactions; " : string.Empty) + "UNLOCK TABLES";

    public static string Databases(SnapshotCase c) => string.Join("\n", c.Databases.Select(d =>
        c.Selection.IsWhole(d)
            ? (c.Replaced.Contains(d) ? "DROP DATABASE " + d + "; " : string.Empty) + "CREATE DATABASE " + d
            : string.Concat(c.ReplacedTables.Where(t => TableName.Parse(t)?.Database == d).Select(t => "DROP TABLE " + t + "; ")) + "CREATE DATABASE " + d + " unless it is there"));

    /// <summary>The tables by database, those of a database in part by name.</summary>
    public static string Tables(SnapshotCase c) => "CREATE " + string.Join(", ", c.Databases.Select(d => c.Selection.IsWhole(d)
        ? Count(c.Tables.Count(t => t.Database == d), "table") + " of " + d
        : string.Join(", ", c.Selection.Tables.Where(t => t.Database == d).Select(t => QualifiedName.Of(d, t.Table)))));

    public static string Stream(SnapshotCase c, int streams) => Tables(c) + "; into those that are there, stream about " + (c.Tables.Sum(t => t.Bytes) / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB of "
        + Count(c.Tables.Count, "table") + " by " + (c.LoadsData ? "LOAD DATA LOCAL" : "INSERT") + " in " + Count(streams, "stream") + Keys(c, t => ChunkPlan.Pieces(t, streams, c.Replica.Capabilities.LoadsEmptyTablesInBulk ? c.Tables.Sum(a => Math.Max(1, a.Bytes)) : null));

    /// <summary>Which tables get keys after their rows; nothing when none does.</summary>
    public static string Keys(SnapshotCase c, Func<TableDefinition, int> pieces)
        => c.Tables.Where(t => t.IsTransactional && KeysBehindRows.Pays(t, pieces(t), c.Replica.Capabilities)).Select(t => t.FullName).ToList() is { Count: > 0 } large
            ? "; the secondary keys of " + SnapshotFailures.Some(large) + " that nothing needs before are made after the rows"
            : string.Empty;

    /// <summary>A copy beside another one of the same source that no link has followed yet; null when it is none.</summary>
    public static string? TwoPlaces(SnapshotCase c)
    {
        var stays = c.Replica.UserDatabases.Except(c.Replaced, c.ReplicaNames).ToList();
        return stays.Count == 0 || !c.IsKeptReadOnly || c.ReadOnly.Copies.FirstOrDefault(p => p.IsOf(c.Source.ServerId, c.Source.ServerUuid)) is not { } copied ? null
            : c.Replica.Server + " holds a copy of " + c.Source.Server + " that ends at " + copied.At + ", and " + SnapshotFailures.Some(stays) + " may be of it. This one ends later, and no link begins at two places: copy all of it in one run, or start the link before.";
    }

    public static void Decide(PlanBuilder builder, SnapshotCase c)
    {
        var left = c.LeftOut.Concat(c.LeftOutTables).ToList();
        if (left.Count > 0)
        {
            builder.Decide("Left out: " + SnapshotFailures.Some(left) + (c.LeftOutTables.Count > 0 ? "; also views, routines and events of " + SnapshotFailures.Some(c.Selection.Parts) : string.Empty) + ". A link of " + c.Replica.Server + " to " + c.Source.Server + " needs filters that leave them out too.");
        }

        if (c.RefusesLoad)
        {
            builder.Decide("By INSERT: over a connection whose certificate is verified the driver would also hand out files that the server asks for. With -Tls Encrypted, or over a socket, rows are streamed, which is several times faster.");
        }
        else if (!c.LoadsData)
        {
            builder.Decide("By INSERT, because local_infile is OFF on " + c.Replica.Server + "; -AllowLocalInfile switches it on while it is loaded, which is several times faster.");
        }

        if (c.IsOfUpstream)
        {
            builder.Decide("The coordinates are those of " + c.Wanted[0].Source + ", up to where " + c.Source.Server + " has executed it: a link then follows " + c.Wanted[0].Source + ", and nothing that "
                + c.Source.Server + " writes itself" + (c.Upstreams.Count > 1 ? " or receives on other channels" : string.Empty) + " later.");
        }

        if (c.Request.Verify && c.IsOfUpstream)
        {
            builder.Decide("No markers are written: they would be " + c.Source.Server + "'s own, which the new replica would never get. Rows are compared.");
        }

        var kept = c.Accounts.Except(c.NewAccounts).Select(a => a.ToString()).ToList();
        if (kept.Count > 0)
        {
            builder.Decide("Accounts that " + c.Replica.Server + " has already are left as they are: " + SnapshotFailures.Some(kept) + (c.Request.Force ? "." : ". -Force replaces them, but never the one that this command works by."));
        }

        DecideTarget(builder, c);
    }

    /// <summary>What happens to the target, however its data comes.</summary>
    public static void DecideTarget(PlanBuilder builder, SnapshotCase c)
    {
        if (c.IsKeptReadOnly)
        {
            builder.Decide(c.Replica.Server + " is read-only until its link runs; Start-ReplicationLink makes it writable again. -LeaveWritable leaves it as it is.");
        }

        var resumed = c.Replaced.Select(QualifiedName.Of).Concat(c.ReplacedTables).Intersect(c.Incomplete).ToList();
        if (resumed.Count > 0)
        {
            builder.Decide("Replaces " + SnapshotFailures.Some(resumed) + ", which a copy that did not end has left.");
        }
    }

    public static string Purged(ServerReference source, BinlogCoordinates at) => source + " has purged " + at.File + " while it was copied: no link can begin at " + at
        + ". Let it keep its binary logs for longer than a copy takes (binlog_expire_logs_seconds, expire_logs_days, or whatever runs PURGE BINARY LOGS), then copy again.";

    private static string What(SnapshotCase c) => string.Join(" and ", new[]
    {
        c.Selection.Whole.Count > 0 || c.Selection.Tables.Count == 0 ? Count(c.Selection.Whole.Count, "database") : string.Empty,
        c.Selection.Tables.Count > 0 ? Count(c.Selection.Tables.Count, "table") : string.Empty,
    }.Where(t => t.Length > 0));

    public static string Count(int number, string word) => Number(number) + " " + word + (number == 1 ? string.Empty : "s");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
