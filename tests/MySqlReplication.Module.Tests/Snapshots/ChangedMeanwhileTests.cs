using System;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Status;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>What others do to the source while its rows are under way; these are held up by the test meanwhile.</summary>
public sealed class ChangedMeanwhileTests
{
    private const string Again = "DROP TABLE IF EXISTS shop.zlast, shop.aside, shop.fresh; CREATE TABLE shop.zlast (id INT PRIMARY KEY, a INT, b INT) ENGINE=InnoDB; INSERT INTO shop.zlast VALUES (1, 10, 20)";

    // Half as large as the first, so that it comes behind it.
    private const string Second = "CREATE TABLE shop.two LIKE shop.one; INSERT INTO shop.two SELECT * FROM shop.one WHERE id <= (SELECT id FROM shop.one ORDER BY id LIMIT 1 OFFSET 4999)";

    // Held, they would wait for as long as the copy takes, and fail by this limit (1205).
    private const string ChangesOfTheFirst = "SET lock_wait_timeout = 20; TRUNCATE TABLE shop.one; ALTER TABLE shop.one ADD COLUMN later INT; INSERT INTO shop.one (v, later) VALUES ('x', 7)";

    private const string Old = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'zlast' AND COALESCE(CREATE_TIME, NOW() - INTERVAL 1 DAY) < NOW()";

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-11.8")]
    public async Task A_table_that_is_emptied_renamed_swapped_or_altered_fails_the_copy_by_name(string server)
    {
        using var pair = Filled(server);
        foreach (var change in new[]
        {
            "TRUNCATE TABLE shop.zlast",
            "RENAME TABLE shop.zlast TO shop.aside",
            "CREATE TABLE shop.fresh LIKE shop.zlast; RENAME TABLE shop.zlast TO shop.aside, shop.fresh TO shop.zlast",
            "ALTER TABLE shop.zlast MODIFY a BIGINT",
            "ALTER TABLE shop.zlast CHANGE a b INT, CHANGE b a INT",
            "ALTER TABLE shop.zlast DROP COLUMN b",
            "ALTER TABLE shop.zlast DROP COLUMN b, ADD COLUMN b INT",
            "ALTER TABLE shop.zlast ADD c INT FIRST",
        })
        {
            pair.Sql("a", Again);

            // The server tells the time of a change in whole seconds.
            pair.Until(null, () => pair.Value("a", Old) == "1");
            var cut = await CopyWhile(pair, change);
            Assert.True(cut.ErrorIds.SequenceEqual(["TableChangedDuringCopy"]), change + ": " + cut.AllText);
            Assert.Contains("shop.zlast", cut.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Contains("marked incomplete", cut.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Equal(["shop"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));
        }

        // What was made meanwhile, and rows, come by the link.
        pair.Sql("a", Again);
        var copied = (await CopyWhile(pair, "INSERT INTO shop.zlast VALUES (2, 3, 4); DELETE FROM shop.zlast WHERE id = 1; CREATE TABLE shop.fresh (id INT)")).ThrowOnError();
        Assert.Equal(2, ((ReplicationSnapshot)copied.Single.BaseObject).Tables.Count(t => t.Name is "one" or "zlast"));
        Assert.Equal(["1|10|20"], pair.Rows("b", "SELECT * FROM shop.zlast"));
        Assert.Equal(["one", "zlast"], pair.Rows("b", "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME <> 'digits' ORDER BY 1"));
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-10.11")]
    public async Task A_partition_that_is_emptied_dropped_or_exchanged_fails_the_copy_by_name(string server)
    {
        using var pair = Filled(server);
        foreach (var change in new[]
        {
            "ALTER TABLE shop.zlast TRUNCATE PARTITION p1",
            "ALTER TABLE shop.zlast DROP PARTITION p1",
            "ALTER TABLE shop.zlast EXCHANGE PARTITION p1 WITH TABLE shop.fresh",
            "ALTER TABLE shop.zlast CHANGE a b INT, CHANGE b a INT",
        })
        {
            pair.Sql(
                "a",
                Again.Replace("ENGINE=InnoDB", "ENGINE=InnoDB PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (2), PARTITION p1 VALUES LESS THAN (9))", StringComparison.Ordinal)
                    + ", (3, 30, 40); CREATE TABLE shop.fresh (id INT PRIMARY KEY, a INT, b INT) ENGINE=InnoDB");
            pair.Until(null, () => pair.Value("a", Old) == "1");
            var cut = await CopyWhile(pair, change);
            Assert.True(cut.ErrorIds.SequenceEqual(["TableChangedDuringCopy"]), change + ": " + cut.AllText);
            Assert.Contains("shop.zlast", cut.Errors[0].ToString(), StringComparison.Ordinal);
        }
    }

    // The one reader stands in the middle of the second table.
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-10.11")]
    [InlineData("mariadb-11.8")]
    public async Task A_table_whose_rows_are_read_can_be_altered_emptied_and_dropped_while_others_are_copied(string server)
    {
        using var pair = Filled(server);
        pair.Sql("a", Second, "CREATE TABLE shop.empty (i INT) ENGINE=InnoDB; CREATE TABLE shop.three LIKE shop.one; INSERT INTO shop.three SELECT * FROM shop.one", "ANALYZE TABLE shop.two, shop.three");
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        var copied = (await CopyWhile(pair, ChangesOfTheFirst + "; DROP TABLE shop.three", "two", 42_000_000)).ThrowOnError();
        var tables = ((ReplicationSnapshot)copied.Single.BaseObject).Tables.ToDictionary(t => t.Name, t => t.Rows);
        Assert.Equal((10000, 10000, 5000), (tables["one"], tables["three"], tables["two"]));
        Assert.Equal("10000|0", pair.Value("b", "SELECT COUNT(*), SUM(v IS NULL) FROM shop.one"));

        // What was done to them meanwhile comes by the link.
        pair.Run("$null = Start-ReplicationLink -Source $a -Replica $b -Coordinates $copied.Coordinates -ReplicationCredential $r; $null = Wait-ReplicationLink -Replica $b -Source $a", ("copied", copied.Single)).ThrowOnError();
        Assert.Equal(["empty", "one", "two"], pair.Rows("b", "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME <> 'digits' ORDER BY 1"));
        Assert.Equal("1|7|5000", pair.Value("b", "SELECT (SELECT COUNT(*) FROM shop.one), (SELECT later FROM shop.one), (SELECT COUNT(*) FROM shop.two)"));
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public async Task A_copy_that_is_verified_holds_its_tables_until_they_are_compared(string server)
    {
        using var pair = Filled(server);
        pair.Sql("a", Second, "ANALYZE TABLE shop.two");
        var copied = await CopyWhile(
            pair,
            () => Assert.Contains("1205", pair.Run("Invoke-ReplicationQuery $a 'SET lock_wait_timeout = 1; TRUNCATE TABLE shop.one'").AllText, StringComparison.Ordinal),
            "two",
            21_000_000,
            " -Verify");
        Assert.Equal(15010, ((ReplicationSnapshot)copied.Single.BaseObject).Verification!.RowsEqual);
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public async Task An_export_lets_go_of_what_it_has_read(string server)
    {
        using var pair = Filled(server);
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", Second, "ANALYZE TABLE shop.two");
        using var relay = new Relay(pair.Pair.A.Port) { HoldBehind = (false, 21_000_000) };
        var exporting = pair.Begin(ExportThrough(relay));
        pair.Until(exporting, () => relay.Holds);
        pair.Sql("a", ChangesOfTheFirst);
        relay.Holds = false;
        Assert.Equal(10000, ((SnapshotExport)(await exporting).Single.BaseObject).Tables.Single(t => t.Name == "one").Rows);
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-10.11")]
    public async Task An_export_does_not_keep_rows_of_a_table_that_was_altered_under_it(string server)
    {
        using var pair = Filled(server);
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", Again.Replace("ENGINE=InnoDB", "ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 2", StringComparison.Ordinal));
        pair.Until(null, () => pair.Value("a", Old) == "1");
        using var relay = new Relay(pair.Pair.A.Port) { HoldBehind = (false, 2_000_000) };
        var exporting = pair.Begin(ExportThrough(relay));
        pair.Until(exporting, () => relay.Holds);
        pair.Sql("a", "ALTER TABLE shop.zlast CHANGE a b INT, CHANGE b a INT");
        relay.Holds = false;
        var cut = await exporting;
        Assert.Equal(["TableChangedDuringCopy"], cut.ErrorIds);
        Assert.Contains("shop.zlast", cut.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("Nothing is kept", cut.Errors[0].ToString(), StringComparison.Ordinal);
    }

    private static string ExportThrough(Relay relay)
        => "Export-ReplicationSnapshot -Source ([MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:" + relay.Port + "').WithCredential($a.Credential)) -Path $path -JournalPath $journal -ThrottleLimit 1";

    // The one reader stands in the middle of the first table, whose rows do not get through; the last one was not asked for yet.
    private static Task<RunResult> CopyWhile(SnapshotPair pair, string change, string under = "one", int behind = 1_000_000) => CopyWhile(pair, () => pair.Sql("a", change), under, behind);

    private static async Task<RunResult> CopyWhile(SnapshotPair pair, Action change, string under, int behind, string more = "")
    {
        using var relay = new Relay(pair.Pair.B.Port) { HoldBehind = (true, behind) };
        var copying = pair.Begin("Copy-ReplicationSnapshot -Source $a -Replica ([MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:" + relay.Port + "').WithCredential($b.Credential))"
            + " -JournalPath $journal -Force -ThrottleLimit 1 -AllowLocalInfile -LeaveWritable" + more);
        pair.Until(copying, () => relay.Holds);
        Assert.NotEmpty(pair.Rows("b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'LOAD DATA%`" + under + "`%'"));
        change();
        relay.Holds = false;
        return await copying;
    }

    private static SnapshotPair Filled(string server)
    {
        var pair = new SnapshotPair(server);
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE TABLE shop.digits (d INT PRIMARY KEY) ENGINE=InnoDB",
            "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
            "CREATE TABLE shop.one (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(2000)) ENGINE=InnoDB",
            "INSERT INTO shop.one (v) SELECT REPEAT(a.d, 1800) FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d",
            "ANALYZE TABLE shop.one");
        return pair;
    }
}
