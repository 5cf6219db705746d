using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Links;
using MySqlReplication.Module.Tests.Repair;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.MainJob;

/// <summary>Ctrl-C at each step of what changes servers: they are as before or as asked for, never between, and the next run gets there.</summary>
public sealed class StoppedAnywhereTests
{
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public async Task An_account_and_a_link_are_there_whole_or_not_at_all(string server)
    {
        using var pair = LinkPair.Create(server);
        var before = pair.Position(pair.A);
        const string Make = "New-ReplicationUser -Server $a -Peer $b -UserName second -Confirm:$false";
        var steps = 0;
        for (; ; steps++)
        {
            var (result, came) = StopAtStep.Run(pair.Session, steps + 1, Make);
            if (!came)
            {
                break;
            }

            // Whole, with its right, or not there; no session of the pool keeps what was set in it; nothing went to the binary log.
            var there = pair.Column(pair.A, "SELECT Repl_slave_priv FROM mysql.user WHERE User = 'second'");
            Assert.True(there.Count == 0 || there is ["Y"], string.Join(",", there) + " after step " + (steps + 1));
            Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal("1", pair.Column(pair.A, "SELECT @@SESSION.sql_log_bin").Single()));
            Assert.Equal(before, pair.Position(pair.A));
            if (there.Count > 0)
            {
                pair.Execute(pair.A, "SET sql_log_bin=0; DROP USER 'second'@'127.0.0.1'");
            }
        }

        Assert.True(steps >= 2, steps + " steps");
        pair.Execute(pair.A, "SET sql_log_bin=0; DROP USER 'second'@'127.0.0.1'");

        const string Link = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Confirm:$false";
        for (steps = 0; ; steps++)
        {
            var (_, came) = StopAtStep.Run(pair.Session, steps + 1, Link);
            if (!came)
            {
                break;
            }

            // It ran to its end before the stop came, or there is none.
            if (pair.Status(pair.B) is { } status)
            {
                Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (status.Receiver, status.Applier));
                pair.Run("$null = Remove-ReplicationLink $b -Confirm:$false").ThrowOnError();
            }
        }

        Assert.True(steps >= 3, steps + " steps");
        Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (pair.Status(pair.B)!.Receiver, pair.Status(pair.B)!.Applier));

        // A change of a link that runs: it runs on as it was, or as it was to be.
        const string Change = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -DelaySeconds 3 -Confirm:$false";
        for (steps = 0; ; steps++)
        {
            var (_, came) = StopAtStep.Run(pair.Session, steps + 1, Change);
            if (!came)
            {
                break;
            }

            await RunsAsync(() => pair.Status(pair.B));
            var status = pair.Status(pair.B)!;
            Assert.True(status.WantedDelay == TimeSpan.Zero || status.WantedDelay == TimeSpan.FromSeconds(3), status.WantedDelay.ToString());
            pair.Run("$null = Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -DelaySeconds 0 -Confirm:$false").ThrowOnError();
        }

        Assert.True(server == "mysql-5.6" || steps >= 3, steps + " steps");
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public async Task A_repair_is_taken_up_again_and_loses_nothing(string server)
    {
        using var session = new ModuleSession();
        using var fault = RenamedRelayLog.Create(session, server);
        var name = "old-relay";
        var rows = 1;
        for (var step = 1; ; step++)
        {
            fault.BreakAgain(name, name = "relay" + step, ref rows);
            var (_, came) = StopAtStep.Run(session, step, "Repair-RelayLog $a -Confirm:$false");

            // Whatever the stop left, the next run brings it to its end.
            if (session.Run("Repair-RelayLog $a -Confirm:$false | Out-Null") is { ErrorIds: [var id] } refused)
            {
                // It was mended, and stopped before it ran: then there is nothing to repair, and what to do is said.
                Assert.Equal("LinkStopped", id);
                Assert.StartsWith("Start-ReplicationLink -Source " + fault.B.Server + " -Replica " + fault.A.Server, refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
                fault.Run("Start-ReplicationLink -Source $b -Replica $a | Out-Null");
            }

            await RunsAsync(() => fault.Status());
            fault.Run("Wait-ReplicationLink $a -Source $b | Out-Null");
            Assert.Equal(Enumerable.Range(1, rows).Select(r => (long)r), fault.Rows());
            if (!came)
            {
                Assert.True(step > 4, step + " steps");
                return;
            }
        }
    }

    // What was put back is told to start, and is given a moment to reach its source.
    private static async Task RunsAsync(Func<ReplicaStatus?> look)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (look() is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running })
            {
                return;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), look()?.ToString());
        }
    }
}
