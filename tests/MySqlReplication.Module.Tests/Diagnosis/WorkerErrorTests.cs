using System;
using System.Collections;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Module.Tests.Status;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>Appliers of several workers, of which one fails: what is told is that one's own error, not that of those that stopped with it.</summary>
public sealed class WorkerErrorTests
{
    [Theory]
    [InlineData("mysql-5.6", "slave-parallel-workers")]
    [InlineData("mysql-9", "replica-parallel-workers")]
    [InlineData("mariadb-11.8", "slave-parallel-threads")]
    public async Task The_worker_that_failed_is_told_before_those_that_stopped_with_it(string server, string option)
    {
        var plain = new Hashtable { ["binlog-format"] = "ROW", ["relay-log"] = "relay" };
        using var link = new FaultyLink(server, plain, new Hashtable(plain) { [option] = "4" });
        if (link.IsMariaDB)
        {
            link.Sql("b", "STOP SLAVE; SET GLOBAL slave_parallel_mode = 'optimistic'; START SLAVE");
        }

        link.Sql("a", "CREATE DATABASE e; CREATE TABLE e.t (i INT PRIMARY KEY) ENGINE=InnoDB; CREATE DATABASE f; CREATE TABLE f.t (i INT PRIMARY KEY) ENGINE=InnoDB");
        link.CatchUp();
        link.Sql("b", link.Replica("STOP", " SQL_THREAD") + "; SET sql_log_bin = 0; INSERT INTO e.t VALUES (5)");
        link.Sql("a", "INSERT INTO d.t VALUES (20, 'x'); INSERT INTO e.t VALUES (5); INSERT INTO f.t VALUES (6); INSERT INTO d.t VALUES (21, 'x'); INSERT INTO f.t VALUES (7)");

        // The row's lock holds the failing worker back until those behind it are done, all but their commits.
        using (var holder = new ModuleSession())
        {
            var held = Task.Run(() => holder.Run("Invoke-ReplicationQuery $b 'START TRANSACTION; SELECT i FROM e.t WHERE i = 5 FOR UPDATE; DO SLEEP(301)' -TimeoutSeconds 400", ("b", link.B)), TestContext.Current.CancellationToken);
            Until(link, "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(301)' AND STATE LIKE 'User sleep%'");
            link.Sql("b", link.Replica("START", " SQL_THREAD"));
            Until(link, link.IsOld ? "SELECT COUNT(*) FROM f.t" : "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for p%transaction to commit%'");
            link.Sql("b", "KILL " + link.Value("b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(301)' AND STATE LIKE 'User sleep%'"));
            await held;
        }

        var failed = LinkedPair.Until(link.Session, "$b", status => status is { Applier: ReplicaThreadState.Stopped, ApplierErrorCode: > 0 });
        Assert.Equal((false, "applier error 1062"), (failed.IsHealthy, failed.Problem));
        Assert.Equal(1062, failed.ApplierErrorExplanation!.Number);
        Assert.Contains("Duplicate entry '5'", failed.HealthReason, StringComparison.Ordinal);
        link.Expect("DuplicateKey", LinkStep.Applier, "-TimeoutSeconds 4", 1062);
        if (link.IsToday)
        {
            failed = LinkedPair.Until(link.Session, "$b", status => status.WorkerErrors is { Count: > 0 });
            var first = failed.WorkerErrors![0];
            Assert.Equal((1062, 1062), (first.Code, first.Explanation!.Number));
            Assert.Contains("Duplicate entry '5'", first.Error, StringComparison.Ordinal);
            return;
        }

        // These have no table of workers: the status tells the one error, the log what became of the others.
        Assert.Null(failed.WorkerErrors);
        Assert.Equal(1062, failed.ApplierErrorCode);
        var beside = link.IsMariaDB ? 1964 : 1756;
        var said = link.Session.Run("Get-ReplicationErrorLog $b").ThrowOnError().Output.Select(o => (ErrorLogEvent)o.BaseObject).First(e => e.Code == beside);
        Assert.Equal(beside, said.Explanation!.Number);

        // As advised; then all is there.
        link.Sql("b", "SET sql_log_bin = 0; DELETE FROM e.t");
        link.Session.Run("Start-ReplicationLink -Source $a -Replica $b | Out-Null").ThrowOnError();
        link.CatchUp();
        Assert.Equal("4", link.Value("b", "SELECT (SELECT COUNT(*) FROM f.t) + (SELECT COUNT(*) FROM d.t WHERE i >= 20)"));

        if (link.IsOld)
        {
            // A place behind the BEGIN: no worker can be given a group that has none.
            link.Sql("a", "FLUSH LOGS; INSERT INTO f.t VALUES (30)");
            var at = ((SourceStatus)link.Session.Run("Get-MasterStatus $a").Single.BaseObject).Coordinates.File;
            var map = link.Session.Run($"Invoke-ReplicationQuery $a \"SHOW BINLOG EVENTS IN '{at}'\"").ThrowOnError().Output.First(e => (string)e.Properties["Event_type"].Value == "Table_map").Properties["Pos"].Value;
            link.Change($"MASTER_LOG_FILE='{at}', MASTER_LOG_POS={map}");
            Assert.Equal(1755, LinkedPair.Until(link.Session, "$b", status => status.Applier == ReplicaThreadState.Stopped && status.ApplierErrorCode > 0).ApplierErrorCode);
        }
    }

    private static void Until(FaultyLink link, string count)
    {
        for (var limit = Stopwatch.StartNew(); link.Value("b", count) == "0";)
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60), link.Server + ": " + count + " stays 0");
        }
    }
}
