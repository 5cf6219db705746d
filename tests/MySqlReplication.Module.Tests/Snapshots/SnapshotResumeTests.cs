using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Exports and imports that are cut off for real, and go on.</summary>
public sealed class SnapshotResumeTests
{
    private const string Loaded = "SELECT file FROM mysql_replication.incomplete_import WHERE item <> 'tables'";

    [Fact]
    public async Task An_export_that_is_cut_off_leaves_nothing_or_says_so()
    {
        // Far more than the buffers between source and session hold: rows that are in them need no source any more.
        using var pair = Filled("mariadb-10.11", width: 2000);
        using var folder = new SnapshotDirectory(pair);
        var slow = SnapshotDirectory.Export + " -MaxBytesPerSecond 2500000";
        var stopped = pair.RunUntil(slow, () => folder.Rows.Length > 0);
        Assert.IsType<System.Management.Automation.PipelineStoppedException>(stopped.Thrown);
        Assert.False(Directory.Exists(folder.Path));
        pair.UntilNoTransaction("a");
        pair.Sql("a", "CREATE TABLE shop.late (id INT PRIMARY KEY)");

        using (var host = new HostProcess())
        {
            host.StartPiped("-Module", ModuleSession.Manifest, host.Script(Seats(pair, folder) + slow));
            Until(() => folder.Rows.Length > 0, host);
            host.Signal("KILL");
            Assert.Equal(137, host.End().ExitCode);
        }

        Assert.Contains("has not ended", File.ReadAllText(Path.Combine(folder.Path, "unfinished.txt")), StringComparison.Ordinal);
        Assert.Equal(["ExportIncomplete"], pair.Run(SnapshotDirectory.Import + " -Path $path").ErrorIds);
        var refused = pair.Run(SnapshotDirectory.Export);
        Assert.Equal(["ExportPathNotEmpty"], refused.ErrorIds);
        Assert.Contains("cut off", refused.Errors[0].ToString(), StringComparison.Ordinal);

        // A reader that is killed leaves its piece to the others; a source that is killed ends it, and nothing is left.
        folder.RemoveRows();
        var exporting = pair.Begin(slow + " -Force -ThrottleLimit 2");
        pair.Until(exporting, () => folder.Rows.Length > 1);
        pair.Sql("a", "KILL " + pair.Meet(exporting, "a", Reading, 2)[0]);
        var finished = (await exporting).ThrowOnError();
        Assert.Contains(finished.Warnings, w => w.Contains("lost a reader", StringComparison.Ordinal));
        pair.Run("$null = " + SnapshotDirectory.Import + " -Path $path").ThrowOnError();
        pair.AssertEqual("shop");

        folder.RemoveRows();
        exporting = pair.Begin(slow + " -Force");
        pair.Until(exporting, () => folder.Rows.Length > 0);
        Kill(pair.Pair.A.ProcessId!.Value);
        Assert.Equal(["ConnectionLost"], (await exporting).ErrorIds);
        Assert.False(File.Exists(Path.Combine(folder.Path, "manifest.json")));
        Assert.Empty(Directory.Exists(folder.Path) ? Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories) : []);
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public async Task An_import_that_is_cut_off_goes_on_without_loading_finished_files_again(string server)
    {
        using var pair = Filled(server);
        using var folder = new SnapshotDirectory(pair);
        pair.Run("$export = " + SnapshotDirectory.Export).ThrowOnError();
        var slow = SnapshotDirectory.Import + " -Path $path -ThrottleLimit 1 -MaxBytesPerSecond 400000 -LeaveWritable";

        // The process is killed.
        using (var host = new HostProcess())
        {
            host.StartPiped("-Module", ModuleSession.Manifest, host.Script(Seats(pair, folder) + slow));
            Until(() => LoadedOf(pair).Count > 0, host);
            host.Signal("KILL");
            Assert.Equal(137, host.End().ExitCode);
        }

        Assert.Equal(["shop"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));
        pair.UntilNoTransaction("b");
        var loaded = LoadedOf(pair);
        var table = Path.GetFileName(loaded[0]).Split('.')[0];
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "UPDATE shop." + table + " SET v = 'loaded by the first run' WHERE id = 1");

        // The server is killed.
        var importing = pair.Begin(slow);
        pair.Until(importing, () => LoadedOf(pair).Count > loaded.Count);
        Kill(pair.Pair.B.ProcessId!.Value);
        var cut = await importing;
        Assert.Single(cut.Errors);
        Assert.Contains("marked incomplete", cut.Errors[0].ToString(), StringComparison.Ordinal);
        pair.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();

        // A session of the target is killed: its file is begun again.
        importing = pair.Begin(slow);
        pair.Sql("b", "KILL " + pair.Meet(importing, "b", Writing)[0]);
        var finished = (await importing).ThrowOnError();
        Assert.Contains(finished.Warnings, w => w.Contains("begun again", StringComparison.Ordinal));
        var snapshot = (ReplicationSnapshot)finished.Single.BaseObject;
        Assert.Matches("[1-5] of 6 files are loaded", string.Join("\n", snapshot.Decisions));
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication' AND TABLE_NAME LIKE 'incomplete%'"));

        Assert.Equal("loaded by the first run", pair.Value("b", "SELECT v FROM shop." + table + " WHERE id = 1"));
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "UPDATE shop." + table + " SET v = REPEAT(0, 180) WHERE id = 1");
        pair.AssertEqual("shop");
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
    }

    [Fact]
    public void What_is_gone_from_the_target_since_is_loaded_anew()
    {
        using var pair = Filled("mariadb-10.5");
        using var folder = new SnapshotDirectory(pair);
        pair.Run("$export = " + SnapshotDirectory.Export).ThrowOnError();
        var slow = SnapshotDirectory.Import + " -Path $path -ThrottleLimit 1 -MaxBytesPerSecond 400000";
        using (var host = new HostProcess())
        {
            host.StartPiped("-Module", ModuleSession.Manifest, host.Script(Seats(pair, folder) + slow));
            Until(() => LoadedOf(pair).Count > 1, host);
            host.Signal("KILL");
            host.End();
        }

        pair.UntilNoTransaction("b");
        var table = Path.GetFileName(LoadedOf(pair)[0]).Split('.')[0];
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "DELETE FROM shop." + table + " WHERE id < 5");
        var finished = pair.Run(SnapshotDirectory.Import + " -Path $path");
        Assert.Contains(finished.ThrowOnError().Warnings, w => w.Contains("shop." + table, StringComparison.Ordinal) && w.Contains("loaded anew", StringComparison.Ordinal));
        pair.AssertEqual("shop");

        // A copy that is cut off takes the place of the import: then nothing that the import wrote down holds.
        pair.Run("$null = " + SnapshotDirectory.Import + " -Path $path -Force -WhatIf").ThrowOnError();
    }

    private const string Reading = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT%FROM `shop`.%' AND ID <> CONNECTION_ID() ORDER BY ID";
    private const string Writing = "SELECT ID FROM information_schema.PROCESSLIST WHERE (INFO LIKE 'LOAD DATA%' OR INFO LIKE 'INSERT INTO `shop`%') ORDER BY ID";

    private static SnapshotPair Filled(string server, int width = 180)
    {
        // By LOAD DATA a file is one statement, which can be met.
        var pair = new SnapshotPair(server, server == "mysql-9" ? new Hashtable { ["local-infile"] = true } : null);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.digits (d INT PRIMARY KEY)", "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
        foreach (var table in new[] { "one", "two", "three", "four" })
        {
            pair.Sql("a", "CREATE TABLE shop." + table + " (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(2000))", "INSERT INTO shop." + table + " (v) SELECT REPEAT(a.d, " + width + ") FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d ORDER BY a.d, b.d, c.d, d.d LIMIT 4000");
        }

        pair.Sql("a", "CREATE TABLE shop.zlast (id INT PRIMARY KEY)", "CREATE VIEW shop.v AS SELECT id FROM shop.one", "CREATE TRIGGER shop.tr BEFORE INSERT ON shop.one FOR EACH ROW SET NEW.v = 'fired'");
        return pair;
    }

    // The files that an import has written down as loaded.
    private static List<string> LoadedOf(SnapshotPair pair)
        => pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication' AND TABLE_NAME = 'incomplete_import'") == "0" ? [] : pair.Rows("b", Loaded);

    private static string Seats(SnapshotPair pair, SnapshotDirectory folder)
        => "$a = Get-ReplicationSandbox '" + pair.Pair.A.Name + "'; $b = Get-ReplicationSandbox '" + pair.Pair.B.Name + "'; $path = '" + folder.Path + "'; $journal = '" + Path.GetDirectoryName(folder.Path) + "/journal'; ";

    private static void Until(Func<bool> so, HostProcess host)
    {
        if (!SpinWait.SpinUntil(so, TimeSpan.FromSeconds(120)))
        {
            host.Signal("KILL");
            var end = host.End();
            Assert.Fail(end.Output + end.Error);
        }
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }
}
