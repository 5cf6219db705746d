using System;
using System.Collections;
using System.Linq;
using MySqlReplication.Module.Tests.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

public sealed class MeasureLagTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_lag_is_measured_by_rows_and_told_without(string server)
    {
        using var link = new FaultyLink(server);
        var lag = Measure("-Samples 5 -IntervalMilliseconds 10");
        Assert.Equal((LagMethod.Heartbeat, 5), (lag.Method, lag.Samples.Count));
        Assert.InRange(lag.Lag!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.True(lag.Minimum <= lag.Lag && lag.Lag <= lag.Percentile90 && lag.Percentile90 <= lag.Maximum);
        Assert.NotNull(lag.NotFetchedBytes);
        link.CatchUp();
        Assert.Equal("0", link.Value("a", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql_replication'"));
        Assert.Equal("0", link.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql_replication'"));

        Assert.Equal((link.A.Server.ToString(), (long?)link.A.ServerId), (lag.Origin?.ToString(), lag.OriginServerId));
        Assert.InRange(lag.ClockSkew!.Value, TimeSpan.FromSeconds(-0.5), TimeSpan.FromSeconds(0.5));

        // In a table of the user's choice; nothing of it is left either, and one that is no table for heartbeats is not touched.
        Assert.Equal(LagMethod.Heartbeat, Measure("-Samples 1 -Table d.beats").Method);
        Assert.Contains("no table for heartbeats", Measure("-Samples 1 -Table d.t").Reason, StringComparison.Ordinal);
        Assert.Contains("no database nosuch", Measure("-Samples 1 -Table nosuch.beats").Reason, StringComparison.Ordinal);
        Assert.Equal(["LagTableInvalid"], link.Session.Run("Measure-ReplicationLag $b -Source $a -Table beats").ErrorIds);
        Assert.Equal("1", link.Value("a", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'd'"));

        // The table's end is executed too: what is on its way has no commit time yet.
        link.CatchUp();
        var told = (ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -NoWrite").Single.BaseObject;
        Assert.Equal(link.IsToday ? LagMethod.CommitTimestamp : LagMethod.SecondsBehind, told.Method);
        Assert.NotNull(told.Lag);

        // An applier that holds three whole seconds of two clocks back on purpose is a lag of more than one; a stopped one is none that is known.
        link.Change("MASTER_DELAY=3" + (link.IsToday ? string.Empty : ", " + link.Here()));
        LinkedPair.Until(link.Session, "$b", status => status is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running });
        Assert.InRange(Measure("-Samples 1").Lag!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        link.Session.Run("Stop-ReplicationLink $b -Thread Applier | Out-Null").ThrowOnError();
        var stopped = Measure(string.Empty);
        Assert.Null(stopped.Lag);
        Assert.Equal(LagMethod.None, stopped.Method);
        Assert.Null(((ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -NoWrite").Single.BaseObject).Lag);

        ReplicationLag Measure(string more) => (ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -Source $a " + more).Single.BaseObject;
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    public void Each_origin_of_a_cascade_and_of_a_ring_is_told(string server)
    {
        using var session = new ModuleSession();
        var all = TestSandbox.CreateMany(session, server, 3, new Hashtable { ["binlog-format"] = "ROW", ["log-slave-updates"] = "ON" });
        try
        {
            var (a, b, c) = (all[0].Sandbox, all[1].Sandbox, all[2].Sandbox);
            foreach (var (name, sandbox) in new[] { ("a", a), ("b", b), ("c", c) })
            {
                session.Runspace.SessionStateProxy.SetVariable(name, sandbox);
            }

            session.Run("New-ReplicationUser -Server $a -Peer $b -UserName one | Start-ReplicationLink | Out-Null; New-ReplicationUser -Server $b -Peer $c -UserName two | Start-ReplicationLink | Out-Null; Wait-ReplicationLink $b -Source $a | Out-Null; Wait-ReplicationLink $c -Source $b | Out-Null").ThrowOnError();

            // B is a plain replica: not written to, it sees A's rows pass.
            var own = Own();
            var cascade = Measure();
            Assert.Equal([b.Server.ToString(), a.Server.ToString()], cascade.Select(l => l.Origin!.ToString()));
            Assert.All(cascade, l => Assert.Equal((LagMethod.Heartbeat, 3), (l.Method, l.Samples.Count)));
            Assert.Contains("heartbeats of " + a.Server, cascade[0].Reason, StringComparison.Ordinal);
            Assert.Equal([b.Server.ToString(), c.Server.ToString()], cascade[1].Way.Select(s => s.ToString()));
            Assert.True(cascade[0].Samples.Zip(cascade[1].Samples).All(pair => pair.First <= pair.Second));
            Assert.Equal(own, Own());

            // In the ring each is written to, and gets its rows back.
            session.Run("New-ReplicationUser -Server $c -Peer $a -UserName three | Start-ReplicationLink | Out-Null; Wait-ReplicationLink $a -Source $c | Out-Null").ThrowOnError();
            var ring = Measure();
            Assert.Equal([b.Server.ToString(), a.Server.ToString()], ring.Select(l => l.Origin!.ToString()));
            Assert.All(ring, l => Assert.StartsWith("3 heartbeats, timed at both ends", l.Reason, StringComparison.Ordinal));
            Assert.NotEqual(own, Own());

            // Nothing is left anywhere, and the ring still turns.
            session.Run("Wait-ReplicationLink $b -Source $a | Out-Null; Wait-ReplicationLink $c -Source $b | Out-Null; Wait-ReplicationLink $a -Source $c | Out-Null").ThrowOnError();
            Assert.Equal([0, 0, 0], session.Run("$a, $b, $c | Invoke-ReplicationQuery -Query \"SELECT COUNT(*) AS n FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql_replication'\" | ForEach-Object { [int]$_.n }").ThrowOnError().Output.Select(o => (int)o.BaseObject));

            // A member that may not be written to is said so; the others are measured.
            session.Run("Invoke-ReplicationQuery $a 'SET GLOBAL read_only = 1'").ThrowOnError();
            var half = Measure();
            Assert.Equal(LagMethod.Heartbeat, half[0].Method);
            Assert.Equal((LagMethod.None, (TimeSpan?)null), (half[1].Method, half[1].Lag));
            Assert.Contains("is read-only", half[1].Reason, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var sandbox in all)
            {
                sandbox.Dispose();
            }
        }

        ReplicationLag[] Measure() => session.Run("Measure-ReplicationLag $c -Samples 3 -IntervalMilliseconds 10").ThrowOnError().Output.Select(o => (ReplicationLag)o.BaseObject).ToArray();

        // What B itself has written, as its GTIDs tell.
        string Own() => (string)session.Run(server == "mysql-9"
            ? "\"$((Invoke-ReplicationQuery $b 'SELECT @@GLOBAL.gtid_executed AS g, @@server_uuid AS u') | ForEach-Object { $u = $_.u; $_.g -split ',' | Where-Object { $_.Contains($u) } })\""
            : "\"$((Invoke-ReplicationQuery $b 'SELECT @@GLOBAL.gtid_binlog_state AS g, @@server_id AS u') | ForEach-Object { $u = $_.u; $_.g -split ',' | Where-Object { $_ -match \"^\\d+-$u-\" } })\"").Single.BaseObject;
    }

    [Fact]
    public void A_filter_that_would_drop_the_heartbeat_is_said_and_nothing_is_written()
    {
        using var link = new FaultyLink("mariadb-10.11", null, new Hashtable { ["relay-log"] = "relay", ["replicate-wild-do-table"] = "d.%" });
        var before = link.Session.Run("\"$((Get-MasterStatus $a).Coordinates)\"").Single.ToString();
        var lag = (ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -Source $a").Single.BaseObject;
        Assert.Equal(LagMethod.None, lag.Method);
        Assert.StartsWith("Not provable by heartbeat", lag.Reason, StringComparison.Ordinal);
        Assert.Equal(before, link.Session.Run("\"$((Get-MasterStatus $a).Coordinates)\"").Single.ToString());
        Assert.Equal(LagMethod.Heartbeat, ((ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -Source $a -Table d.beats -Samples 1").Single.BaseObject).Method);
    }
}
