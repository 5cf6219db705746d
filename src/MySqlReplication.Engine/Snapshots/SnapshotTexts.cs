using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a copy says of itself, in sentences.</summary>
internal static class SnapshotTexts
{
    public static string Summary(SnapshotCase c) => "Copy " + Count(c.Databases.Count, "database") + " of " + c.Source.Server + " to " + c.Replica.Server;

    public static string Point(SnapshotCase c, int readers) => c.Source.IsMariaDB && !c.KeepsLock
        ? "START TRANSACTION WITH CONSISTENT SNAPSHOT in " + Number(readers) + " sessions, again until all report one binlog_snapshot_file and position; else under FLUSH TABLES WITH READ LOCK (lock_wait_timeout 2 s)"
        : "FLUSH TABLES WITH READ LOCK (lock_wait_timeout 2 s); START TRANSACTION WITH CONSISTENT SNAPSHOT in " + Number(readers) + " sessions; read the coordinates; "
            + (c.KeepsLock ? "copy " + Count(c.Tables.Count(t => !t.IsTransactional), "table") + " without transactions; " : string.Empty) + "UNLOCK TABLES";

    public static string Tables(SnapshotCase c) => string.Join("\n", c.Databases.Select(d =>
        (c.Replaced.Contains(d) ? "DROP DATABASE " + d + "; " : string.Empty) + "CREATE DATABASE " + d + " and " + Count(c.Tables.Count(t => t.Database == d), "table")));

    public static string Stream(SnapshotCase c, int streams) => "Stream about " + (c.Tables.Sum(t => t.Bytes) / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB of "
        + Count(c.Tables.Count, "table") + " by " + (c.LoadsData ? "LOAD DATA LOCAL" : "INSERT") + " in " + Count(streams, "stream");

    public static void Decide(PlanBuilder builder, SnapshotCase c)
    {
        if (c.LeftOut.Count > 0)
        {
            builder.Decide("Left out: " + SnapshotFailures.Some(c.LeftOut) + ". A link of " + c.Replica.Server + " to " + c.Source.Server + " needs filters that leave them out too.");
        }

        if (c.RefusesLoad)
        {
            builder.Decide("By INSERT: over a connection whose certificate is verified the driver would also hand out files that the server asks for. With -Tls Encrypted, or over a socket, rows are streamed, which is several times faster.");
        }
        else if (!c.LoadsData)
        {
            builder.Decide("By INSERT, because local_infile is OFF on " + c.Replica.Server + "; -AllowLocalInfile switches it on while it is loaded, which is several times faster.");
        }

        var resumed = c.Replaced.Intersect(c.Incomplete).ToList();
        if (resumed.Count > 0)
        {
            builder.Decide("Replaces " + SnapshotFailures.Some(resumed) + ", which a copy that did not end has left.");
        }
    }

    public static string Count(int number, string word) => Number(number) + " " + word + (number == 1 ? string.Empty : "s");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
