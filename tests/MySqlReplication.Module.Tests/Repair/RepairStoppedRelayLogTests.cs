using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Repair;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Repair;

/// <summary>The same fault on a server that does not run, on every real server.</summary>
public sealed class RepairStoppedRelayLogTests
{
    private const string Stopped = "-OptionFile $a.OptionFile -DataDirectory $a.DataDirectory";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_the_source_has_purged_is_refused_while_it_runs_and_kept_when_it_is_stopped(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);

        // Row 2 is fetched and not applied; the source has thrown its file away since. Only the former relay log has it.
        fault.Break(
            beforeStop: "Invoke-ReplicationQuery $b 'FLUSH BINARY LOGS'",
            whileDown: "$file = (Get-MasterStatus $b).File; while (@(Invoke-ReplicationQuery $b 'SHOW BINARY LOGS').Count -gt 1) { Invoke-ReplicationQuery $b \"PURGE BINARY LOGS TO '$file'\" }");
        var before = fault.State();

        var refused = session.Run("Repair-RelayLog $a -Confirm:$false");
        Assert.Contains(Assert.Single(refused.ErrorIds), new[] { "CoordinatesPurged", "GtidsPurged" });
        Assert.Contains("-OptionFile", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, fault.State());

        // The lock alone tells that the server runs: this option file names neither pid-file nor socket.
        var bare = Path.Combine(fault.A.Directory, "bare.cnf");
        File.WriteAllLines(bare, File.ReadAllLines(fault.A.OptionFile).Where(l => !l.StartsWith("pid-file", StringComparison.Ordinal) && !l.StartsWith("socket", StringComparison.Ordinal)));
        foreach (var file in new[] { fault.A.OptionFile, bare })
        {
            var running = session.Run("Repair-RelayLog -OptionFile $file -Confirm:$false", ("file", file));
            Assert.Equal(["ServerStillRuns"], running.ErrorIds);
            Assert.Equal(System.Management.Automation.ErrorCategory.ResourceBusy, running.Errors[0].CategoryInfo.Category);
        }

        Assert.Equal(before, fault.State());
        fault.Run("$a | Stop-ReplicationSandbox");
        var files = Files(fault);
        var plan = (ReplicationPlan)session.Run("Repair-RelayLog " + Stopped + " -WhatIf").Single.BaseObject;
        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal(files, Files(fault));

        var repair = fault.Repair(Stopped);

        Assert.Equal((true, RelayLogRepairMethod.OfflineIndexJoined), (repair.Changed, repair.Method));
        Assert.Equal(2, repair.Files.Count);
        Assert.Null(repair.Proof!.ThreadsRun);
        Assert.False(fault.Repair(Stopped).Changed);
        fault.Run("$a | Start-ReplicationSandbox; Wait-ReplicationLink $a -Source $b");
        Assert.Equal([1, 2, 3], fault.Rows());
        Assert.False(fault.Repair("$a").Changed);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_stopped_server_is_repaired_before_its_first_start_with_the_new_name_and_it_can_be_undone(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        fault.Break(start: false);
        var files = Files(fault);

        fault.Run("$r = Repair-RelayLog " + Stopped + " -FormerRelayLog old-relay -Confirm:$false");
        Assert.NotEqual(files, Files(fault));
        fault.Run("Undo-ReplicationChange $r -Confirm:$false");
        Assert.Equal(files, Files(fault));

        fault.Run("$r = Repair-RelayLog " + Stopped + " -FormerRelayLog old-relay -Confirm:$false");
        fault.Run("$a | Start-ReplicationSandbox; Wait-ReplicationLink $a -Source $b");
        Assert.Equal([1, 2, 3], fault.Rows());

        // While the server uses the index, and once it has, undoing would break it again.
        Assert.Equal(["ServerStillRuns"], session.Run("Undo-ReplicationChange $r -Confirm:$false").ErrorIds);
        fault.Run("$a | Stop-ReplicationSandbox");
        Assert.Equal(["RelayLogIndexChangedSince"], session.Run("Undo-ReplicationChange $r -Confirm:$false").ErrorIds);
    }

    [Theory]
    [MemberData(nameof(TestServers.MariaDB), MemberType = typeof(TestServers))]
    public void A_server_that_does_not_start_because_of_a_named_connection_starts_again(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server, "-Channel c-4");
        fault.Break("c-4", start: false);

        // Measured: with a named connection MariaDB does not come up at all.
        Assert.Equal(["SandboxStartFailed"], session.Run("$a | Start-ReplicationSandbox").ErrorIds);

        var repair = fault.Repair(Stopped);

        Assert.Equal(("c-4", true), (repair.Channel, repair.Changed));
        fault.Run("$a | Start-ReplicationSandbox; Wait-ReplicationLink $a -Source $b -Channel c-4");
        Assert.Equal([1, 2, 3], fault.Rows());
        Assert.Equal("c-4", fault.Status("c-4").Channel);
    }

    [Fact]
    public void Of_several_channels_only_the_named_one_is_touched()
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, "mysql-9");
        using var third = TestSandbox.CreateMany(session, "mysql-9", 1)[0];
        session.Runspace.SessionStateProxy.SetVariable("c", third.Sandbox);
        fault.Run("$other = New-ReplicationUser -Server $c -Peer $a -UserName repl");
        fault.Run("Invoke-ReplicationQuery $a (\"CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=$($c.Port), SOURCE_USER='repl', SOURCE_AUTO_POSITION=1, SOURCE_SSL=1, SOURCE_PASSWORD='\" + $other.ReplicationCredential.GetCredential().GetNetworkCredential().Password + \"' FOR CHANNEL 'c-4'\")");
        fault.Run("Invoke-ReplicationQuery $a \"START REPLICA FOR CHANNEL 'c-4'\"; Wait-ReplicationLink $a -Channel c-4 -Source $c");
        fault.Break();
        var other = fault.Status().Row.Select(c => c.Key + "=" + c.Value).ToList();

        var repair = fault.Repair("$a -Channel c-4");

        Assert.Equal(("c-4", true), (repair.Channel, repair.Changed));
        Assert.True(repair.Proof!.IsComplete, string.Join("; ", repair.Proof.NotProven));
        Assert.True(repair.SettingsEqual);
        Assert.Equal(ReplicaThreadState.Running, fault.Status("c-4").Applier);

        // Executed GTIDs belong to the server, not to the channel.
        Assert.Equal(Without(other), Without(fault.Status().Row.Select(c => c.Key + "=" + c.Value)));
        Assert.Equal([1], fault.Rows());

        Assert.Equal(string.Empty, fault.Repair("$a").Channel);
        Assert.Equal([1, 2, 3], fault.Rows());

        static string[] Without(System.Collections.Generic.IEnumerable<string> row) => row.Where(c => !c.StartsWith("Executed_Gtid_Set", StringComparison.Ordinal)).ToArray();
    }

    [Fact]
    public void A_killed_MariaDB_whose_file_is_behind_its_tables_is_refused()
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, "mariadb-11.8");
        fault.Run("Wait-ReplicationLink $a -Source $b");
        var earlier = fault.Status().ExecutedCoordinates!;
        fault.Run("Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (8)'");
        fault.Break(start: false);

        // What a kill leaves: relay-log.info of an earlier moment, gtid_slave_pos of the last commit.
        var file = Path.Combine(fault.A.DataDirectory, "relay-log.info");
        var lines = File.ReadAllLines(file);
        lines[3] = earlier.File;
        lines[4] = earlier.Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllLines(file, lines);
        fault.Run("$a | Start-ReplicationSandbox");
        var before = fault.State();

        Assert.Equal(["ExecutedPositionUncertain"], session.Run("Repair-RelayLog $a -Confirm:$false").ErrorIds);
        Assert.Equal(before, fault.State());

        // Row 8 is there already, so going on from the file's place stops at once, and that is said.
        Assert.Equal(["LinkApplierFailed"], session.Run("Repair-RelayLog $a -Force -Confirm:$false").ErrorIds);
    }

    [Fact]
    public void A_killed_MySQL_whose_appliers_were_ahead_is_refused()
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, "mysql-9", options: new System.Collections.Hashtable { ["gtid-mode"] = "OFF", ["enforce-gtid-consistency"] = "OFF" });
        fault.Break();
        var executed = fault.Status().ExecutedCoordinates!;
        fault.Run("Invoke-ReplicationQuery $a \"UPDATE mysql.slave_worker_info SET Master_log_name='" + executed.File + "', Master_log_pos=" + (executed.Position + 1) + " LIMIT 1\"");

        Assert.Equal(["ExecutedPositionUncertain"], session.Run("Repair-RelayLog $a -Confirm:$false").ErrorIds);

        fault.Run("Invoke-ReplicationQuery $a \"UPDATE mysql.slave_worker_info SET Master_log_pos=" + executed.Position + " WHERE Master_log_pos > " + executed.Position + "\"");
        var repair = fault.Repair("$a");
        Assert.True(repair.Proof!.IsComplete, string.Join("; ", repair.Proof.NotProven));
        Assert.Equal([1, 2, 3], fault.Rows());
    }

    private static string Files(RenamedRelayLog fault) => string.Join("\n", Directory.GetFiles(fault.A.DataDirectory, "*relay*")
        .Order(StringComparer.Ordinal)
        .Select(f => Path.GetFileName(f) + " " + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))));
}
