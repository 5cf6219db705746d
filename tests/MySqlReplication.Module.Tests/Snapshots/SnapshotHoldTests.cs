using System;
using System.Threading;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>What sessions hold while rows take their time: nothing longer than they live, and they live as long as they are needed.</summary>
public sealed class SnapshotHoldTests
{
    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void Sessions_that_idle_while_rows_are_loaded_are_opened_anew(string server)
    {
        using var pair = new SnapshotPair(server);
        using var folder = new SnapshotDirectory(pair);
        Fill(pair, "InnoDB");

        // Rows take six seconds at least.
        foreach (var on in new[] { "a", "b" })
        {
            pair.Sql(on, "SET GLOBAL wait_timeout = 2");
        }

        var copied = (ReplicationSnapshot)pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -ThrottleLimit 1 -MaxBytesPerSecond 250000 -AllowLocalInfile -Verify").Single.BaseObject;
        Assert.True(copied.Duration > TimeSpan.FromSeconds(4), copied.Duration.ToString());
        pair.AssertEqual("shop");
        Assert.Equal(server == "mysql-9" ? "0" : "1", pair.Value("b", "SELECT @@GLOBAL.local_infile"));

        pair.Run("$null = " + SnapshotDirectory.Export + " -ThrottleLimit 1 -MaxBytesPerSecond 250000; $null = " + SnapshotDirectory.Import + " -Path $path -Force -ThrottleLimit 1 -MaxBytesPerSecond 250000").ThrowOnError();
        pair.AssertEqual("shop");
    }

    [Fact]
    public void A_machine_that_vanishes_with_the_lock_holds_writers_up_no_longer_than_its_signs_of_life()
    {
        using var pair = new SnapshotPair("mariadb-11.8");
        Fill(pair, "MyISAM");
        pair.Sql("a", "CREATE DATABASE other", "CREATE TABLE other.probe (n INT) ENGINE=InnoDB");
        using var host = new HostProcess();
        host.StartPiped("-Module", ModuleSession.Manifest, host.Script(
            "$a = Get-ReplicationSandbox '" + pair.Pair.A.Name + "'; $b = Get-ReplicationSandbox '" + pair.Pair.B.Name + "'; Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath '" + pair.Journal + "' -AllowNonTransactional -MaxBytesPerSecond 20000"));
        var held = SpinWait.SpinUntil(() => pair.Rows("b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'LOAD DATA%'").Count > 0, TimeSpan.FromSeconds(120));

        // Its connections stay open, and nothing comes from it any more.
        host.Signal("STOP");
        try
        {
            Assert.True(held);
            pair.Run("$null = Invoke-ReplicationQuery $a 'INSERT INTO other.probe VALUES (1)' -TimeoutSeconds 120").ThrowOnError();
        }
        finally
        {
            host.Signal("KILL");
            host.End();
        }
    }

    [Fact]
    public async System.Threading.Tasks.Task The_lock_is_held_for_as_long_as_tables_without_transactions_take()
    {
        using var pair = new SnapshotPair("mariadb-10.11");
        Fill(pair, "MyISAM");
        pair.Sql("a", "CREATE DATABASE other", "CREATE TABLE other.probe (n INT) ENGINE=InnoDB");

        // Longer than the server would wait for a silent session that holds the lock.
        var copying = pair.Begin("Copy-ReplicationSnapshot -Source $a -Replica $b -Database shop -JournalPath $journal -AllowNonTransactional -MaxBytesPerSecond 60000");
        pair.Meet(copying, "b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'LOAD DATA%'");
        pair.Run("$null = Invoke-ReplicationQuery $a 'INSERT INTO other.probe VALUES (1)' -TimeoutSeconds 300").ThrowOnError();

        // The writer was let go by the end of the copy's lock, not before.
        var copied = (ReplicationSnapshot)(await copying).Single.BaseObject;
        Assert.True(copied.WritersStalledMilliseconds > 22000, copied.WritersStalledMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(pair.Value("a", "SELECT COUNT(*) FROM other.probe") == "1");
        pair.AssertEqual("shop");
    }

    private static void Fill(SnapshotPair pair, string engine) => pair.Sql(
        "a",
        "CREATE DATABASE shop",
        "CREATE TABLE shop.digits (d INT PRIMARY KEY) ENGINE=" + engine,
        "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
        "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(200)) ENGINE=" + engine,
        "INSERT INTO shop.orders (v) SELECT REPEAT(a.d, 150) FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d",
        "CREATE VIEW shop.best AS SELECT id FROM shop.orders");
}
