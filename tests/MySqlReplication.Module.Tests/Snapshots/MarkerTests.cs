using System;
using System.Linq;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>What -Verify writes into both servers goes again: when it is stopped, when it has ended, and when the link has run.</summary>
public sealed class MarkerTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Verify";
    private const string Schema = "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql_replication'";
    private const string Markers = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication' AND TABLE_NAME LIKE 'copy\\_marker%'";

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void Nothing_is_left_of_the_markers_on_either_server(string server)
    {
        using var pair = new SnapshotPair(server);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(1000)) ENGINE=InnoDB", "INSERT INTO shop.t (v) VALUES (REPEAT('x', 1000))");
        for (var i = 0; i < 13; i++)
        {
            pair.Sql("a", "INSERT INTO shop.t (v) SELECT v FROM shop.t");
        }

        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();

        // Stopped while rows go over: eight megabytes at a hundred KB a second.
        var stopped = pair.RunUntil(Copy + " -MaxBytesPerSecond 100000", () => pair.Rows("b", "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'").Count > 0);
        Assert.IsType<System.Management.Automation.PipelineStoppedException>(stopped.Thrown);
        Assert.Empty(pair.Rows("a", Schema));
        Assert.Empty(pair.Rows("b", Markers));

        // Ended: the source has none, the replica those up to the moment; the next copy takes the place of these.
        pair.Run("$copy = " + Copy).ThrowOnError();
        Assert.Empty(pair.Rows("a", Schema));
        var first = pair.Rows("b", Markers).Single();
        var copied = (ReplicationSnapshot)pair.Run("$copy = " + Copy + " -Force; $copy").Single.BaseObject;
        Assert.NotEqual(first, pair.Rows("b", Markers).Single());
        Assert.Equal(copied.Verification!.MarkerTable, "mysql_replication." + pair.Rows("b", Markers).Single());
        Assert.Empty(pair.Rows("a", Schema));

        // Linked: the later markers come, each once, and their DROP. The replica has no transaction of its own.
        pair.Run("$null = $copy | Start-ReplicationLink -ReplicationCredential $r; $null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Empty(pair.Rows("b", Schema));
        Assert.Empty(pair.Rows("a", Schema));
        if (server == "mysql-9")
        {
            Assert.Equal("1", pair.Value("b", "SELECT GTID_SUBSET(@@GLOBAL.gtid_executed, '" + pair.Value("a", "SELECT @@GLOBAL.gtid_executed").Replace("\n", string.Empty, StringComparison.Ordinal) + "')"));
        }

        // And the pair can be closed: the reverse link finds nothing in its way.
        pair.Run("$null = New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r; $null = Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $r").ThrowOnError();
        pair.Sql("b", "INSERT INTO shop.t (v) VALUES ('from b')");
        pair.Run("$null = Wait-ReplicationLink -Replica $a -Source $b").ThrowOnError();
        pair.AssertEqual("shop");
    }
}
