using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>A pair that is prepared by Set-MyCnfReplication -Role and Restart-ReplicationServer alone: nothing the second time, wrong options taken back, no row lost by kill -9.</summary>
public sealed class PreparedPairTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_pair_is_prepared_survives_a_wrong_option_and_loses_nothing_when_it_is_killed(string server) => Prove(server, rounds: 1);

    [Theory]
    [Trait("kind", "soak")]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_prepared_pair_loses_nothing_however_often_it_is_killed(string server)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "a long run: MYSQLREPLICATION_SOAK=1");
        Prove(server, rounds: 15);
    }

    private static void Prove(string server, int rounds)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        const string Prepare = "$a | Set-MyCnfReplication -Role MasterMaster -Node 1 -Of 10 | Restart-ReplicationServer; $b | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 10 | Restart-ReplicationServer";
        var first = session.Run(Prepare).ThrowOnError().Output.Select(o => (ServerRestart)o.BaseObject).ToList();
        Assert.All(first, r => Assert.Equal((true, true), (r.Changed, r.InForce)));
        Assert.All(first, r => Assert.StartsWith("sandbox ", r.Method, StringComparison.Ordinal));
        var running = Processes(session);
        var second = session.Run(Prepare).ThrowOnError().Output.Select(o => (ServerRestart)o.BaseObject).ToList();
        Assert.All(second, r => Assert.Equal((false, true), (r.Changed, r.InForce)));
        Assert.All(second, r => Assert.Null(r.Away));
        Assert.Equal(running, Processes(session));
        Sound(session, "-Path $a.OptionFile, $b.OptionFile -Server $a, $b");

        TakeBackWhatDoesNotStart(session, pair.A);

        session.Run(
            """
            New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Start-ReplicationLink | Out-Null
            New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r | Start-ReplicationLink | Out-Null
            Invoke-ReplicationQuery $a 'CREATE DATABASE hello'
            Invoke-ReplicationQuery $a 'CREATE TABLE hello.w (id INT AUTO_INCREMENT PRIMARY KEY, origin VARCHAR(10) NOT NULL, n INT NOT NULL) ENGINE=InnoDB'
            Wait-ReplicationLink -Replica $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null
            """,
            ("r", new PSCredential("repl", new NetworkCredential(string.Empty, "Repl-pw-1").SecurePassword))).ThrowOnError();
        for (var round = 1; round <= rounds; round++)
        {
            Kill(session, pair, "$b", "b" + round);
            Kill(session, pair, "$a", "a" + round);
        }
    }

    // The folder of the logs is not there: no server starts with it.
    private static void TakeBackWhatDoesNotStart(ModuleSession session, ReplicationSandbox a)
    {
        var before = File.ReadAllText(a.OptionFile);
        var refused = session.Run("$a | Set-MyCnfReplication -LogBin /nowhere/at/all/bin | Restart-ReplicationServer");
        Assert.Equal(["RestartRolledBack"], refused.ErrorIds);
        var told = refused.Errors[0].Exception.Message;
        Assert.Contains("/nowhere/at/all/bin", told, StringComparison.Ordinal);
        Assert.Contains("is again as it was", told, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Errors[0].ErrorDetails.RecommendedAction);
        Assert.Equal(before, File.ReadAllText(a.OptionFile));
        Assert.Contains(Directory.GetFiles(a.Directory, "*.bak"), f => File.ReadAllText(f).Contains("/nowhere/at/all/bin", StringComparison.Ordinal));
        Assert.Equal("1", session.Run("(Invoke-ReplicationQuery $a 'SELECT 1 AS one').one").Single.ToString());
        Sound(session, "$a.OptionFile -Server $a");
    }

    private static void Kill(ModuleSession session, TestPair pair, string victim, string round)
    {
        var writers = new[] { pair.A, pair.B }.Select((s, i) => WriteAsync(s, round + "ab"[i])).ToArray();
        var wanted = Stopwatch.StartNew();
        while (Rows(session, victim == "$a" ? "$b" : "$a", round) < 40 || "ab".Any(w => Rows(session, victim == "$a" ? "$b" : "$a", round + w) <= 10))
        {
            Assert.True(wanted.Elapsed < TimeSpan.FromSeconds(90), "nobody writes");
        }

        using (var process = Process.GetProcessById(int.Parse(session.Run("(Get-ReplicationSandbox " + victim + ".Name).ProcessId").Single.ToString(), CultureInfo.InvariantCulture)))
        {
            process.Kill();
            process.WaitForExit();
        }

        var written = Task.WhenAll(writers).GetAwaiter().GetResult();
        var other = victim == "$a" ? "$b" : "$a";
        session.Run(
            $$"""
            {{victim}} | Start-ReplicationSandbox | Out-Null
            Stop-ReplicationLink -Replica {{other}} -Thread Receiver -Confirm:$false | Out-Null
            Start-ReplicationLink -Source {{victim}} -Replica {{other}} | Out-Null
            Stop-ReplicationLink -Replica {{victim}} -Confirm:$false | Out-Null
            Start-ReplicationLink -Source {{other}} -Replica {{victim}} | Out-Null
            Wait-ReplicationLink -Replica $b -Coordinates (Get-MasterStatus $a).Coordinates -TimeoutSeconds 180 | Out-Null
            Wait-ReplicationLink -Replica $a -Coordinates (Get-MasterStatus $b).Coordinates -TimeoutSeconds 180 | Out-Null
            """).ThrowOnError();

        // Every row that was acknowledged is there, and both hold the same.
        Assert.All(written, w => Assert.True(w.Acknowledged > 5, w.ToString()));
        foreach (var (origin, acknowledged) in written)
        {
            foreach (var member in new[] { "$a", "$b" })
            {
                Assert.Equal(acknowledged.ToString(CultureInfo.InvariantCulture), session.Run($"(Invoke-ReplicationQuery {member} \"SELECT COUNT(DISTINCT n) AS c FROM hello.w WHERE origin = '{origin}' AND n <= {acknowledged}\").c").Single.ToString());
            }
        }

        const string Sum = "(Invoke-ReplicationQuery {0} 'SELECT CONCAT(COUNT(*), \"/\", SUM(CRC32(CONCAT(id, origin, n)))) AS s FROM hello.w').s";
        var sums = new[] { "$a", "$b" }.Select(m => string.Join(" and ", session.Run(string.Format(CultureInfo.InvariantCulture, Sum, m)).ThrowOnError().Output)).ToArray();
        Assert.Equal(sums[0], sums[1]);
    }

    // Writes until the server does not answer, or for a while longer than it takes to kill the other.
    private static Task<(string Origin, int Acknowledged)> WriteAsync(ReplicationSandbox sandbox, string origin) => Task.Run(() =>
    {
        using var session = new ModuleSession();
        var written = session.Run(
            """
            $acknowledged = 0
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            while ($watch.Elapsed.TotalSeconds -lt 4 -or ($acknowledged -lt 40 -and $watch.Elapsed.TotalSeconds -lt 80)) {
                try { Invoke-ReplicationQuery $s 'INSERT INTO hello.w (origin, n) VALUES (@o, @n)' -Parameter @{ o = $o; n = $acknowledged + 1 } -ErrorAction Stop; $acknowledged++ } catch { break }
            }
            $acknowledged
            """,
            ("s", sandbox),
            ("o", origin));
        return (origin, int.Parse(written.Output[^1].ToString()!, CultureInfo.InvariantCulture));
    });

    // That the binary log never expires depends on how full this machine's disk is.
    private static void Sound(ModuleSession session, string arguments)
        => Assert.DoesNotContain(session.Run("Test-MyCnfReplication " + arguments).ThrowOnError().Output.Select(o => o.ToString()), f => !f.StartsWith("BinlogNeverExpires", StringComparison.Ordinal));

    private static int Rows(ModuleSession session, string member, string round)
        => int.Parse(session.Run($"(Invoke-ReplicationQuery {member} \"SELECT COUNT(*) AS c FROM hello.w WHERE origin LIKE '{round}%'\").c").Single.ToString()!, CultureInfo.InvariantCulture);

    private static List<string> Processes(ModuleSession session) => session.Run("($a, $b | Get-ReplicationSandbox).ProcessId").ThrowOnError().Output.Select(o => o.ToString()!).ToList();
}
