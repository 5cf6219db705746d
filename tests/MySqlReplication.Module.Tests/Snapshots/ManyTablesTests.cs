using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Many small tables, which are made in two sessions side by side while others fill them.</summary>
public sealed class ManyTablesTests
{
    // So many that the second session is there long before they all are.
    private const int Count = 240;

    // A collation that a definition leaves implicit is another one on a later release.
    private const string Told = "SELECT DISTINCT thread_id FROM mysql.general_log WHERE CONVERT(argument USING utf8) LIKE 'SET SESSION character_set_collations%'";

    [Theory]
    [InlineData("mysql-5.6", "mysql-5.6")]
    [InlineData("mysql-9", "mysql-9")]
    [InlineData("mariadb-10.5", "mariadb-10.5")]
    [InlineData("mariadb-10.5", "mariadb-11.8")]
    [InlineData("mariadb-10.11", "mariadb-10.11")]
    public void They_are_made_in_two_sessions_and_each_with_those_that_its_keys_point_at(string server, string serverOfB)
    {
        using var pair = new SnapshotPair(server, serverOfB: serverOfB);
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", ["CREATE DATABASE shop", .. Tables(i => i % 3 == 1 ? ", CONSTRAINT f" + i + " FOREIGN KEY (id) REFERENCES shop.t" + (i - 1) + " (id)" : string.Empty)]);

        // Two that point at each other.
        pair.Sql("a", "ALTER TABLE shop.t0 ADD CONSTRAINT cycle FOREIGN KEY (id) REFERENCES shop.t1 (id)");
        pair.Sql("b", "SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = 1");
        foreach (var way in new[]
        {
            "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -AllowLocalInfile -LeaveWritable",
            "$null = Export-ReplicationSnapshot -Source $a -Path $path -JournalPath $journal; Import-ReplicationSnapshot -Replica $b -Path $path -JournalPath $journal -AllowLocalInfile -LeaveWritable -Force",
        })
        {
            pair.Sql("b", "SET SESSION sql_log_bin = 0", "TRUNCATE TABLE mysql.general_log");
            var copied = (ReplicationSnapshot)pair.Run(way).ThrowOnError().Single.BaseObject;
            Assert.Equal((Count, Count), (copied.Tables.Count, copied.Tables.Count(t => t.Rows == 1)));
            Assert.Equal(Count.ToString(CultureInfo.InvariantCulture), pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'"));
            var made = pair.Rows("b", "SELECT thread_id, CONVERT(argument USING utf8) AS a FROM mysql.general_log WHERE CONVERT(argument USING utf8) LIKE 'CREATE TABLE `t%'")
                .Select(r => (Thread: r.Split('|')[0], Table: r.Split('`')[1])).ToList();
            Assert.Equal(Count, made.Select(m => m.Table).Distinct().Count());
            Assert.Equal(2, made.Select(m => m.Thread).Distinct().Count());
            Assert.True(serverOfB != "mariadb-11.8" || !made.Select(m => m.Thread).Except(pair.Rows("b", Told)).Any(), "One that makes tables goes by the replica's own collations.");
            var threads = made.ToDictionary(m => m.Table, m => m.Thread);
            Assert.All(Enumerable.Range(0, Count / 3), i => Assert.Equal(threads["t" + (3 * i)], threads["t" + ((3 * i) + 1)]));
        }
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void One_that_the_replica_does_not_take_ends_both_sessions_and_is_named(string server)
    {
        // Of its pages, 768 bytes of a key are as many as fit.
        using var pair = new SnapshotPair(server, null, new Hashtable { ["innodb-page-size"] = "4096" });
        pair.Sql("a", ["CREATE DATABASE shop", .. Tables(i => i == 40 ? ", KEY long_one (v)" : string.Empty)]);
        var refused = pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -AllowLocalInfile");
        Assert.True(refused.ErrorIds.SequenceEqual(["ObjectNotTaken"]), refused.AllText);
        Assert.Contains("table shop.t40", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("1071", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["shop"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));
        pair.Until(null, () => pair.Rows("b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%shop%' AND ID <> CONNECTION_ID()").Count == 0);

        // Without it they come.
        pair.Sql("a", "ALTER TABLE shop.t40 DROP KEY long_one");
        var copied = pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -AllowLocalInfile").ThrowOnError();
        Assert.Equal(Count, ((ReplicationSnapshot)copied.Single.BaseObject).Tables.Count);
    }

    private static string[] Tables(Func<int, string> more) =>
    [
        string.Join("; ", Enumerable.Range(0, Count).Select(i => "CREATE TABLE shop.t" + i + " (id INT PRIMARY KEY, v VARCHAR(500)" + more(i) + ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4")),
        "BEGIN; " + string.Join("; ", Enumerable.Range(0, Count).Select(i => "INSERT INTO shop.t" + i + " VALUES (1, 'x')")) + "; COMMIT",
    ];
}
