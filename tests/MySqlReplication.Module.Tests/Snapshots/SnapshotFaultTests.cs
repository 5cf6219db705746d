using System;
using System.Collections;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Copies that are cut off for real.</summary>
public sealed class SnapshotFaultTests
{
    // Slow enough to be met in the middle.
    private const string Slow = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -ThrottleLimit 2 -MaxBytesPerSecond 200000";
    private const string Loading = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'LOAD DATA%' ORDER BY ID";

    private const string Reading = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT%FROM `shop`.%' AND ID <> CONNECTION_ID() ORDER BY ID";
    private const string Marked = "SELECT name FROM mysql_replication.incomplete_copy";

    [Fact]
    public async Task A_target_killed_in_the_middle_is_marked_and_the_next_run_replaces_it()
    {
        using var pair = Filled("mariadb-10.11");
        var copying = pair.Begin(Slow);
        pair.Meet(copying, "b", Loading, 2);
        Kill(pair.Pair.B.ProcessId!.Value);
        var cut = await copying;

        Assert.Single(cut.Errors);
        Assert.Contains(cut.ErrorIds[0], new[] { "ConnectionLost", "ServerUnreachable" });
        Assert.Contains("marked incomplete", cut.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(cut.Warnings, w => w.Contains("left so, because what it holds is incomplete", StringComparison.Ordinal));
        pair.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();
        Assert.Equal(["shop"], pair.Rows("b", Marked));
        pair.UntilNoTransaction("a");

        pair.Run("$null = Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal").ThrowOnError();
        pair.AssertEqual("shop");
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME = 'incomplete_copy'"));
    }

    [Fact]
    public async Task A_source_killed_in_the_middle_and_Ctrl_C_leave_the_mark_too()
    {
        // Far more than the buffers between source and target hold: rows that are in them need no source any more.
        const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -ThrottleLimit 2 -MaxBytesPerSecond 3000000";
        using var pair = Filled("mysql-9", new Hashtable { ["local-infile"] = true }, width: 2000);
        var stopped = pair.RunUntil(Copy, () => pair.Rows("b", Loading).Count > 0);
        Assert.IsType<System.Management.Automation.PipelineStoppedException>(stopped.Thrown);
        Assert.Equal(["shop"], pair.Rows("b", Marked));
        pair.UntilNoTransaction("a");

        var copying = pair.Begin(Copy);
        pair.Meet(copying, "b", Loading, 2);
        Kill(pair.Pair.A.ProcessId!.Value);
        var cut = await copying;
        Assert.Single(cut.Errors);
        Assert.Equal("ConnectionLost", cut.ErrorIds[0]);
        Assert.Equal(["shop"], pair.Rows("b", Marked));
    }

    [Fact]
    public async Task A_table_dropped_in_the_middle_and_a_killed_session_are_told_apart()
    {
        using var pair = Filled("mariadb-11.8");

        // One session of the target is killed: its piece is begun again.
        var copying = pair.Begin(Slow.Replace("200000", "400000", StringComparison.Ordinal));
        pair.Sql("b", "KILL " + pair.Meet(copying, "b", Loading, 2)[0]);
        var finished = (await copying).ThrowOnError();
        Assert.Contains(finished.Warnings, w => w.Contains("begun again", StringComparison.Ordinal));
        pair.AssertEqual("shop");

        copying = pair.Begin(Slow + " -Force");
        pair.Meet(copying, "b", Loading, 2);
        pair.Sql("a", "DROP TABLE shop.zlast");
        var cut = await copying;
        Assert.Equal(["TableChangedDuringCopy"], cut.ErrorIds);
        Assert.Contains("shop.zlast", cut.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["shop"], pair.Rows("b", Marked));
        Assert.Equal("1", pair.Value("b", "SELECT @@GLOBAL.read_only"));

        // No coordinates belong to half a copy: no link goes on from there, whoever gives them.
        const string Link = "Get-MasterStatus $a | Start-ReplicationLink -Replica $b -ReplicationCredential $a.Credential.GetCredential() -JournalPath $journal";
        var refused = pair.Run(Link);
        Assert.Equal(["CopyIncomplete"], refused.ErrorIds);
        Assert.Contains("not ended: shop.", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("1", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        Assert.Contains(pair.Run(Link + " -Force -WhatIf").ThrowOnError().Warnings, w => w.StartsWith("Not refused, by -Force (CopyIncomplete): ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_binary_log_that_is_purged_in_the_middle_is_said_with_the_copy_and_refused_by_the_link()
    {
        using var pair = Filled("mariadb-11.8");
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        var copying = pair.Begin(Slow);
        pair.Meet(copying, "b", Loading, 2);

        // A log goes only when the server needs it no more for its own recovery.
        pair.Until(copying, () =>
        {
            pair.Sql("a", "FLUSH LOGS");
            pair.Sql("a", "PURGE BINARY LOGS TO '" + pair.Rows("a", "SHOW BINARY LOGS")[^1].Split('|')[0] + "'");
            return pair.Rows("a", "SHOW BINARY LOGS").Count == 1;
        });

        var copied = (await copying).ThrowOnError();
        Assert.Contains(copied.Warnings, w => w.Contains("has purged", StringComparison.Ordinal));
        var refused = pair.Run("$copy | Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $r -JournalPath $journal", ("copy", copied.Output[0]));
        Assert.Equal(["CoordinatesPurged"], refused.ErrorIds);
        Assert.Contains("fresh copy", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_larger_than_the_targets_packet_and_a_missing_right_are_named()
    {
        using var pair = new SnapshotPair("mysql-9", null, new Hashtable { ["max-allowed-packet"] = "65536" });
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.big (id INT PRIMARY KEY, b LONGBLOB)", "INSERT INTO shop.big VALUES (1, 'x'), (2, REPEAT('y', 60000))");

        var cut = pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal");
        Assert.Equal(["RowTooLarge"], cut.ErrorIds);
        Assert.Contains("shop.big", cut.Errors[0].ToString(), StringComparison.Ordinal);

        pair.Sql("a", "SET SESSION sql_log_bin = 0", "CREATE USER 'few'@'%' IDENTIFIED BY 'Few-Rights-1'", "GRANT SELECT, TRIGGER, EVENT, REPLICATION CLIENT ON *.* TO 'few'@'%'");
        var refused = pair.Run(
            "$source = Connect-ReplicationServer ('127.0.0.1:' + $a.Port) -Credential $few; Copy-ReplicationSnapshot -Source $source -Replica $b -JournalPath $journal -Force",
            ("few", Servers.ServerSeat.Credential("few", "Few-Rights-1")));
        Assert.Equal(["PrivilegeMissing"], refused.ErrorIds);
        Assert.Contains("RELOAD", refused.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_readers_pieces_go_to_the_one_that_is_left_and_with_none_left_the_copy_fails()
    {
        using var pair = Filled("mariadb-10.11", width: 2000);
        const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -ThrottleLimit 2 -MaxBytesPerSecond 6000000 -Force";

        var copying = pair.Begin(Copy);
        pair.Sql("a", "KILL " + pair.Meet(copying, "a", Reading, 2)[0]);
        var finished = (await copying).ThrowOnError();
        Assert.Contains(finished.Warnings, w => w.Contains("lost a reader of the snapshot", StringComparison.Ordinal));
        pair.AssertEqual("shop");

        copying = pair.Begin(Copy);
        pair.Sql("a", pair.Meet(copying, "a", Reading, 2).Select(id => "KILL " + id));
        var cut = await copying;
        Assert.Equal(["ConnectionLost"], cut.ErrorIds);
        Assert.Contains("marked incomplete", cut.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["shop"], pair.Rows("b", Marked));
        pair.Run("$null = Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal").ThrowOnError();
        pair.AssertEqual("shop");
    }

    [Fact]
    public void A_login_that_may_not_set_read_only_or_write_then_is_told_which_right_it_lacks()
    {
        using var pair = new SnapshotPair("mysql-9");
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE USER 'loader'@'%' IDENTIFIED BY 'Load-Er-1'", "GRANT ALL ON *.* TO 'loader'@'%'", "REVOKE SUPER, CONNECTION_ADMIN ON *.* FROM 'loader'@'%'");
        const string As = "$replica = Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $loader; $null = Copy-ReplicationSnapshot -Source $a -Replica $replica -JournalPath $journal";
        var credential = ("loader", (object?)Servers.ServerSeat.Credential("loader", "Load-Er-1"));

        var refused = pair.Run(As, credential);
        Assert.Equal(["PrivilegeMissing"], refused.ErrorIds);
        Assert.Contains("CONNECTION_ADMIN", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        pair.Run(As + " -LeaveWritable", credential).ThrowOnError();

        pair.Sql("b", "SET SESSION sql_log_bin = 0", "REVOKE SYSTEM_VARIABLES_ADMIN ON *.* FROM 'loader'@'%'");
        refused = pair.Run(As + " -Force", credential);
        Assert.Equal(["PrivilegeMissing"], refused.ErrorIds);
        Assert.Contains("SYSTEM_VARIABLES_ADMIN", refused.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_of_the_replica_is_told_and_marked()
    {
        using var pair = Filled("mariadb-11.8", width: 2000);
        pair.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        using var disk = SmallDisk.Over(pair.Pair.B.DataDirectory, spare: 20 << 20);
        Assert.SkipWhen(disk is null, "No file system can be mounted here.");
        pair.Run("$b = $b | Start-ReplicationSandbox; $null = $b").ThrowOnError();

        var full = pair.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -TimeoutSeconds 20");

        Assert.Contains(full.ErrorIds.Single(), new[] { "RowsNotTaken", "ConnectionLost", "StatementFailed" });
        Assert.Contains("shop.", full.Errors[0].ToString() + string.Concat(full.Warnings), StringComparison.Ordinal);

        // A server may go down over it. With room again it starts, and the mark is there.
        Assert.True(disk.Grow());
        pair.Run("$b = $b | Start-ReplicationSandbox; $null = $b").ThrowOnError();
        Assert.Equal(["shop"], pair.Rows("b", Marked));
        pair.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
    }

    private static SnapshotPair Filled(string server, Hashtable? options = null, int width = 180)
    {
        var pair = new SnapshotPair(server, options);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.digits (d INT PRIMARY KEY)", "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
        foreach (var table in new[] { "one", "two" })
        {
            pair.Sql("a", "CREATE TABLE shop." + table + " (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(2000))", "INSERT INTO shop." + table + " (v) SELECT REPEAT(a.d, " + width + ") FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d LIMIT 8000");
        }

        pair.Sql("a", "CREATE TABLE shop.zlast (id INT PRIMARY KEY)");
        return pair;
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }
}
