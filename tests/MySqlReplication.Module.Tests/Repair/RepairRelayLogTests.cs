using System;
using System.Collections;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Repair;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Repair;

/// <summary>The tutorial's fault on every real server: seen, planned, repaired while the server runs.</summary>
public sealed class RepairRelayLogTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_renamed_relay_log_is_seen_and_repaired_and_no_row_is_lost(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server, "-DelaySeconds 1");
        Tune(fault, server);
        fault.Break();

        // The server says nothing: threads No, all errors empty.
        var broken = fault.Status();
        Assert.Equal((ReplicaThreadState.Stopped, ReplicaThreadState.Stopped), (broken.Receiver, broken.Applier));
        Assert.Equal((0, 0), (broken.ReceiverErrorCode, broken.ApplierErrorCode));
        Assert.False(broken.IsHealthy);
        Assert.Equal("relay log not usable", broken.Problem);

        // The plan, through the pipeline; the source's login is the one that the session has used for it.
        var before = fault.State();
        var plan = (ReplicationPlan)session.Run("Get-SlaveStatus $a, $b | Where-Object { -not $_.IsHealthy } | Repair-RelayLog -WhatIf").Single.BaseObject;
        Assert.Equal([PlanStepKind.Statement, PlanStepKind.Statement, PlanStepKind.Statement, PlanStepKind.Wait, PlanStepKind.Statement, PlanStepKind.Wait], plan.Steps.Select(s => s.Kind));
        Assert.Equal(Reversibility.Irreversible, plan.Steps[1].Reversibility);
        Assert.DoesNotContain(" ALL", plan.Steps[1].Text, StringComparison.Ordinal);
        Assert.Equal(before, fault.State());

        var result = session.Run("Get-SlaveStatus $a, $b | Where-Object { -not $_.IsHealthy } | Repair-RelayLog -Confirm:$false -Verbose");
        var repair = (RelayLogRepair)result.Single.BaseObject;

        Assert.True(repair.Changed);
        Assert.Equal(RelayLogRepairMethod.Online, repair.Method);
        Assert.Equal("RelayLogRenamed", Assert.Single(repair.Diagnosis).Id);
        Assert.Equal([1, 2, 3], fault.Rows());
        Assert.True(repair.Proof!.IsComplete, string.Join("; ", repair.Proof.NotProven));
        Assert.Equal(broken.ExecutedCoordinates, repair.BeforeCoordinates);
        Assert.True(repair.AfterCoordinates! > repair.BeforeCoordinates!);
        Assert.Equal(repair.Proof.SourceCoordinates, repair.AfterCoordinates);

        Assert.True(repair.SettingsEqual, string.Join("; ", repair.SettingsRestored.Where(s => !s.IsEqual)));
        Assert.Equal("1", repair.SettingsRestored.Single(s => s.Name == "SQL_Delay").After);
        Assert.StartsWith("2.5", repair.SettingsRestored.Single(s => s.Name.Contains("heartbeat", StringComparison.OrdinalIgnoreCase)).After, StringComparison.Ordinal);
        Assert.Equal("77", repair.SettingsRestored.Single(s => s.Name == "Connect_Retry").After);
        if (repair.SettingsRestored.Any(s => s.Name == "Replicate_Ignore_Server_Ids"))
        {
            Assert.Equal("9, 11", repair.SettingsRestored.Single(s => s.Name == "Replicate_Ignore_Server_Ids").After!.Replace(",", ", ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        }

        var now = fault.Status();
        Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (now.Receiver, now.Applier));
        Assert.StartsWith("new-relay", now.RelayLogCoordinates!.File, StringComparison.Ordinal);
        Assert.True(File.Exists(repair.JournalEntry));
        Assert.True(File.Exists(Path.Combine(fault.A.DataDirectory, "old-relay.000002")));

        // The link works on, and the second run has nothing to do.
        fault.Run("Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (4)'; Wait-ReplicationLink $a -Source $b");
        Assert.Equal([1, 2, 3, 4], fault.Rows());
        before = fault.Run("Get-MasterStatus $a").Single.ToString();
        var again = fault.Repair("$a");
        Assert.Equal((false, RelayLogRepairMethod.None), (again.Changed, again.Method));
        Assert.Null(again.JournalEntry);
        Assert.Equal(before, fault.Run("Get-MasterStatus $a").Single.ToString());

        var secret = session.Run("$account.ReplicationCredential.GetCredential().GetNetworkCredential().Password").Single.ToString();
        Assert.DoesNotContain(secret, result.AllText + File.ReadAllText(repair.JournalEntry!), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_the_relay_log_has_not_caused_is_refused(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        fault.Run("Wait-ReplicationLink $a -Source $b");

        Assert.False(fault.Repair("$a").Changed);

        fault.Run("Stop-ReplicationLink $a");
        AssertRefused(fault, session, "LinkStopped");

        fault.Run("$account | Start-ReplicationLink");
        fault.Run("Invoke-ReplicationQuery $a 'INSERT INTO h.t VALUES (9)'; Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (9)'");
        // The number stands there before the thread has ended.
        WaitFor(fault, s => s is { ApplierErrorCode: 1062, Applier: ReplicaThreadState.Stopped });
        AssertRefused(fault, session, "RelayLogNotTheCause");

        var failure = session.Run("Repair-RelayLog $b -Confirm:$false");
        Assert.Equal(["LinkNotConfigured"], failure.ErrorIds);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_wrong_password_after_the_repair_leaves_the_link_stopped_at_its_place(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        fault.Break(whileDown: "$account = New-ReplicationUser -Server $b -Peer $a -UserName repl2; Invoke-ReplicationQuery $b \"SET sql_log_bin=0; DROP USER 'repl'@'127.0.0.1'\"");
        var place = fault.Status().ExecutedCoordinates;

        var failed = session.Run("Repair-RelayLog $a -Confirm:$false -TimeoutSeconds 60");

        Assert.Equal(["LinkLoginRefused"], failed.ErrorIds);
        Assert.Contains("was reset already", failed.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(failed.Output);
        var left = fault.Status();
        Assert.Equal((ReplicaThreadState.Stopped, ReplicaThreadState.Stopped), (left.Receiver, left.Applier));
        if (!left.UsesGtid)
        {
            Assert.Equal(place, left.ExecutedCoordinates);
        }

        fault.Run("$account | Start-ReplicationLink -Force; Wait-ReplicationLink $a -Source $b");
        Assert.Equal([1, 2, 3], fault.Rows());
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_source_that_cannot_be_asked_is_refused_and_forced_with_the_gap_named(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        fault.Break();
        var before = fault.State();

        using var stranger = new ModuleSession();
        const string Repair = "Repair-RelayLog $a -Confirm:$false";
        var refused = stranger.Run(Repair, ("a", fault.A));
        Assert.Equal(["SourceNotProven"], refused.ErrorIds);
        Assert.Equal(System.Management.Automation.ErrorCategory.AuthenticationError, refused.Errors[0].CategoryInfo.Category);
        Assert.Equal(before, fault.State());

        var another = stranger.Run(Repair + " -Source $a", ("a", fault.A));
        Assert.Equal(["SourceIsAnother"], another.ErrorIds);

        var forced = (RelayLogRepair)stranger.Run(Repair + " -Force", ("a", fault.A)).Single.BaseObject;
        Assert.Null(forced.Proof!.SourceHoldsPosition);
        Assert.Null(forced.Proof.CaughtUp);
        Assert.True(forced.Proof.ThreadsRun);
        Assert.NotEmpty(forced.Proof.NotProven);
        Assert.False(forced.Proof.IsComplete);
        fault.Run("Wait-ReplicationLink $a -Source $b");
        Assert.Equal([1, 2, 3], fault.Rows());
    }

    // From MariaDB 10.11 on a reset turns the link to GTID, which is exact (dialects.md section 6), and so does MySQL 9 by itself.
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-10.5")]
    public void Coordinates_that_the_server_has_lost_are_never_guessed(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        fault.Break();
        fault.Run("Invoke-ReplicationQuery $a 'RESET SLAVE'");
        var before = fault.State();

        var refused = session.Run("Repair-RelayLog $a -Confirm:$false");

        Assert.Equal(["ExecutedPositionLost"], refused.ErrorIds);
        Assert.Equal(before, fault.State());
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-10.11")]
    public void A_damaged_relay_log_is_fetched_again_from_where_the_applier_stopped(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        fault.Run("Wait-ReplicationLink $a -Source $b; Stop-ReplicationLink $a -Thread Applier; Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (2)'");
        var goal = ((SourceStatus)fault.Run("Get-MasterStatus $b").Single.BaseObject).Coordinates;
        WaitFor(fault, s => s.ReceivedCoordinates == goal);
        var file = Path.Combine(fault.A.DataDirectory, fault.Status().RelayLogCoordinates!.File);
        fault.Run("$a | Stop-ReplicationSandbox");
        using (var log = new FileStream(file, FileMode.Open))
        {
            // The last event but one loses its end; the stop event goes with it.
            log.SetLength(log.Length - 40);
        }

        fault.Run("$a | Start-ReplicationSandbox");
        WaitFor(fault, s => s is { ApplierErrorCode: 1594, Applier: ReplicaThreadState.Stopped });

        var repair = fault.Repair("$a");

        Assert.Equal("RelayLogDamaged", Assert.Single(repair.Diagnosis).Id);
        Assert.True(repair.Proof!.IsComplete, string.Join("; ", repair.Proof.NotProven));
        Assert.Equal([1, 2], fault.Rows());
    }

    // What a link may have that Start-ReplicationLink does not set.
    private static void Tune(RenamedRelayLog fault, string server)
    {
        var change = server == "mysql-9"
            ? "'STOP REPLICA', 'CHANGE REPLICATION SOURCE TO SOURCE_CONNECT_RETRY=77, SOURCE_HEARTBEAT_PERIOD=2.5', 'START REPLICA'"
            : "'STOP SLAVE', 'CHANGE MASTER TO MASTER_CONNECT_RETRY=77, MASTER_HEARTBEAT_PERIOD=2.5, IGNORE_SERVER_IDS=(9,11)', 'START SLAVE'";
        fault.Run(change + " | ForEach-Object { Invoke-ReplicationQuery $a $_ }");
    }

    private static void AssertRefused(RenamedRelayLog fault, ModuleSession session, string errorId)
    {
        var before = fault.State();
        var refused = session.Run("Repair-RelayLog $a -Confirm:$false");
        Assert.Equal([errorId], refused.ErrorIds);
        Assert.NotEmpty(refused.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Empty(refused.Output);
        Assert.Equal(before, fault.State());
    }

    private static void WaitFor(RenamedRelayLog fault, Func<ReplicaStatus, bool> isSo)
    {
        var end = DateTime.UtcNow.AddSeconds(90);
        while (!isSo(fault.Status()))
        {
            Assert.True(DateTime.UtcNow < end, "It did not come about within 90 s: " + fault.Status().HealthReason);
            System.Threading.Tasks.Task.Delay(50).Wait();
        }
    }
}
