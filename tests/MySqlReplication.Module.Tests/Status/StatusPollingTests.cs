using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>Who reads a status again and again asks over a session that is kept as it was: one trip to the server, and nobody notices when it had died.</summary>
public sealed class StatusPollingTests
{
    private const string Poll = "Get-SlaveStatus $b -HeartbeatWaitSeconds 0";
    private const string Asked = "(argument LIKE '%SHOW ALL SLAVES STATUS%' OR argument LIKE '%SHOW REPLICA STATUS%')";

    // What sessions that were asked for a status were told when they were made or began anew.
    private const string Renewed = "SELECT COUNT(*) AS n FROM mysql.general_log a JOIN (SELECT DISTINCT thread_id FROM mysql.general_log WHERE command_type = 'Query' AND " + Asked + ") s ON a.thread_id = s.thread_id WHERE a.argument LIKE 'SET NAMES%' OR a.command_type = 'Connect'";

    [Theory]
    [InlineData("mariadb-11.8")]
    [InlineData("mysql-9")]
    public void A_kept_session_is_asked_at_once_and_a_dead_one_is_replaced_unseen(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        UntilKept(session, Poll);

        session.Run("Invoke-ReplicationQuery $b 'TRUNCATE mysql.general_log; SET GLOBAL general_log = 1'").ThrowOnError();
        for (var i = 0; i < 3; i++)
        {
            session.Run(Poll).ThrowOnError();
        }

        session.Run("Invoke-ReplicationQuery $b 'SET GLOBAL general_log = 0'").ThrowOnError();
        Assert.Equal(("3", "1", "0"), (
            Value(session, "SELECT COUNT(*) AS n FROM mysql.general_log WHERE command_type = 'Query' AND " + Asked),
            Value(session, "SELECT COUNT(DISTINCT thread_id) AS n FROM mysql.general_log WHERE " + Asked),
            Value(session, Renewed)));

        // Killed beside us, as wait_timeout does it.
        session.Run("Invoke-ReplicationQuery $b 'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = ''root'' AND ID <> CONNECTION_ID()' | ForEach-Object { Invoke-ReplicationQuery $b ('KILL ' + $_.id) }").ThrowOnError();
        AssertRead(session, pair);

        session.Run("$b | Stop-ReplicationSandbox; $b | Start-ReplicationSandbox").ThrowOnError();
        AssertRead(session, pair);
        AssertRead(session, pair);
    }

    [Fact]
    public void A_server_that_falls_silent_while_it_is_polled_costs_its_own_timeout()
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, "mariadb-10.11");
        UntilKept(session, Poll + " -TimeoutSeconds 3");

        using (new FrozenServer(pair.B))
        {
            var watch = Stopwatch.StartNew();
            var silent = session.Run(Poll + " -TimeoutSeconds 3");
            Assert.Equal(["ServerUnreachable"], silent.ErrorIds);
            Assert.Contains("no answer within 3 s", silent.Errors[0].ToString(), StringComparison.Ordinal);

            // Far less than the half minute that an answer is waited for.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
        }

        AssertRead(session, pair);
    }

    // Polls until the server sees a session that is asked as it was left.
    private static void UntilKept(ModuleSession session, string poll)
    {
        session.Run("Invoke-ReplicationQuery $b 'SET GLOBAL log_output = ''TABLE'' '").ThrowOnError();
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    session.Run("Invoke-ReplicationQuery $b 'TRUNCATE mysql.general_log; SET GLOBAL general_log = 1'; " + poll + "; Invoke-ReplicationQuery $b 'SET GLOBAL general_log = 0'").ThrowOnError();
                    return Value(session, Renewed) == "0";
                },
                TimeSpan.FromSeconds(60)),
            "No session is kept.");
    }

    private static void AssertRead(ModuleSession session, LinkedPair pair)
    {
        var read = session.Run(Poll).ThrowOnError();
        Assert.Empty(read.Warnings);
        Assert.Equal(pair.A.Server.ToString(), ((ReplicaStatus)read.Single.BaseObject).Source!.ToString());
    }

    private static string Value(ModuleSession session, string sql)
        => session.Run("(Invoke-ReplicationQuery $b $sql).n", ("sql", sql)).ThrowOnError().Single.ToString()!;
}
