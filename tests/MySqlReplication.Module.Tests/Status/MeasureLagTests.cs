using System;
using System.Collections;
using MySqlReplication.Module.Tests.Diagnosis;
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

        // In a database of the user's own; nothing of it is left either.
        Assert.Equal(LagMethod.Heartbeat, Measure("-Samples 1 -Database d").Method);
        Assert.Equal("1", link.Value("a", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'd'"));

        // The table's end is executed too: what is on its way has no commit time yet.
        link.CatchUp();
        var told = (ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -NoWrite").Single.BaseObject;
        Assert.Equal(link.IsToday ? LagMethod.CommitTimestamp : LagMethod.SecondsBehind, told.Method);
        Assert.NotNull(told.Lag);

        // An applier that holds a second behind on purpose is a lag of at least that; a stopped one is none that is known.
        link.Change("MASTER_DELAY=2" + (link.IsToday ? string.Empty : ", " + link.Here()));
        LinkedPair.Until(link.Session, "$b", status => status is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running });
        Assert.InRange(Measure("-Samples 1").Lag!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        link.Session.Run("Stop-ReplicationLink $b -Thread Applier | Out-Null").ThrowOnError();
        var stopped = Measure(string.Empty);
        Assert.Null(stopped.Lag);
        Assert.Equal(LagMethod.None, stopped.Method);
        Assert.Null(((ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -NoWrite").Single.BaseObject).Lag);

        ReplicationLag Measure(string more) => (ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -Source $a " + more).Single.BaseObject;
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
        Assert.Equal(LagMethod.Heartbeat, ((ReplicationLag)link.Session.Run("Measure-ReplicationLag $b -Source $a -Database d -Samples 1").Single.BaseObject).Method);
    }
}
