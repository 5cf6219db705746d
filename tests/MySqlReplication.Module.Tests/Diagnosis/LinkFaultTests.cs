using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Module.Tests.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>Every fault made for real, and Test-ReplicationLink names the first broken station.</summary>
public sealed class LinkFaultTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_keeps_a_receiver_from_its_source(string server)
    {
        using var link = new FaultyLink(server);
        link.Sql("a", "CREATE USER 'elsewhere'@'10.9.9.9' IDENTIFIED BY 'Repl-pw-1'; CREATE USER 'nogrant'@'127.0.0.1' IDENTIFIED BY 'Repl-pw-1'");
        link.CatchUp();
        var healthy = link.ExpectHealthy();
        Assert.All(healthy.Steps.Where(s => s.Step < LinkStep.Row), step => Assert.Equal(LinkStepState.Passed, step.State));
        Assert.Null(healthy.FirstBroken);
        Assert.Equal(true, link.Session.Run("Test-ReplicationLink $b -Source $a -Quiet").Single.BaseObject);

        // MySQL 5.6 does not pass on what the source said: neither the address it saw nor the system's number.
        var here = link.IsToday ? "MASTER_AUTO_POSITION=1" : link.Here();
        link.Change("MASTER_PASSWORD='wrong'");
        var wrong = link.Expect(link.IsOld ? "LoginRefused" : "WrongPassword", LinkStep.Login);
        Assert.Equal([LinkStepState.Passed, LinkStepState.Passed, LinkStepState.Passed, LinkStepState.Passed], wrong.Steps.Take(4).Select(s => s.State));
        Assert.Equal(false, link.Session.Run("Test-ReplicationLink $b -Source $a -Quiet -TimeoutSeconds 4").Single.BaseObject);
        link.Change("MASTER_USER='elsewhere', MASTER_PASSWORD='Repl-pw-1'");
        link.Expect(link.IsOld ? "LoginRefused" : "AccountHostMismatch", LinkStep.Login);
        link.Change("MASTER_USER='nobody', MASTER_PASSWORD='Repl-pw-1'");
        link.Expect("AccountMissing", LinkStep.Login);
        link.Change("MASTER_USER='nogrant', MASTER_PASSWORD='Repl-pw-1'");
        link.Expect("AccountWithoutGrant", LinkStep.Login, "-TimeoutSeconds 4", 1597, 13120);
        link.Change("MASTER_HOST='no-such-host.invalid', " + here);
        link.Expect("SourceHostUnknown", LinkStep.Name, "-TimeoutSeconds 4", 2005);
        link.Change("MASTER_HOST='127.0.0.1', MASTER_PORT=1, " + here);
        link.Expect(link.IsOld ? "SourceUnreachable" : "SourcePortClosed", LinkStep.Tcp, "-TimeoutSeconds 4", 2003);

        using (var silent = new TcpListener(IPAddress.Loopback, 0))
        {
            silent.Start();
            link.Change("MASTER_PORT=" + ((IPEndPoint)silent.LocalEndpoint).Port + ", " + here);
            link.Expect("SourceSilent", LinkStep.Tcp);
        }

        // A port of something else: all five report it as a connection that was lost at the greeting.
        using (var other = new HostileServer((_, _) => Task.CompletedTask, guest => guest.RawAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"))))
        {
            link.Change("MASTER_PORT=" + other.Address.Split(':')[1] + ", " + here);
            link.Expect("SourceSilent", LinkStep.Handshake, "-TimeoutSeconds 4", 2013);
        }

        // One that speaks, and not as a server of today does: another protocol, a greeting of one byte, a proxy that cannot read the login.
        NotAServer("\u0009" + "3.21.0\0\u0001\0\0\0abcdefgh\0", 2007);
        if (!link.IsMariaDB)
        {
            NotAServer("\n", 2027, 2049);
        }

        NotAServer("\u00FF\u0013\u0004Bad handshake", 1043);
        link.Mend();
        link.ExpectHealthy();
        link.Sql("b", link.Replica("STOP", " IO_THREAD"));
        link.Expect("ReceiverStopped", LinkStep.Receiver);

        // The replica's own try, where it can be made beside the link: MySQL shows the link's password, MariaDB and 5.6 take no second link.
        var tried = link.Diagnose("-TryLogin");
        Assert.Contains(tried.Findings, f => f.Id == (link.IsToday ? "LoginAccepted" : "LoginNotTried"));
        Assert.Equal(link.IsToday ? LinkStepState.Passed : LinkStepState.Unknown, tried.Steps.Single(s => s.Step == LinkStep.Login).State);
        var badly = (LinkDiagnosis)link.Session.Run("Test-ReplicationLink $b -Source $a -TryLogin -ReplicationCredential $r", ("r", ServerSeat.Credential("repl", "wrong"))).Single.BaseObject;
        Assert.Equal(link.IsToday ? "WrongPassword" : "ReceiverStopped", badly.FirstBroken!.Id);
        Assert.Single(link.Session.Run("Get-SlaveStatus $b").ThrowOnError().Output);
        link.Sql("b", link.Replica("START", " IO_THREAD") + "; " + link.Replica("STOP", " SQL_THREAD"));
        link.Expect("ApplierStopped", LinkStep.Applier);
        link.Sql("b", link.Replica("START"));

        var id = link.Value("b", "SELECT @@server_id");
        link.Sql("b", link.Replica("STOP") + $"; SET GLOBAL server_id = {link.A.ServerId}; " + link.Replica("START"));
        link.Expect("EqualServerId", LinkStep.ServerIds, "-TimeoutSeconds 4", 1593, 13117);
        link.Sql("b", link.Replica("STOP") + $"; SET GLOBAL server_id = {id}; " + link.Replica("START"));
        link.ExpectHealthy();

        if (!link.IsMariaDB)
        {
            link.Change("MASTER_RETRY_COUNT=1, MASTER_CONNECT_RETRY=1, MASTER_PORT=1, " + here);
            link.Expect("RetriesExhausted", LinkStep.Receiver);
        }

        void NotAServer(string greeting, params int[] numbers)
        {
            using var other = new HostileServer((_, _) => Task.CompletedTask, guest => guest.SendAsync(Encoding.Latin1.GetBytes(greeting)));
            link.Change("MASTER_PORT=" + other.Address.Split(':')[1] + ", " + here);
            link.Expect("NotAServer", LinkStep.Handshake, "-TimeoutSeconds 4", numbers);
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_keeps_a_source_from_serving_the_place(string server)
    {
        using var link = new FaultyLink(server);
        var at = ((MySqlReplication.Status.SourceStatus)link.Session.Run("Get-MasterStatus $a").Single.BaseObject).Coordinates;
        var plain = link.IsToday ? ", MASTER_AUTO_POSITION=0" : link.IsMariaDB ? ", MASTER_USE_GTID=no" : string.Empty;
        link.Change($"MASTER_LOG_FILE='{at.File}', MASTER_LOG_POS=99999999{plain}");
        link.Expect("PositionPastEnd", LinkStep.Position, "-TimeoutSeconds 4", 1236, 13114);
        link.Change($"MASTER_LOG_FILE='{at.File}', MASTER_LOG_POS={at.Position - 5}{plain}");
        link.Expect("PositionInEvent", LinkStep.Position);

        link.Sql("a", "FLUSH BINARY LOGS; FLUSH BINARY LOGS");
        var last = ((MySqlReplication.Status.SourceStatus)link.Session.Run("Get-MasterStatus $a").Single.BaseObject).Coordinates;

        // MariaDB keeps a file as long as its checkpoint is not written, and says nothing.
        do
        {
            link.Sql("a", $"PURGE BINARY LOGS TO '{last.File}'");
        }
        while (link.Value("a", "SHOW BINARY LOGS") != last.File);

        link.Change($"MASTER_LOG_FILE='{at.File}', MASTER_LOG_POS=4{plain}");
        link.Expect("BinlogPurged", LinkStep.BinaryLog, "-TimeoutSeconds 4", 1236, 13114);

        if (link.IsToday)
        {
            link.Sql("b", "STOP REPLICA; RESET BINARY LOGS AND GTIDS; CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='', SOURCE_LOG_POS=4");
            link.Change("MASTER_AUTO_POSITION=1");
            link.Expect("GtidsPurged", LinkStep.BinaryLog);
        }
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void A_source_that_was_reset(string server)
    {
        using var link = new FaultyLink(server);
        link.Sql("a", link.IsToday ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER");
        link.Sql("b", link.Replica("STOP") + "; " + link.Replica("START"));
        link.Expect("SourceReset", LinkStep.BinaryLog);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_stops_an_applier(string server)
    {
        using var link = new FaultyLink(server);
        const string Aside = "SET sql_log_bin = 0; ";
        Fault(Aside + "INSERT INTO d.t VALUES (2, 'here')", "INSERT INTO d.t VALUES (2, 'there')", "DuplicateKey", Aside + "DELETE FROM d.t WHERE i = 2");
        Fault(Aside + "DELETE FROM d.t WHERE i = 1", "UPDATE d.t SET s = 'uno' WHERE i = 1", "RowMissing", Aside + "INSERT INTO d.t VALUES (1, 'one')", null, 1032);
        Fault(Aside + "RENAME TABLE d.t TO d.gone", "INSERT INTO d.t VALUES (3, 'x')", "TableMissing", Aside + "RENAME TABLE d.gone TO d.t");
        link.Sql("a", "CREATE DATABASE e; CREATE TABLE e.t (i INT PRIMARY KEY)");
        link.CatchUp();
        Fault(Aside + "DROP DATABASE e", "INSERT INTO e.t VALUES (1)", "DatabaseMissing", Aside + "CREATE DATABASE e; CREATE TABLE e.t (i INT PRIMARY KEY)");
        Fault(Aside + "ALTER TABLE d.t MODIFY s INT; ", "INSERT INTO d.t VALUES (4, 'x')", "SchemaDiffers", Aside + "ALTER TABLE d.t MODIFY s VARCHAR(20)", Aside + "UPDATE d.t SET s = NULL", 1677, 13146);
        link.ExpectHealthy();

        // Delayed on purpose is told, and is no fault.
        link.Change("MASTER_DELAY=3600" + (link.IsToday ? string.Empty : ", " + link.Here()));
        var delayed = link.ExpectHealthy();
        Assert.Contains(delayed.Findings, f => f is { Id: "DelayedReplica", Severity: FindingSeverity.Information });
        link.Change("MASTER_DELAY=0" + (link.IsToday ? string.Empty : ", " + link.Here()));

        // Tables that differ without harm, and with.
        link.Sql("b", Aside + "ALTER TABLE d.t ADD INDEX extra (s)");
        Assert.Contains(link.ExpectHealthy().Findings, f => f is { Id: "SchemaDiffers", Severity: FindingSeverity.Information });
        link.Sql("b", Aside + "ALTER TABLE d.t DROP INDEX extra, ADD COLUMN more INT");
        Assert.Contains(link.ExpectHealthy().Findings, f => f is { Id: "SchemaDiffers", Severity: FindingSeverity.Warning });
        link.Sql("b", "SET GLOBAL slave_exec_mode = 'IDEMPOTENT'");
        link.Expect("ErrorsAreSkipped", LinkStep.Applier);

        void Fault(string onB, string onA, string expected, string mend, string? before = null, params int[] numbers)
        {
            if (before is not null)
            {
                link.Sql("b", before);
            }

            link.Sql("b", onB);
            link.Sql("a", onA);
            link.Expect(expected, LinkStep.Applier, "-TimeoutSeconds 4", numbers);
            link.Sql("b", mend + "; " + link.Replica("START"));
            link.CatchUp();
        }
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void A_source_that_hangs_and_a_filter_that_drops_everything(string server)
    {
        using var link = new FaultyLink(server, null, new Hashtable { ["binlog-format"] = "ROW", ["relay-log"] = "relay", ["replicate-do-db"] = "nosuch" });
        var filtered = link.Expect("FilterDropsEverything", LinkStep.Filters, "-Canary");
        Assert.Null(filtered.RoundTrip);

        link.Change("MASTER_CONNECT_RETRY=5");
        LinkedPair.Until(link.Session, "$b", status => status.IsHealthy == true);

        // The hanging source cannot be asked; what the replica knows is enough.
        using (new FrozenServer(link.A))
        {
            var before = DateTime.UtcNow;
            LinkDiagnosis diagnosis;
            do
            {
                diagnosis = (LinkDiagnosis)link.Session.Run("Test-ReplicationLink $b -TimeoutSeconds 12").Single.BaseObject;
            }
            while (diagnosis.FirstBroken?.Id != "SourceFellSilent" && DateTime.UtcNow - before < TimeSpan.FromSeconds(120));

            Assert.Equal("SourceFellSilent", diagnosis.FirstBroken?.Id);
            Assert.Contains(diagnosis.Findings, f => f.Id == "SourceNotAsked");
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_canary_measures_the_round_trip_and_leaves_nothing(string server)
    {
        using var link = new FaultyLink(server);
        var proven = link.ExpectHealthy("-Canary");
        Assert.InRange(proven.RoundTrip!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(LinkStepState.Passed, proven.Steps.Single(s => s.Step == LinkStep.Row).State);
        link.CatchUp();
        foreach (var member in new[] { "a", "b" })
        {
            Assert.Equal("0", link.Value(member, "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql_replication'"));
        }

        // A read-only source is left alone.
        link.Sql("a", "SET GLOBAL read_only = 1");
        var position = link.Session.Run("\"$((Get-MasterStatus $a).Coordinates)\"").Single.ToString();
        var refused = link.Diagnose("-Canary");
        Assert.Contains(refused.Findings, f => f is { Id: "CanaryNotProvable", Severity: FindingSeverity.Unknown });
        Assert.Null(refused.RoundTrip);
        Assert.Equal(position, link.Session.Run("\"$((Get-MasterStatus $a).Coordinates)\"").Single.ToString());
    }
}
