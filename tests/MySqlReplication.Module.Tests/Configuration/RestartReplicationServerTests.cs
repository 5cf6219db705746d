using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>Restart-ReplicationServer on real servers beyond the prepared pair: refusals, plans, and a server that does not come up.</summary>
public sealed class RestartReplicationServerTests
{
    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public async Task It_asks_first_refuses_what_would_hurt_and_says_what_it_did(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        string Process() => session.Run("(Get-ReplicationSandbox $b.Name).ProcessId").Single.ToString();
        session.Run(
            """
            New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Start-ReplicationLink | Out-Null
            Invoke-ReplicationQuery $a 'CREATE DATABASE hello'
            Wait-ReplicationLink -Replica $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null
            """,
            ("r", new PSCredential("repl", new NetworkCredential(string.Empty, "Repl-pw-1").SecurePassword))).ThrowOnError();
        var before = Process();
        var plan = (ReplicationPlan)session.Run("$b | Restart-ReplicationServer -WhatIf").Single.BaseObject;
        Assert.Contains("Stop and start sandbox", plan.Steps.Single().Text, StringComparison.Ordinal);

        // A session on the source holds a temporary table that statements were logged for.
        using var held = new ModuleSession();
        using var release = new ManualResetEvent(false);
        var holding = Task.Run(() => held.Run("Invoke-ReplicationQuery $s \"SET SESSION binlog_format = 'STATEMENT'; CREATE TEMPORARY TABLE hello.t (i INT) ENGINE=InnoDB; SELECT SLEEP(300)\" -TimeoutSeconds 400", release, ("s", pair.A)));
        session.Run("while (-not (Invoke-ReplicationQuery $b \"SHOW GLOBAL STATUS WHERE Variable_name IN ('Slave_open_temp_tables', 'Replica_open_temp_tables') AND Value > 0\")) { }").ThrowOnError();
        Assert.Equal(["TemporaryTablesOpen"], session.Run("$b | Restart-ReplicationServer").ErrorIds);
        Assert.Equal(before, Process());
        release.Set();
        await holding;

        var forced = (ServerRestart)session.Run("$b | Restart-ReplicationServer -Force -WarningAction SilentlyContinue").Single.BaseObject;
        Assert.Equal((true, "sandbox " + pair.B.Name, pair.B.OptionFile), (forced.Changed, forced.Method, forced.OptionFile));
        Assert.True(forced.Away > TimeSpan.Zero);
        Assert.NotEqual(before, Process());

        // A change that names its server; what a later file would override is not asked of anybody.
        var asked = (ServerRestart)session.Run("Set-MyCnfReplication $a.OptionFile -RelayLog another -ReportHost db1 -Server $a -WarningAction SilentlyContinue | Restart-ReplicationServer").Single.BaseObject;
        Assert.Equal((true, true), (asked.Changed, asked.InForce));
        Assert.Contains("relay-log=another", File.ReadAllText(pair.A.OptionFile), StringComparison.Ordinal);
        Assert.Equal("db1", session.Run("(Invoke-ReplicationQuery $a 'SELECT @@report_host AS h').h").Single.ToString());

        // Reached by a name that no sandbox has, it is a server like any other: nobody supervises it, and 10.11 has no RESTART.
        var other = session.Run("Restart-ReplicationServer ('127.1:' + $b.Port) -Credential $c -OptionFile /nowhere", ("c", session.Run("$b.Credential.GetCredential()").Single.BaseObject));
        Assert.Equal(["RestartNotPossible"], other.ErrorIds);
        Assert.Equal(["ServiceNameInvalid"], session.Run("Restart-ReplicationServer $b -ServiceName 'a;b'").ErrorIds);
        var unknown = Path.Combine(pair.A.Directory, "unknown.cnf");
        File.WriteAllText(unknown, "[mysqld]\nserver-id=1\n");
        Assert.Equal(["RestartServerUnknown"], session.Run("Set-MyCnfReplication $f -ServerId 2 | Restart-ReplicationServer", ("f", unknown)).ErrorIds);

        // Somebody else broke the file: it is theirs, and nothing is put back.
        var whole = File.ReadAllText(pair.B.OptionFile);
        File.AppendAllText(pair.B.OptionFile, "no-such-option-at-all=1\n");
        var failed = session.Run("$b | Restart-ReplicationServer");
        Assert.Equal(["RestartFailed"], failed.ErrorIds);
        Assert.Contains("no-such-option-at-all", failed.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(whole + "no-such-option-at-all=1\n", File.ReadAllText(pair.B.OptionFile));
        File.WriteAllText(pair.B.OptionFile, whole);
        Assert.Equal("True", session.Run("($b | Restart-ReplicationServer -WarningAction SilentlyContinue).Changed").Single.ToString());
        Assert.Equal("1", session.Run("(Invoke-ReplicationQuery $b 'SELECT 1 AS one').one").Single.ToString());
    }
}
