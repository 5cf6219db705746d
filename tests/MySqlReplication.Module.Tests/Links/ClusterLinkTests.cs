using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using MySqlReplication.Diagnosis;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Module.Tests.Status;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>Links of servers that are members of a cluster: made, and what the cluster does not do for them is said.</summary>
public sealed class ClusterLinkTests
{
    // No Galera provider is at hand: the server shows its variables all the same, and that is all that is looked at.
    [Fact]
    public void A_Galera_member_as_source_and_as_replica()
    {
        var galera = new Hashtable { ["wsrep-on"] = "ON", ["wsrep-provider"] = "none", ["wsrep-cluster-name"] = "shop", ["binlog-format"] = "ROW", ["log-bin"] = "bin", ["log-slave-updates"] = "OFF" };
        Both("mariadb-11.8", galera, "Galera cluster 'shop'", isGroup: false);
    }

    [Fact]
    public void A_member_of_Group_Replication_as_source_and_as_replica()
    {
        var (group, port) = ("aaaaaaaa-aaaa-11f1-beb2-02fc00000002", FreePort());
        var member = new Hashtable
        {
            ["plugin-load-add"] = "group_replication.so", ["loose-group-replication-group-name"] = group, ["loose-group-replication-local-address"] = "127.0.0.1:" + port, ["loose-group-replication-group-seeds"] = "127.0.0.1:" + port, ["report-host"] = "127.0.0.1",
        };
        Both("mysql-9", member, "Group Replication group '" + group + "'", isGroup: true);
    }

    private static void Both(string server, Hashtable options, string cluster, bool isGroup)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server, options, new Hashtable());
        if (isGroup)
        {
            session.Run("Invoke-ReplicationQuery $a 'SET GLOBAL group_replication_bootstrap_group = ON; START GROUP_REPLICATION; SET GLOBAL group_replication_bootstrap_group = OFF' -TimeoutSeconds 60").ThrowOnError();
            LinkedGroup(session);
        }

        var login = ("r", (object)ServerSeat.Credential("repl", "Repl-pw-1"));
        var from = session.Run("New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Start-ReplicationLink", login).ThrowOnError();
        var told = Assert.Single(from.Warnings, w => w.Contains("is a member of the " + cluster, StringComparison.Ordinal));
        Assert.StartsWith(pair.A.Server.ToString(), told, StringComparison.Ordinal);
        Assert.Equal(!isGroup, told.Contains("log_slave_updates OFF", StringComparison.Ordinal));
        Assert.True(((ReplicationLink)from.Output.Single().BaseObject).Changed);

        var to = session.Run("New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r | Start-ReplicationLink", login).ThrowOnError();
        Assert.Contains("nobody else follows " + pair.B.Server, Assert.Single(to.Warnings, w => w.Contains("is a member of the " + cluster, StringComparison.Ordinal)), StringComparison.Ordinal);

        // Read as what they are: one link each, the cluster's own channels beside it are none.
        foreach (var (member, other) in new[] { ("$a", pair.B), ("$b", pair.A) })
        {
            var status = LinkedPair.Until(session, member, s => s is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running });
            Assert.Equal(other.Server.ToString(), status.Source!.ToString());
            Assert.Equal(member == "$a" ? cluster : null, status.Cluster);
            var diagnosis = (LinkDiagnosis)session.Run("Test-ReplicationLink " + member + " -Source " + (member == "$a" ? "$b" : "$a")).Single.BaseObject;
            Assert.True(diagnosis.FirstBroken is null, diagnosis.FirstBroken + " " + diagnosis.Status.HealthReason);
        }

        Assert.Contains(((ServerDiagnosis)session.Run("Test-ReplicationServer $a").Single.BaseObject).Findings, f => f.Id == "ClusterMember" && f.Evidence.Contains(cluster, StringComparison.Ordinal));
        if (isGroup)
        {
            var refused = Assert.Single(session.Run("Invoke-ReplicationQuery $a 'CREATE DATABASE g; CREATE TABLE g.t (i INT PRIMARY KEY, b LONGBLOB); SET GLOBAL group_replication_transaction_size_limit = 1000; INSERT INTO g.t VALUES (1, REPEAT(''x'', 100000))'").Errors);
            Assert.Equal(3100, ((ReplicationException)refused.Exception).ServerErrorCode);
        }
    }

    private static void LinkedGroup(ModuleSession session)
    {
        var state = session.Run("(Invoke-ReplicationQuery $a 'SELECT CONCAT(MEMBER_STATE, '' '', MEMBER_ROLE) AS s FROM performance_schema.replication_group_members').s").Single.BaseObject;
        Assert.Equal("ONLINE PRIMARY", state);
    }

    private static string FreePort()
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        return ((IPEndPoint)door.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
