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
    private const string Again = "DROP TABLE IF EXISTS shop.zlast, shop.aside, shop.fresh; CREATE TABLE shop.zlast (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO shop.zlast VALUES (1)";

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public async Task A_table_that_is_emptied_renamed_swapped_or_altered_fails_the_copy_by_name(string server)
    {
        using var pair = Filled(server);
        foreach (var change in new[]
        {
            "TRUNCATE TABLE shop.zlast",
            "RENAME TABLE shop.zlast TO shop.aside",
            "CREATE TABLE shop.fresh LIKE shop.zlast; RENAME TABLE shop.zlast TO shop.aside, shop.fresh TO shop.zlast",
            "ALTER TABLE shop.zlast ADD c INT FIRST",
        })
        {
            pair.Sql("a", Again);
            var cut = await CopyWhile(pair, change);
            Assert.Equal(["TableChangedDuringCopy"], cut.ErrorIds);
            Assert.Contains("shop.zlast", cut.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Contains("marked incomplete", cut.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Equal(["shop"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));
        }

        // What cannot change the rows of the moment is let be: the table is read by then, or was made later.
        pair.Sql("a", Again);
        var copied = (await CopyWhile(pair, "INSERT INTO shop.zlast VALUES (2); DELETE FROM shop.zlast WHERE id = 1; CREATE TABLE shop.fresh (id INT)")).ThrowOnError();
        Assert.Equal(2, ((ReplicationSnapshot)copied.Single.BaseObject).Tables.Count(t => t.Name is "one" or "zlast"));
        Assert.Equal(["1"], pair.Rows("b", "SELECT id FROM shop.zlast"));
        Assert.Equal(["one", "zlast"], pair.Rows("b", "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME <> 'digits' ORDER BY 1"));
    }

    [Fact]
    public async Task A_binary_log_that_is_purged_meanwhile_is_said_with_the_copy_and_refused_by_the_link()
    {
        using var pair = Filled("mariadb-11.8");
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", Again);
        var last = string.Empty;
        var copied = await CopyWhile(pair, () =>
        {
            pair.Sql("a", "FLUSH LOGS", "FLUSH LOGS");
            last = pair.Rows("a", "SHOW BINARY LOGS")[^1].Split('|')[0];
            pair.Sql("a", "PURGE BINARY LOGS TO '" + last + "'");
        });
        Assert.Contains(copied.ThrowOnError().Warnings, w => w.Contains("has purged", StringComparison.Ordinal) && w.Contains("then copy again", StringComparison.Ordinal));

        var refused = pair.Run("$copy | Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $r", ("copy", copied.Output[0]));
        Assert.Equal(["CoordinatesPurged"], refused.ErrorIds);
        Assert.Contains("fresh copy", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private static Task<RunResult> CopyWhile(SnapshotPair pair, string change) => CopyWhile(pair, () => pair.Sql("a", change));

    private static async Task<RunResult> CopyWhile(SnapshotPair pair, Action change)
    {
        using var relay = new Relay(pair.Pair.B.Port);
        var copying = pair.Begin("Copy-ReplicationSnapshot -Source $a -Replica ([MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:" + relay.Port + "').WithCredential($b.Credential))"
            + " -JournalPath $journal -Force -ThrottleLimit 1 -MaxBytesPerSecond 300000 -AllowLocalInfile -LeaveWritable");
        pair.Meet(copying, "b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'LOAD DATA%`one`%'");
        relay.Holds = true;
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
            "CREATE TABLE shop.one (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(200)) ENGINE=InnoDB",
            "INSERT INTO shop.one (v) SELECT REPEAT(a.d, 180) FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d LIMIT 5000");
        return pair;
    }
}
