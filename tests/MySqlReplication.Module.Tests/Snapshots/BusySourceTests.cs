using System;
using System.Collections;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>
/// A source that is written to all the time: money moves between accounts, every move leaves a line, single rows come by autocommit, a long
/// transaction is always open, and definitions change in another database. The copy must hold whole moves only, and the link must bring every later one exactly once.
/// </summary>
public sealed class BusySourceTests
{
    private const string Writer = "CREATE PROCEDURE shop.busy() BEGIN DECLARE n INT DEFAULT 0; WHILE (SELECT stop FROM shop.control) = 0 AND n < 50000000 DO START TRANSACTION;"
        + " UPDATE shop.account SET balance = balance - 1 WHERE id = n % 100 + 1; UPDATE shop.account SET balance = balance + 1 WHERE id = (n * 7) % 100 + 1; INSERT INTO shop.moves (v) VALUES (n); COMMIT;"
        + " INSERT INTO shop.single (v) VALUES (n); SET n = n + 1; END WHILE; END";

    private const string Markers = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication'";

    // Its two rows belong together, and there is hardly a moment when it is not between them.
    private const string Lingerer = "CREATE PROCEDURE shop.linger() BEGIN DECLARE n INT DEFAULT 0; WHILE (SELECT stop FROM shop.control) = 0 AND n < 100000 DO START TRANSACTION;"
        + " INSERT INTO shop.slow (v) VALUES (n); DO SLEEP(0.4); INSERT INTO shop.slow (v) VALUES (n); COMMIT; SET n = n + 1; END WHILE; END";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Whole_transactions_are_copied_and_later_ones_arrive_once(string server) => CopyUnderWriters(server, 1, null);

    [Theory]
    [Trait("kind", "soak")]
    [InlineData("mysql-5.6", "ROW")]
    [InlineData("mariadb-10.11", "STATEMENT")]
    [InlineData("mysql-9", null)]
    [InlineData("mariadb-11.8", "ROW")]
    public void A_hundred_copies_have_no_wrong_coordinates(string server, string? format)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "A soak: set MYSQLREPLICATION_SOAK=1.");
        CopyUnderWriters(server, 25, format);
    }

    private static void CopyUnderWriters(string server, int copies, string? format)
    {
        var options = new Hashtable();
        if (format is not null)
        {
            options["binlog-format"] = format;
        }

        using var pair = new SnapshotPair(server, options, new Hashtable(options) { ["replicate-wild-ignore-table"] = "other.%" });
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE DATABASE other",
            "CREATE TABLE shop.control (stop INT NOT NULL) ENGINE=InnoDB",
            "INSERT INTO shop.control VALUES (0)",
            "CREATE TABLE shop.account (id INT PRIMARY KEY, balance INT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE shop.moves (id INT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE shop.single (id INT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE shop.slow (id INT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB",
            "INSERT INTO shop.account VALUES " + string.Join(",", Enumerable.Range(1, 100).Select(i => "(" + i + ", 1000)")),
            "SET SESSION sql_log_bin = 0",
            Writer,
            Lingerer);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        using var stop = new CancellationTokenSource();
        var writer = Begin(pair, "Invoke-ReplicationQuery $a 'CALL shop.busy()' -TimeoutSeconds 7200", CancellationToken.None);
        var lingerer = Begin(pair, "Invoke-ReplicationQuery $a 'CALL shop.linger()' -TimeoutSeconds 7200", CancellationToken.None);
        var definer = Begin(pair, "$i = 0; while (-not $stop.IsCancellationRequested) { $i++; $null = Invoke-ReplicationQuery $a \"CREATE TABLE other.t$i (id INT) ENGINE=InnoDB; DROP TABLE other.t$i\"; [System.Threading.WaitHandle]::WaitAny(@($stop.WaitHandle), 30) | Out-Null }", stop.Token);
        try
        {
            Assert.True(SpinWait.SpinUntil(() => writer.IsCompleted || pair.Value("a", "SELECT COUNT(*) > 50 FROM shop.moves") == "1", TimeSpan.FromSeconds(120)));
            for (var i = 0; i < copies; i++)
            {
                pair.Run("Get-SlaveStatus $b | Remove-ReplicationLink -Confirm:$false").ThrowOnError();
                pair.Run("$copy = Copy-ReplicationSnapshot -Source $a -Replica $b -Database shop -Force -Verify -JournalPath $journal; $copy").ThrowOnError();
                var copied = (ReplicationSnapshot)pair.Run("$copy").Single.BaseObject;
                Assert.False(writer.IsCompleted, writer.IsCompleted ? writer.Result.AllText : string.Empty);

                // Markers, one a transaction among the writer's: the binary log and the snapshot tell of the same ones.
                Assert.True(copied.Verification!.MarkersBefore > 0 && copied.Verification.MarkersAfter > 0, copied.Verification.ToString());
                Assert.Equal(5, copied.Verification.TablesEqual);
                Assert.All(copied.Tables, t => Assert.NotNull(t.RowHash));
                Assert.Equal(copied.Verification.MarkersBefore!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), pair.Value("b", "SELECT COUNT(*) FROM " + copied.Verification.MarkerTable));
                Assert.Empty(pair.Rows("a", Markers));

                // Whole transactions: no money made or lost, and numbers without a gap.
                Assert.Equal("100000", pair.Value("b", "SELECT SUM(balance) FROM shop.account"));
                Assert.Equal("1", pair.Value("b", "SELECT COUNT(*) = MAX(id) AND COUNT(*) > 0 FROM shop.moves"));
                Assert.Equal("1", pair.Value("b", "SELECT COUNT(*) = 2 * COUNT(DISTINCT v) FROM shop.slow"));
                Assert.InRange(copied.WritersStalledMilliseconds, 0, 5000);
                pair.Run("$null = $copy | Start-ReplicationLink -ReplicationCredential $r" + (server == "mysql-5.6" ? " -Force" : string.Empty)).ThrowOnError();
            }
        }
        finally
        {
            stop.Cancel();
            pair.Sql("a", "UPDATE shop.control SET stop = 1");
            writer.Wait(TestContext.Current.CancellationToken);
            lingerer.Wait(TestContext.Current.CancellationToken);
            definer.Wait(TestContext.Current.CancellationToken);
        }

        writer.Result.ThrowOnError();
        lingerer.Result.ThrowOnError();
        definer.Result.ThrowOnError();
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a -TimeoutSeconds 300").ThrowOnError();
        Assert.Empty(pair.Rows("b", Markers));
        foreach (var table in new[] { "account", "moves", "single", "slow", "control" })
        {
            Assert.Equal(pair.Value("a", "CHECKSUM TABLE shop." + table), pair.Value("b", "CHECKSUM TABLE shop." + table));
        }
    }

    private static Task<RunResult> Begin(SnapshotPair pair, string script, CancellationToken stop)
    {
        var source = pair.Pair.A;
        return Task.Run(() =>
        {
            using var session = new ModuleSession();
            return session.Run(script, ("a", source), ("stop", stop));
        });
    }
}
