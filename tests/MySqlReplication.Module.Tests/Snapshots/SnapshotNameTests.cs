using System;
using System.Linq;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Names that have to be quoted, of everything that has a name.</summary>
public sealed class SnapshotNameTests
{
    private static readonly string[] Names = ["a.b", "two words", "per%cent", "it's", "dq\"x", "ba`ck", "select", "\u00fcn\u00efc\u00f6d\u00e9", "\u65e5\u672c\u8a9e", "-dash", "$dollar", "semi;colon", "a/b", "a\\b", "sl\\\\sl", "#hash", "x@y", "123", "*", "?", "un_der"];

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void Odd_names_arrive_as_they_are_by_copy_and_by_files(string server)
    {
        using var pair = new SnapshotPair(server);
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", Names.SelectMany(Make));
        pair.Run("$null = Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Verify").ThrowOnError();
        pair.AssertEqual(Names.Where(n => !n.Contains('\\', StringComparison.Ordinal)).ToArray());
        Look(pair);

        pair.Run("$null = " + SnapshotDirectory.Export + "; $null = " + SnapshotDirectory.Import + " -Path $path -Force").ThrowOnError();
        Look(pair);

        // Chosen by name, quoted as the server would.
        pair.Run("$null = Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Force -Table '`a.b`.`a.b`', '`ba``ck`.`ba``ck`', '`two words`.`two words`', '`*`.`*`'").ThrowOnError();
        Look(pair);
    }

    [Fact]
    public void Two_tables_that_read_alike_are_two_tables()
    {
        using var pair = new SnapshotPair("mariadb-10.11");
        using var folder = new SnapshotDirectory(pair);
        pair.Sql(
            "a",
            "CREATE DATABASE `a.b`; CREATE TABLE `a.b`.c (n INT PRIMARY KEY, KEY first (n)) ENGINE=InnoDB; INSERT INTO `a.b`.c VALUES (1), (2)",
            "CREATE DATABASE a; CREATE TABLE a.`b.c` (t VARCHAR(10), n INT, KEY t (t), KEY n (n)) ENGINE=InnoDB; INSERT INTO a.`b.c` VALUES ('x', 3)");
        foreach (var way in new[]
        {
            "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Verify",
            "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Verify -Force -Table a.b.c, '`a.b`.`c`'",
            "& { $null = " + SnapshotDirectory.Export + "; " + SnapshotDirectory.Import + " -Path $path -Force }",
        })
        {
            var copied = (MySqlReplication.Snapshots.ReplicationSnapshot)pair.Run(way).ThrowOnError().Single.BaseObject;
            Assert.Equal(["`a.b`.`c` 2", "a.b.c 1"], copied.Tables.Select(t => t + " " + t.Rows).Order(StringComparer.Ordinal));
            Assert.Equal(["1", "2"], pair.Rows("b", "SELECT * FROM `a.b`.c ORDER BY 1"));
            Assert.Equal(["x|3"], pair.Rows("b", "SELECT * FROM a.`b.c`"));
        }

        // What is left of one is not taken for the other's, nor for the database of that name.
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE DATABASE IF NOT EXISTS mysql_replication; CREATE TABLE mysql_replication.incomplete_copy (name VARCHAR(255) PRIMARY KEY) ENGINE=InnoDB; INSERT INTO mysql_replication.incomplete_copy VALUES ('a.b.c')");
        var there = pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Table '`a.b`.`c`'");
        Assert.Equal(["TableExists"], there.ErrorIds);
        Assert.Contains("`a.b`.`c`", there.Errors[0].ToString(), StringComparison.Ordinal);
        pair.Run("$null = Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Force -Database 'a.b'").ThrowOnError();
        Assert.Equal(["a.b.c"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));
    }

    private static void Look(SnapshotPair pair)
    {
        foreach (var name in Names)
        {
            Assert.Equal("1|2", pair.Value("b", "SELECT * FROM " + Quoted(name) + "." + Quoted("v" + name)));
        }

        foreach (var list in new[] { "SELECT TRIGGER_SCHEMA, TRIGGER_NAME FROM information_schema.TRIGGERS", "SELECT ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES", "SELECT EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS" })
        {
            var all = pair.Rows("a", list + " ORDER BY 1, 2");
            Assert.True(all.Count >= Names.Length);
            Assert.Equal(all, pair.Rows("b", list + " ORDER BY 1, 2"));
        }
    }

    private static string[] Make(string name)
    {
        var (n, v) = (Quoted(name), Quoted("v" + name));
        return
        [
            $"CREATE DATABASE {n}; CREATE TABLE {n}.{n} ({n} INT PRIMARY KEY, {v} INT, KEY {n} ({v})); INSERT INTO {n}.{n} VALUES (1, 2); CREATE VIEW {n}.{v} AS SELECT * FROM {n}.{n}",
            $"CREATE TRIGGER {n}.{n} BEFORE INSERT ON {n}.{n} FOR EACH ROW SET NEW.{v} = 3",
            $"CREATE PROCEDURE {n}.{n}() SELECT 1",
            $"CREATE EVENT {n}.{n} ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1",
        ];
    }

    private static string Quoted(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";
}
