using System;
using System.Linq;
using System.Net;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Module.Tests.Status;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>
/// A link that goes through a proxy: the address that it names is not the source's own, and the source sees the proxy's port. What
/// the network does to it is named, and where nothing is done to it nothing is misread.
/// </summary>
public sealed class NetworkFaultTests
{
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-11.8")]
    public void A_link_through_a_proxy_that_delays_cuts_swallows_and_refuses(string server)
    {
        using var link = new FaultyLink(server);
        using var proxy = new Relay(link.A.Port);
        link.Change($"MASTER_PORT={proxy.Port}, MASTER_CONNECT_RETRY=1, " + (link.IsToday ? "MASTER_AUTO_POSITION=1" : link.Here()));

        // The admin knows the source by its own address, or by the proxy's, or not at all.
        var healthy = link.ExpectHealthy();
        Assert.Equal(proxy.Port, healthy.Source!.Port);
        Assert.DoesNotContain(healthy.Findings, f => f.Severity > FindingSeverity.Information);
        var through = (LinkDiagnosis)link.Session.Run("Test-ReplicationLink $b -SourceCredential $a.Credential.GetCredential() -TimeoutSeconds 20").Single.BaseObject;
        Assert.True(through.IsHealthy, through + string.Join("; ", through.Findings));
        Assert.DoesNotContain(through.Findings, f => f.Id == "SourceNotAsked");
        Assert.Equal(healthy.Source.ToString(), through.Source!.ToString());

        // The source sees where the proxy comes from. Whose id that is it says on MySQL 9 only, and then it is the replica's.
        var source = (SourceStatus)link.Session.Run("Get-MasterStatus $a").Single.BaseObject;
        var reader = Assert.Single(source.Replicas!);
        Assert.NotEqual(link.B.Port, IPEndPoint.Parse(reader.Address!).Port);
        Assert.Equal(link.IsToday ? link.B.ServerId : null, reader.ServerId);
        Assert.Contains(source.RegisteredReplicas!, said => said.StartsWith("server id " + link.B.ServerId, StringComparison.Ordinal));

        // Slow is not broken.
        proxy.Delay = TimeSpan.FromMilliseconds(300);
        link.Sql("a", "INSERT INTO d.t VALUES (2, 'slow')");
        link.Session.Run("Wait-ReplicationLink $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null").ThrowOnError();
        link.ExpectHealthy();
        proxy.Delay = TimeSpan.Zero;

        // Cut, it comes again by itself.
        proxy.Turn(link.A.Port);
        link.Sql("a", "INSERT INTO d.t VALUES (3, 'again')");
        link.Session.Run("Wait-ReplicationLink $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null").ThrowOnError();
        LinkedPair.Until(link.Session, "$b", status => status.IsHealthy == true);

        // Half open: both ends hold the connection, and nothing comes through. The source itself answers whoever asks it.
        proxy.Swallows = true;
        link.Sql("a", "INSERT INTO d.t VALUES (4, 'swallowed')");
        var silent = link.Expect("SourceFellSilent", LinkStep.Receiver, "-TimeoutSeconds 12");
        Assert.DoesNotContain(silent.Findings, f => f.Id == "SourceNotAsked");
        Assert.Contains("Start-ReplicationLink", silent.FirstBroken!.Fix, StringComparison.Ordinal);
        var status = (ReplicaStatus)link.Session.Run("Get-SlaveStatus $b").ThrowOnError().Single.BaseObject;
        Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running, false), (status.Receiver, status.Applier, status.IsHealthy));
        Assert.Equal((0, 0), (status.ReceiverErrorCode ?? 0, status.ApplierErrorCode ?? 0));
        Assert.Equal("0", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 4"));

        // A new connection gets no answer either.
        link.Sql("b", link.Replica("STOP", " IO_THREAD") + "; " + link.Replica("START", " IO_THREAD"));
        link.Expect("SourceSilent", LinkStep.Tcp);

        // Mended as advised, nothing is lost.
        proxy.Swallows = false;
        link.Session.Run("Stop-ReplicationLink $b | Out-Null; Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $r | Out-Null; Wait-ReplicationLink $b -Source $a | Out-Null", ("r", FaultyLink.Login)).ThrowOnError();
        Assert.Equal("1", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 4"));

        link.Change($"MASTER_PORT={proxy.Port}, " + (link.IsToday ? "MASTER_AUTO_POSITION=1" : link.Here()));
        LinkedPair.Until(link.Session, "$b", status => status.Receiver == ReplicaThreadState.Running);
        proxy.Refuse();
        link.Expect(link.IsOld ? "SourceUnreachable" : "SourcePortClosed", LinkStep.Tcp, "-TimeoutSeconds 4", 2003);
    }
}
