using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>What the status tells beyond the row: who reads, what is lacking, why workers stopped; and the watch.</summary>
public sealed class StatusDetailsTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Both_ends_tell_what_they_know_of_each_other(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);

        // Address and id are joined only where the server says so itself. A receiver that came anew a moment ago may still stand there twice.
        var known = server.StartsWith("mysql-9", StringComparison.Ordinal) ? pair.B.ServerId : (long?)null;
        SourceStatus? told = null;
        Assert.True(SpinWait.SpinUntil(() => (told = (SourceStatus)session.Run("Get-MasterStatus $a").Single.BaseObject).Replicas is [var one] && one.ServerId == known, TimeSpan.FromSeconds(60)), string.Join("; ", told!.Replicas!));
        var source = told;
        var reader = Assert.Single(source.Replicas!);
        Assert.Equal(1, source.ConnectedReplicas);
        Assert.Equal("repl", reader.UserName);
        Assert.StartsWith("127.0.0.1:", reader.Address, StringComparison.Ordinal);
        Assert.InRange(reader.Since!.Value, DateTimeOffset.Now.AddMinutes(-15), DateTimeOffset.Now.AddSeconds(2));
        Assert.Contains(source.RegisteredReplicas!, said => said.StartsWith("server id " + pair.B.ServerId, StringComparison.Ordinal));

        Assert.Equal(known, reader.ServerId);
        Assert.Null(source.Cluster);

        session.Run("Stop-ReplicationLink $b -Thread Receiver | Out-Null; Invoke-ReplicationQuery $a 'CREATE DATABASE beside'").ThrowOnError();
        var link = (ReplicaStatus)session.Run("Get-SlaveStatus $b -SourceCredential $a.Credential.GetCredential()").Single.BaseObject;
        Assert.True(link.SourceCoordinates!.CompareTo(link.ReceivedCoordinates) > 0);
        Assert.Equal(0, link.QueuedBytes);
        if (link.UsesGtid && link.UsingGtid is null)
        {
            Assert.Equal(1, link.NotReceivedGtidSet!.Count);
            Assert.True(link.NotExecutedGtidSet!.IsEmpty);
        }

        session.Run("Start-ReplicationLink -Source $a -Replica $b | Out-Null; Stop-ReplicationLink $b -Thread Applier | Out-Null; Invoke-ReplicationQuery $a 'CREATE DATABASE queued'").ThrowOnError();
        LinkedPair.Until(session, "$b", status => status.QueuedBytes > 0 && (status.NotExecutedGtidSet is null || !status.UsesGtid || status.NotExecutedGtidSet.Count == 1));

        var refused = session.Run("Get-SlaveStatus $b -SourceCredential $c", ("c", ServerSeat.Credential("nobody", "x")));
        Assert.Single(refused.Output);
        Assert.Equal(["LoginRefused"], refused.ErrorIds);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void The_last_error_is_explained_and_dated(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        session.Run("Invoke-ReplicationQuery $a 'CREATE DATABASE d; CREATE TABLE d.t (i INT PRIMARY KEY)'; Wait-ReplicationLink $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null").ThrowOnError();
        session.Run("Invoke-ReplicationQuery $b 'SET GLOBAL time_zone = ''+05:00'''; Invoke-ReplicationQuery $b 'SET sql_log_bin = 0; INSERT INTO d.t VALUES (2)'; Invoke-ReplicationQuery $a 'INSERT INTO d.t VALUES (2)'").ThrowOnError();

        var failed = LinkedPair.Until(session, "$b", status => status.Applier == ReplicaThreadState.Stopped);
        Assert.Equal(1062, failed.ApplierErrorExplanation!.Number);
        Assert.Null(failed.ReceiverErrorExplanation);
        if (server.StartsWith("mariadb", StringComparison.Ordinal))
        {
            Assert.Null(failed.ApplierErrorTime);
            Assert.Null(failed.WorkerErrors);
        }
        else
        {
            Assert.InRange(failed.ApplierErrorTime!.Value, DateTimeOffset.Now.AddMinutes(-15), DateTimeOffset.Now.AddSeconds(2));
        }

        if (server.StartsWith("mysql-9", StringComparison.Ordinal))
        {
            var worker = Assert.Single(failed.WorkerErrors!);
            Assert.Equal(1062, worker.Code);
            Assert.Contains("Duplicate entry", worker.Error, StringComparison.Ordinal);
            Assert.Equal(1062, worker.Explanation!.Number);
            Assert.InRange(worker.Time!.Value, DateTimeOffset.Now.AddMinutes(-15), DateTimeOffset.Now.AddSeconds(2));
            Assert.NotNull(worker.Transaction);
        }
    }

    [Theory]
    [InlineData("mariadb-11.8", "master", "slave")]
    [InlineData("mysql-9", "source", "replica")]
    public void Semi_synchronous_replication_is_told(string server, string master, string slave)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        Assert.NotEqual(true, ((ReplicaStatus)session.Run("Get-SlaveStatus $b").Single.BaseObject).SemiSyncActive);
        if (master == "source")
        {
            session.Run("Invoke-ReplicationQuery $a 'INSTALL PLUGIN rpl_semi_sync_source SONAME ''semisync_source.so'''; Invoke-ReplicationQuery $b 'INSTALL PLUGIN rpl_semi_sync_replica SONAME ''semisync_replica.so'''").ThrowOnError();
        }

        session.Run($"Invoke-ReplicationQuery $a 'SET GLOBAL rpl_semi_sync_{master}_enabled = 1'; Invoke-ReplicationQuery $b 'SET GLOBAL rpl_semi_sync_{slave}_enabled = 1'; Stop-ReplicationLink $b | Out-Null; Start-ReplicationLink -Source $a -Replica $b | Out-Null").ThrowOnError();
        LinkedPair.Until(session, "$b", status => status.SemiSyncActive == true);
        SourceStatus source;
        var limit = Stopwatch.StartNew();
        do
        {
            source = (SourceStatus)session.Run("Get-MasterStatus $a").Single.BaseObject;
        }
        while (source.SemiSyncReplicas == 0 && limit.Elapsed < TimeSpan.FromSeconds(90));

        Assert.Equal((true, 1), (source.SemiSyncActive, source.SemiSyncReplicas));
    }

    [Fact]
    public void A_member_of_a_group_is_named()
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, "mysql-9");
        session.Run("Invoke-ReplicationQuery $a 'INSTALL PLUGIN group_replication SONAME ''group_replication.so''; SET GLOBAL group_replication_group_name = ''aaaaaaaa-aaaa-11f1-beb2-02fc00000001'''").ThrowOnError();

        var result = session.Run("Get-SlaveStatus $a").ThrowOnError();
        Assert.Empty(result.Output);
        Assert.Contains(result.Warnings, text => text.Contains("Group Replication group 'aaaaaaaa-aaaa-11f1-beb2-02fc00000001'", StringComparison.Ordinal));
        Assert.NotNull(((SourceStatus)session.Run("Get-MasterStatus $a").Single.BaseObject).Cluster);
        Assert.StartsWith("Group Replication group", (string)session.Run("(Connect-ReplicationServer $a).Cluster").Single.BaseObject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mariadb-10.11")]
    [InlineData("mysql-5.6")]
    public async Task A_watch_tells_changes_and_survives_a_server_that_goes_away(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        using var watching = new ModuleSession();
        var seen = new ConcurrentQueue<string>();
        using var stop = new ManualResetEvent(false);
        watching.Runspace.SessionStateProxy.SetVariable("seen", seen);
        var watch = Task.Run(() => watching.Run("Get-SlaveStatus $b -Watch -IntervalSeconds 1 -TimeoutSeconds 30 | ForEach-Object { $seen.Enqueue(\"$($_.Receiver) $($_.Applier)\") }", stop, ("b", pair.B)), TestContext.Current.CancellationToken);

        await Seen("Running Running");
        session.Run("Stop-ReplicationLink $b -Thread Applier | Out-Null").ThrowOnError();
        await Seen("Running Stopped");
        session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        var before = seen.Count;
        session.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();
        await Until(() => seen.Count > before);

        stop.Set();
        var result = await watch;
        Assert.IsType<System.Management.Automation.PipelineStoppedException>(result.Thrown);
        Assert.All(result.ErrorIds, id => Assert.Contains(id, new[] { "ServerUnreachable", "ConnectionLost" }));

        async Task Seen(string what) => await Until(() => seen.Contains(what));

        async Task Until(Func<bool> isSo)
        {
            for (var limit = Stopwatch.StartNew(); !isSo(); await Task.Delay(50, TestContext.Current.CancellationToken))
            {
                Assert.True(limit.Elapsed < TimeSpan.FromSeconds(90), "Seen: " + string.Join(", ", seen));
            }
        }
    }
}
