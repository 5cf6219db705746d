using System.Collections;
using System.Linq;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>What servers set for everybody's sessions, and what their users have left broken: nothing is left out of a copy, or cuts it off.</summary>
public sealed class ServerSettingsTests
{
    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void Limits_of_sessions_leave_nothing_out_and_end_nothing(string server)
    {
        var mysql = server == "mysql-9";
        using var pair = new SnapshotPair(server, new Hashtable { ["default-time-zone"] = "+05:30" });
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE TABLE shop.large (id INT PRIMARY KEY, b LONGBLOB) ENGINE=InnoDB",
            "INSERT INTO shop.large VALUES (1, REPEAT('x', 100000)), (2, REPEAT('y', 100000)), (3, REPEAT('z', 100000)), (4, ''), (5, NULL)",
            "CREATE TABLE shop.nokey (a TIMESTAMP NOT NULL, b TIMESTAMP NOT NULL DEFAULT '2020-01-01 12:00:00') ENGINE=InnoDB",
            "INSERT INTO shop.nokey (a) VALUES ('2020-01-01'), ('2020-01-01'), ('2021-01-01')",
            "CREATE TABLE shop.gone (id INT)",
            "CREATE TABLE shop.t1 (id INT PRIMARY KEY)",
            "CREATE TABLE shop.t2 (id INT PRIMARY KEY)",
            "CREATE VIEW shop.broken AS SELECT id FROM shop.gone",
            "CREATE VIEW shop.on_broken AS SELECT id FROM shop.broken",
            "CREATE VIEW shop.whole AS SELECT id FROM shop.t1",
            "DROP TABLE shop.gone");
        string[] limits = [.. new[] { "sql_select_limit = 2", "sql_safe_updates = 1", "autocommit = 0", "completion_type = 2" }, .. mysql
            ? new[] { "max_execution_time = 1000", "sql_require_primary_key = 1" }
            : ["max_statement_time = 1", "explicit_defaults_for_timestamp = 0"]];
        foreach (var on in new[] { "a", "b" })
        {
            pair.Sql(on, limits.Where(l => on == "b" || !(l.StartsWith("explicit", System.StringComparison.Ordinal) || l.StartsWith("sql_require", System.StringComparison.Ordinal))).Select(l => "SET GLOBAL " + l));
        }

        pair.Sql("b", "SET GLOBAL wait_timeout = 1");

        // Three seconds at least in which the target's other sessions do nothing.
        var run = pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -LeaveWritable -Verify -MaxBytesPerSecond 100000");
        foreach (var on in new[] { "a", "b" })
        {
            pair.Sql(on, limits.Append("wait_timeout = 28800").Select(l => "SET GLOBAL " + l.Split(' ')[0] + " = DEFAULT"));
        }

        var copied = (ReplicationSnapshot)run.Single.BaseObject;
        Assert.Equal(5, copied.Tables.Single(t => t.Name == "large").Rows);
        Assert.Equal(["shop.large", "shop.nokey", "shop.t1", "shop.t2"], copied.Tables.Select(t => t.ToString()).Order(System.StringComparer.Ordinal));
        Assert.True(copied.Verification!.MarkersBefore > 0);

        // What is broken on the source is told by name and keeps nobody from the rest.
        Assert.Equal(["view shop.broken", "view shop.on_broken"], run.Warnings.Where(w => w.Contains("left out", System.StringComparison.Ordinal)).Select(w => w.Split(" is ")[0]).Order(System.StringComparer.Ordinal));
        Assert.Equal(["view shop.whole"], copied.Objects);
        pair.Sql("a", "DROP VIEW shop.on_broken, shop.broken");
        pair.AssertEqual("shop");
    }
}
