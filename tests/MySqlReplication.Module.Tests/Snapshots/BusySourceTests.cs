using System;
using System.Collections;
using System.Globalization;
using System.IO;
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
