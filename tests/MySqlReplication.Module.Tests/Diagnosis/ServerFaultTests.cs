using System.Collections;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

public sealed class ServerFaultTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_makes_a_server_unfit_is_named(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        void Sql(string sql) => session.Run("Invoke-ReplicationQuery $a $sql", ("sql", sql)).ThrowOnError();
        ServerDiagnosis[] Both(string more = "") => session.Run("Test-ReplicationServer $a, $b " + more).ThrowOnError().Output.Select(o => (ServerDiagnosis)o.BaseObject).ToArray();
        string[] Ids(ServerDiagnosis diagnosis) => diagnosis.Findings.Select(f => f.Id).Distinct().ToArray();

        var fresh = Both("-Role Source");
        Assert.All(fresh, d => Assert.True(d.IsFit || d.Findings.Where(f => f.Severity == FindingSeverity.Error).All(f => f.Id.StartsWith("AutoIncrement", System.StringComparison.Ordinal)), d.ToString()));
        Assert.Contains("DiskSpaceNotTold", Ids(fresh[0]));
        Assert.Contains("AutoIncrementOffsetShared", Ids(Both()[0]));

        Sql("CREATE DATABASE d; CREATE TABLE d.nokey (i INT) ENGINE=InnoDB; CREATE TABLE d.loose (i INT PRIMARY KEY) ENGINE=MyISAM; CREATE DEFINER='gone'@'nowhere' VIEW d.v AS SELECT 1; CREATE EVENT d.e ON SCHEDULE EVERY 1 YEAR DO DO 1; SET GLOBAL event_scheduler = 1; SET GLOBAL slave_exec_mode = 'IDEMPOTENT'");
        Sql("SET GLOBAL server_id = " + pair.B.ServerId);
        var bad = Both("-Role Replica")[0];
        Assert.False(bad.IsFit);
        foreach (var id in new[] { "TablesWithoutPrimaryKey", "NonTransactionalTables", "DefinerMissing", "EventsEnabled", "ErrorsAreSkipped", "ServerIdShared", "ReplicaWritable" })
        {
            Assert.Contains(id, Ids(bad));
        }

        Assert.All(bad.Findings, f => Assert.True(f.Evidence.Length > 0 && f.Reason.Length > 0, f.Id));
        Assert.Equal([false, false], session.Run("Test-ReplicationServer $a, $b -Role Replica -Quiet").ThrowOnError().Output.Select(o => (bool)o.BaseObject));

        // A filter that a statement set: gone at the next restart.
        if (server != "mysql-5.6")
        {
            session.Run("Invoke-ReplicationQuery $b $sql", ("sql", server == "mysql-9" ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1'; CHANGE REPLICATION FILTER REPLICATE_DO_DB = (x)" : "SET GLOBAL replicate_do_db = 'x'")).ThrowOnError();
            var filtered = Both("-Role Replica")[1];
            Assert.Contains("LiveFilterLost", Ids(filtered));
        }

        // With its peer; a dead server is one error beside the answers.
        session.Run("Invoke-ReplicationQuery $b \"SET GLOBAL sql_mode = 'ANSI_QUOTES'\"; Disconnect-ReplicationServer $b").ThrowOnError();
        var result = session.Run("Test-ReplicationServer $a, '127.0.0.1:1' -Peer $b -Credential $c -TimeoutSeconds 60", ("c", ServerSeat.Credential("x", "x")));
        Assert.Equal(["ServerUnreachable"], result.ErrorIds);
        var peered = (ServerDiagnosis)Assert.Single(result.Output).BaseObject;
        Assert.Contains("SqlModeDiffers", Ids(peered));
        Assert.Contains("PeerReachabilityNotProven", Ids(peered));

        // The replica's own try tells whether it reaches the peer, and whom the peer sees.
        Sql("SET GLOBAL server_id = " + pair.A.ServerId);
        session.Run("New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Out-Null; Invoke-ReplicationQuery $b $reset", ("r", FaultyLink.Login), ("reset", server == "mysql-9" ? "RESET REPLICA ALL" : "DO 0")).ThrowOnError();
        ReplicationFinding Reach(string password) => ((ServerDiagnosis)session.Run("Test-ReplicationServer $b -Role Replica -Peer $a -ReplicationCredential $r", ("r", ServerSeat.Credential("repl", password))).Single.BaseObject)
            .Findings.Single(f => f.Subject == "network");
        Assert.Equal(("PeerReached", FindingSeverity.Information), (Reach("Repl-pw-1").Id, Reach("Repl-pw-1").Severity));
        Assert.Equal(("LoginRefused", FindingSeverity.Error), (Reach("wrong").Id, Reach("wrong").Severity));
        Assert.Empty(session.Run("$b | Get-SlaveStatus").ThrowOnError().Output);

        // The real option file is named; a server that does not tell its own, and of which nothing is known here, leaves the admin with where to look.
        Assert.Contains(bad.Findings, f => f.Fix?.StartsWith("Set-MyCnfReplication '" + pair.A.OptionFile + "' -", System.StringComparison.Ordinal) == true);
        Assert.DoesNotContain(bad.Findings, f => f.Fix?.Contains('<', System.StringComparison.Ordinal) == true);
        using (var proxy = new Status.Relay(pair.A.Port))
        {
            var strange = (ServerDiagnosis)session.Run("Test-ReplicationServer ([MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:' + $port).WithCredential($a.Credential)) -Role Source", ("port", proxy.Port)).Single.BaseObject;
            Assert.All(strange.Findings.Where(f => f.Fix?.Contains("Set-MyCnfReplication OPTION-FILE ", System.StringComparison.Ordinal) == true), f => Assert.Contains("--defaults-file", f.Fix, System.StringComparison.Ordinal));
            Assert.Equal(server == "mysql-5.6", strange.Findings.Any(f => f.Fix?.Contains("OPTION-FILE", System.StringComparison.Ordinal) == true));
        }

        // Clocks that agree are not spoken of; one that is two hours ahead (to sessions of this login) is, with the figure.
        Assert.DoesNotContain(peered.Findings, f => f.Id == "ClocksDiffer");
        Sql("CREATE USER 'late'@'127.0.0.1' IDENTIFIED BY 'Little-pw-1'; GRANT SELECT, PROCESS, REPLICATION CLIENT ON *.* TO 'late'@'127.0.0.1'; SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 7200'");
        var late = ((ServerDiagnosis)session.Run("Test-ReplicationServer ('127.0.0.1:' + $a.Port) -Role Source -Peer $b -Credential $c", ("c", ServerSeat.Credential("late", "Little-pw-1"))).Single.BaseObject).Findings.Single(f => f.Id == "ClocksDiffer");
        Assert.Equal(FindingSeverity.Warning, late.Severity);
        Assert.Matches(@"is 7[12]\d\d\.\d s ahead of that of " + Regex.Escape(pair.B.Server.ToString()), late.Evidence);
        Sql("SET GLOBAL init_connect = ''");

        // A login that may do little is told what it lacks.
        Sql("CREATE USER 'little'@'127.0.0.1' IDENTIFIED BY 'Little-pw-1'; GRANT SELECT ON *.* TO 'little'@'127.0.0.1'");
        var little = (ServerDiagnosis)session.Run("Test-ReplicationServer ('127.0.0.1:' + $a.Port) -Role Source -Credential $c", ("c", ServerSeat.Credential("little", "Little-pw-1"))).Single.BaseObject;
        Assert.Contains("PrivilegeMissing", Ids(little));

        // A cmdlet that may not look says it as a GRANT, and that cures it.
        Sql("CREATE USER 'none'@'127.0.0.1' IDENTIFIED BY 'Little-pw-1'");
        foreach (var command in server == "mysql-9" ? ["Get-MasterStatus", "Get-ReplicationErrorLog"] : server == "mysql-5.6" ? ["Get-SlaveStatus"] : new[] { "Get-MasterStatus", "Get-SlaveStatus" })
        {
            RunResult AsNone() => session.Run(command + " ('127.0.0.1:' + $a.Port) -Credential $c", ("c", ServerSeat.Credential("none", "Little-pw-1")));
            var lacking = AsNone();
            Assert.Equal(["PrivilegeMissing"], lacking.ErrorIds);
            var grant = Regex.Match(lacking.Errors[0].ErrorDetails.RecommendedAction, "GRANT .+ TO 'none'@'HOST'");
            Assert.True(grant.Success, lacking.Errors[0].ErrorDetails.RecommendedAction);
            Sql(grant.Value.Replace("HOST", "127.0.0.1", System.StringComparison.Ordinal));
            AsNone().ThrowOnError();
        }
    }

    [Fact]
    public void A_copied_uuid_and_a_missing_binary_log_are_named()
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, "mysql-5.6", new Hashtable(), new Hashtable { ["skip-log-bin"] = null });
        session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        File.Copy(Path.Combine(pair.A.DataDirectory, "auto.cnf"), Path.Combine(pair.B.DataDirectory, "auto.cnf"), overwrite: true);
        session.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();

        var both = session.Run("$a, $b | Test-ReplicationServer").ThrowOnError().Output.Select(o => (ServerDiagnosis)o.BaseObject).ToArray();
        Assert.All(both, d => Assert.Contains(d.Findings, f => f is { Id: "EqualServerUuid", Severity: FindingSeverity.Error }));
        Assert.Contains(both[1].Findings, f => f is { Id: "BinlogOff", Severity: FindingSeverity.Error });
    }
}
