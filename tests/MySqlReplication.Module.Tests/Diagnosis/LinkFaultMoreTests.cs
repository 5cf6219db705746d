using System;
using System.Collections;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>Faults that take a server of their own, each on the servers that can have it.</summary>
public sealed class LinkFaultMoreTests
{
    private const string Account = "CREATE USER 'repl'@'127.0.0.1' IDENTIFIED BY 'Repl-pw-1'; GRANT REPLICATION SLAVE ON *.* TO 'repl'@'127.0.0.1'";

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    public void A_copied_uuid(string server)
    {
        using var link = new FaultyLink(server, link: false);
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        File.Copy(Path.Combine(link.A.DataDirectory, "auto.cnf"), Path.Combine(link.B.DataDirectory, "auto.cnf"), overwrite: true);
        link.Session.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();
        link.Sql("a", Account);
        link.Mend();
        link.Expect("EqualServerUuid", LinkStep.ServerIds, "-TimeoutSeconds 4", 1593, 13117);
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void A_source_without_a_binary_log(string server)
    {
        var plain = new Hashtable { ["relay-log"] = "relay" };
        using var link = new FaultyLink(server, new Hashtable { ["skip-log-bin"] = null }, plain, link: false);
        link.Sql("a", Account);
        link.Change($"MASTER_HOST='127.0.0.1', MASTER_PORT={link.A.Port}, MASTER_USER='repl', MASTER_PASSWORD='Repl-pw-1', MASTER_LOG_FILE='binlog.000001', MASTER_LOG_POS=4" + (link.IsMariaDB ? ", MASTER_USE_GTID=no" : string.Empty));
        link.Expect("BinlogOff", LinkStep.BinaryLog, "-TimeoutSeconds 4", 1236, 13114);
    }

    [Fact]
    public void GTID_modes_that_do_not_fit()
    {
        using var link = new FaultyLink("mysql-9", new Hashtable { ["gtid-mode"] = "OFF", ["enforce-gtid-consistency"] = "OFF" }, new Hashtable { ["relay-log"] = "relay" }, link: false);
        link.Sql("a", Account);
        link.Change($"MASTER_HOST='127.0.0.1', MASTER_PORT={link.A.Port}, MASTER_USER='repl', MASTER_PASSWORD='Repl-pw-1', MASTER_AUTO_POSITION=0, {link.Here()}");
        link.Expect("GtidModeDiffers", LinkStep.ServerIds, "-TimeoutSeconds 4", 1593, 13117);
    }

    [Fact]
    public void Histories_that_differ_on_MySQL()
    {
        using var link = new FaultyLink("mysql-9");
        link.Sql("b", "CREATE DATABASE mine");
        link.Expect("ErrantGtids", LinkStep.Row);

        // A becomes B's replica too, and then B goes back to a time before its own row.
        link.Session.Run("New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r | Start-ReplicationLink | Out-Null; Wait-ReplicationLink $a -Source $b | Out-Null", ("r", FaultyLink.Login)).ThrowOnError();
        link.ExpectHealthy();
        link.Session.Run("Stop-ReplicationLink $a | Out-Null; Stop-ReplicationLink $b | Out-Null").ThrowOnError();
        link.Sql("b", "SET @b = @@server_uuid; SELECT 1");
        var uuid = link.Value("b", "SELECT @@server_uuid");
        var others = string.Join(",", link.Value("a", "SELECT @@GLOBAL.gtid_executed").Replace("\n", string.Empty, StringComparison.Ordinal).Split(',').Where(s => !s.Contains(uuid, StringComparison.Ordinal)));
        link.Sql("b", $"RESET BINARY LOGS AND GTIDS; SET GLOBAL gtid_purged = '{others}'");
        link.Mend();
        link.Expect("OwnEventsLost", LinkStep.Row);
    }

    // A's log does not hold what it replicated: only how far it had come in B's tells.
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-10.11")]
    public void A_member_that_was_restored_from_an_older_backup(string server)
    {
        using var link = new FaultyLink(server);
        link.Session.Run("New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r | Start-ReplicationLink | Out-Null; Wait-ReplicationLink $a -Source $b | Out-Null", ("r", FaultyLink.Login)).ThrowOnError();
        link.ExpectHealthy();
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        var kept = link.B.DataDirectory + ".kept";
        using (var copy = System.Diagnostics.Process.Start("cp", ["-a", link.B.DataDirectory, kept]))
        {
            copy.WaitForExit();
        }

        link.Session.Run("$null = $b | Start-ReplicationSandbox; Invoke-ReplicationQuery $b $start", ("start", link.Replica("START"))).ThrowOnError();
        link.Sql("b", "INSERT INTO d.t VALUES (60, 'late')");

        // It would try again by itself, after a while.
        link.Sql("a", link.Replica("STOP") + "; " + link.Replica("START"));
        link.Session.Run("Wait-ReplicationLink $a -Source $b | Out-Null").ThrowOnError();
        link.ExpectHealthy();
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        Directory.Delete(link.B.DataDirectory, recursive: true);
        Directory.Move(kept, link.B.DataDirectory);
        link.Session.Run("$null = $b | Start-ReplicationSandbox; Invoke-ReplicationQuery $b $start", ("start", link.Replica("START"))).ThrowOnError();
        link.Expect("OwnEventsLost", LinkStep.Row);
        Assert.Equal("0", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 60"));
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-11.8")]
    public void An_event_that_is_too_large(string server)
    {
        using var link = new FaultyLink(server);
        link.Sql("b", "SET GLOBAL slave_max_allowed_packet = 1024; " + link.Replica("STOP") + "; " + link.Replica("START"));
        link.Sql("a", "CREATE TABLE d.big (i INT PRIMARY KEY, b LONGTEXT); INSERT INTO d.big VALUES (1, REPEAT('x', 900000))");
        link.Expect("EventTooLarge", LinkStep.Position);
    }

    [Fact]
    public void Logins_that_need_more_than_the_link_gives()
    {
        using (var link = new FaultyLink("mysql-9"))
        {
            link.Sql("a", "CREATE USER 'sha'@'127.0.0.1' IDENTIFIED BY 'Sha-pw-1'; GRANT REPLICATION SLAVE ON *.* TO 'sha'@'127.0.0.1'; CREATE USER 'named'@'db2.example' IDENTIFIED BY 'Sha-pw-1'");
            link.CatchUp();
            link.Change("MASTER_USER='named', MASTER_PASSWORD='Sha-pw-1'");
            link.Expect("AccountHostMismatch", LinkStep.Login);
            link.Change("MASTER_SSL=0, MASTER_USER='sha', MASTER_PASSWORD='Sha-pw-1'");
            link.Expect("LoginNeedsSecureConnection", LinkStep.Login, "-TimeoutSeconds 4", 2061);
            link.Sql("a", "CREATE USER 'safe'@'127.0.0.1' IDENTIFIED BY 'Safe-pw-1' REQUIRE SSL; GRANT REPLICATION SLAVE ON *.* TO 'safe'@'127.0.0.1'");
            link.Change("MASTER_SSL=0, GET_MASTER_PUBLIC_KEY=1, MASTER_USER='safe', MASTER_PASSWORD='Safe-pw-1'");
            link.Expect("TlsDemanded", LinkStep.Tls);
        }

        using (var link = new FaultyLink("mariadb-11.8"))
        {
            link.Sql("a", "CREATE USER 'safe'@'127.0.0.1' IDENTIFIED BY 'Safe-pw-1' REQUIRE SSL; GRANT REPLICATION SLAVE ON *.* TO 'safe'@'127.0.0.1'");
            link.CatchUp();
            link.Change("MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0, MASTER_USER='safe', MASTER_PASSWORD='Safe-pw-1'");
            link.Expect("TlsDemanded", LinkStep.Tls);
        }
    }

    [Fact]
    public void Numbers_out_of_order_in_one_domain()
    {
        using var link = new FaultyLink("mariadb-10.11", new Hashtable { ["binlog-format"] = "ROW", ["relay-log"] = "relay", ["log-slave-updates"] = null });
        link.Sql("b", "SET GLOBAL gtid_strict_mode = 1; CREATE DATABASE mine; CREATE DATABASE mine2");
        link.Sql("a", "INSERT INTO d.t VALUES (3, 'x')");
        link.Expect("GtidOutOfOrder", LinkStep.Applier);
    }
}
