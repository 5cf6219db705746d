using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Copies and exports of a source that is written to all the time: they hold whole transactions only, and the link brings every later one exactly once.</summary>
public sealed class BusySourceTests
{
    private const string Markers = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication'";

    public static TheoryData<string, string?> Soaked => new() { { "mysql-5.6", "ROW" }, { "mariadb-10.11", "STATEMENT" }, { "mysql-9", null }, { "mariadb-11.8", "ROW" } };

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Whole_transactions_are_copied_and_later_ones_arrive_once(string server) => CopyUnderWriters(server, 1, null);

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void Whole_transactions_are_exported_and_later_ones_arrive_once(string server) => ExportUnderWriters(server, 1, null);

    [Fact]
    public void Half_an_event_at_the_end_of_a_log_that_is_being_written_is_waited_for()
    {
        // Events of some 30 KB: SHOW BINLOG EVENTS of MySQL 9 then met half of one in 12 of 372 (1220, by hand).
        using var pair = new SnapshotPair("mysql-9");
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)", "CREATE DATABASE other", "CREATE TABLE other.t (id INT AUTO_INCREMENT PRIMARY KEY, v LONGTEXT)",
            "SET SESSION sql_log_bin = 0", "CREATE PROCEDURE other.busy() BEGIN DECLARE n INT DEFAULT 0; WHILE n < 1000000 AND (SELECT COUNT(*) FROM shop.t) = 0 DO INSERT INTO other.t (v) VALUES (REPEAT('y', 30000)); SET n = n + 1; END WHILE; END");
        var writing = Enumerable.Range(0, 2).Select(_ => pair.Begin("Invoke-ReplicationQuery $a 'CALL other.busy()' -TimeoutSeconds 600")).ToList();
        for (var i = 0; i < 40; i++)
        {
            pair.Run("$null = " + SnapshotDirectory.Export + " -Database shop -Force").ThrowOnError();
            Assert.All(writing, w => Assert.False(w.IsCompleted));
        }

        pair.Sql("a", "INSERT INTO shop.t VALUES (1)");
        Assert.All(writing, w => w.GetAwaiter().GetResult().ThrowOnError());
    }

    [Theory]
    [Trait("kind", "soak")]
    [MemberData(nameof(Soaked))]
    public void A_hundred_copies_have_no_wrong_coordinates(string server, string? format)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "A soak: set MYSQLREPLICATION_SOAK=1.");
        CopyUnderWriters(server, 25, format);
    }

    [Theory]
    [Trait("kind", "soak")]
    [MemberData(nameof(Soaked))]
    public void A_hundred_exports_have_no_wrong_coordinates(string server, string? format)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "A soak: set MYSQLREPLICATION_SOAK=1.");
        ExportUnderWriters(server, 25, format);
    }

    private static void CopyUnderWriters(string server, int copies, string? format)
    {
        using var pair = Pair(server, format);
        using var busy = new BusySource(pair, writers: 1);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        busy.UntilBusy();
        for (var i = 0; i < copies; i++)
        {
            pair.Run("Get-SlaveStatus $b | Remove-ReplicationLink -Confirm:$false").ThrowOnError();
            pair.Run("$copy = Copy-ReplicationSnapshot -Source $a -Replica $b -Database shop -Force -Verify -JournalPath $journal; $copy").ThrowOnError();
            var copied = (ReplicationSnapshot)pair.Run("$copy").Single.BaseObject;
            busy.AssertGoing();

            // Markers, one a transaction among the writer's: the binary log and the snapshot tell of the same ones.
            Assert.True(copied.Verification!.MarkersBefore > 0 && copied.Verification.MarkersAfter > 0, copied.Verification.ToString());
            Assert.Equal(5, copied.Verification.TablesEqual);
            Assert.All(copied.Tables, t => Assert.NotNull(t.RowHash));
            Assert.Equal(copied.Verification.MarkersBefore!.Value.ToString(CultureInfo.InvariantCulture), pair.Value("b", "SELECT COUNT(*) FROM " + copied.Verification.MarkerTable));
            Assert.Empty(pair.Rows("a", Markers));
            busy.AssertWhole();
            Assert.InRange(copied.WritersStalledMilliseconds, 0, 5000);
            pair.Run("$null = $copy | Start-ReplicationLink -ReplicationCredential $r" + Forced(server)).ThrowOnError();
        }

        busy.Stop();
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a -TimeoutSeconds 300").ThrowOnError();
        Assert.Empty(pair.Rows("b", Markers));
        busy.AssertSame();
    }

    private static void ExportUnderWriters(string server, int exports, string? format)
    {
        using var pair = Pair(server, format);
        using var folder = new SnapshotDirectory(pair);
        using var busy = new BusySource(pair, writers: 3);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        busy.UntilBusy();
        for (var i = 0; i < exports; i++)
        {
            pair.Run("Get-SlaveStatus $b | Remove-ReplicationLink -Confirm:$false").ThrowOnError();
            var before = busy.Moves;
            pair.Run("$export = " + SnapshotDirectory.Export + " -Database shop -Force").ThrowOnError();
            busy.AssertGoing();
            using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "manifest.json")));
            pair.Run("$import = $export | " + SnapshotDirectory.Import + " -Force").ThrowOnError();

            // It holds what there was before it began, not what is written since, and begins where the manifest says.
            var held = long.Parse(pair.Value("b", "SELECT COUNT(*) FROM shop.moves"), CultureInfo.InvariantCulture);
            Assert.InRange(held, before, busy.Moves - 1);
            busy.AssertWhole();
            Assert.Equal(manifest.RootElement.GetProperty("Coordinates").GetString(), ((ReplicationSnapshot)pair.Run("$import").Single.BaseObject).Coordinates!.ToString());
            pair.Run("$null = $import | Start-ReplicationLink -ReplicationCredential $r" + Forced(server)).ThrowOnError();
        }

        busy.Stop();
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a -TimeoutSeconds 300").ThrowOnError();
        busy.AssertSame();
    }

    private static SnapshotPair Pair(string server, string? format)
    {
        var options = new Hashtable();
        if (format is not null)
        {
            options["binlog-format"] = format;
        }

        return new SnapshotPair(server, options, new Hashtable(options) { [BusySource.FilterName] = BusySource.FilterValue });
    }

    private static string Forced(string server) => server == "mysql-5.6" ? " -Force" : string.Empty;
}
