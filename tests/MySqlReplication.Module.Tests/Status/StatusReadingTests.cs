using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>A status is read in one round trip over a connection that was used before: nothing in it may come from before.</summary>
public sealed class StatusReadingTests
{
    [Theory]
    [InlineData("mariadb-11.8", "slave-skip-errors=1062")]
    [InlineData("mysql-9", "replica-skip-errors=1062")]
    public void A_server_that_was_started_anew_with_other_settings_is_seen_so(string server, string option)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        Assert.Null(LinkedPair.Until(session, "$b", status => status.IsHealthy == true).Problem);

        session.Run("$b | Stop-ReplicationSandbox").ThrowOnError();
        File.AppendAllText(pair.B.OptionFile, "\n[mysqld]\n" + option + "\n");
        session.Run("$b | Start-ReplicationSandbox").ThrowOnError();
        Assert.False(LinkedPair.Until(session, "$b", status => status.Problem == "errors are skipped").IsHealthy);
    }

    [Fact]
    public void Another_server_at_the_same_address_is_spoken_to_in_its_own_words()
    {
        using var session = new ModuleSession();
        using var old = LinkedPair.Create(session, "mysql-5.6");
        using var relay = new Relay(old.B.Port);
        session.Run("$at = [MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:' + $port).WithCredential($b.Credential)", ("port", relay.Port)).ThrowOnError();
        Assert.Null(Read(session).UsingGtid);

        foreach (var server in new[] { "mariadb-11.8", "mysql-9" })
        {
            using var other = LinkedPair.Create(session, server);
            session.Run("$at = $at.WithCredential($b.Credential)").ThrowOnError();
            relay.Turn(other.B.Port);
            var status = Read(session);
            Assert.Equal(server.StartsWith("mariadb", StringComparison.Ordinal), status.UsingGtid is not null);
            Assert.Equal(other.A.Server.ToString(), status.Source!.ToString());
            Assert.NotNull(status.HeartbeatPeriod);
        }
    }

    // A proxy greets in its own name, with a version that is older or newer than that of the server behind it, or none of ours.
    [Theory]
    [InlineData("11.8", "10.6")]
    [InlineData("11.8", "10.4")]
    [InlineData("MariaDB", "MySQLxx")]
    public void A_greeting_is_not_believed(string said, string instead)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, "mariadb-11.8");
        using var relay = new Relay(pair.B.Port) { Greeting = (said, instead) };
        session.Run("$at = [MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:' + $port).WithCredential($b.Credential)", ("port", relay.Port)).ThrowOnError();
        for (var i = 0; i < 2; i++)
        {
            var status = LinkedPair.Healthy(session, "Get-SlaveStatus $at").Single();
            Assert.Equal("No", status.UsingGtid);
            Assert.Equal(pair.A.Server.ToString(), status.Source!.ToString());
            Assert.False(status.SemiSyncActive);
        }
    }

    [Fact]
    public void What_a_login_may_not_read_leaves_the_rest_readable()
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, "mysql-9");
        session.Run(
            "Invoke-ReplicationQuery $b 'CREATE USER watcher IDENTIFIED BY ''Watch-pw-1''; GRANT REPLICATION CLIENT ON *.* TO watcher'; $at = $b.Server.WithCredential([MySqlReplication.Accounts.ReplicationCredential]::new('watcher', $c.Password))",
            ("c", ServerSeat.Credential("watcher", "Watch-pw-1"))).ThrowOnError();
        for (var i = 0; i < 2; i++)
        {
            var status = Read(session);
            Assert.Null(status.IsHealthy);
            Assert.Contains("GRANT SELECT", status.HealthReason, StringComparison.Ordinal);
            Assert.Equal(ReplicaThreadState.Running, status.Receiver);
        }

        session.Run("Invoke-ReplicationQuery $b 'GRANT SELECT ON performance_schema.* TO watcher'").ThrowOnError();
        Assert.NotNull(Read(session).HeartbeatPeriod);
    }

    private static ReplicaStatus Read(ModuleSession session, string more = "-HeartbeatWaitSeconds 0")
        => (ReplicaStatus)session.Run("Get-SlaveStatus $at " + more).ThrowOnError().Single.BaseObject;
}
