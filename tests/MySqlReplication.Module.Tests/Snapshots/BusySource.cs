using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>
/// A source ($a) that is written to all the time: money moves between accounts, every move leaves a line, single rows come by autocommit, a long
/// transaction is always open, and definitions change in another database. Only whole moves may be seen, and every later one comes exactly once.
/// </summary>
internal sealed class BusySource : IDisposable
{
    /// <summary>For the replica: the definitions of the other database are none of its business.</summary>
    public const string FilterName = "replicate-wild-ignore-table";

    public const string FilterValue = "other.%";

    // Each writer has accounts of its own, so that none ends by a deadlock.
    private const string Writer = "CREATE PROCEDURE shop.busy(k INT) BEGIN DECLARE n INT DEFAULT 0; WHILE (SELECT stop FROM shop.control) = 0 AND n < 50000000 DO START TRANSACTION;"
        + " UPDATE shop.account SET balance = balance - 1 WHERE id = k * 100 + n % 100; UPDATE shop.account SET balance = balance + 1 WHERE id = k * 100 + (n * 7) % 100; INSERT INTO shop.moves (k, v) VALUES (k, n); COMMIT;"
        + " INSERT INTO shop.single (k, v) VALUES (k, n); SET n = n + 1; END WHILE; END";

    // Its two rows belong together, and there is hardly a moment when it is not between them.
    private const string Lingerer = "CREATE PROCEDURE shop.linger() BEGIN DECLARE n INT DEFAULT 0; WHILE (SELECT stop FROM shop.control) = 0 AND n < 100000 DO START TRANSACTION;"
        + " INSERT INTO shop.slow (v) VALUES (n); DO SLEEP(0.4); INSERT INTO shop.slow (v) VALUES (n); COMMIT; SET n = n + 1; END WHILE; END";

    private static readonly string[] Tables = ["account", "moves", "single", "slow", "control"];

    private readonly SnapshotPair _pair;
    private readonly int _writers;
    private readonly List<Task<RunResult>> _running = [];
    private readonly CancellationTokenSource _stop = new();

    public BusySource(SnapshotPair pair, int writers)
    {
        _pair = pair;
        _writers = writers;
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE DATABASE other",
            "CREATE TABLE shop.control (stop INT NOT NULL) ENGINE=InnoDB",
            "INSERT INTO shop.control VALUES (0)",
            "CREATE TABLE shop.account (id INT PRIMARY KEY, balance INT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE shop.moves (id INT AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, v INT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE shop.single (id INT AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, v INT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE shop.slow (id INT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB",
            "INSERT INTO shop.account VALUES " + string.Join(",", Enumerable.Range(0, 100 * writers).Select(i => "(" + i + ", 1000)")),
            "SET SESSION sql_log_bin = 0",
            Writer,
            Lingerer);
        for (var k = 0; k < writers; k++)
        {
            Begin("Invoke-ReplicationQuery $a 'CALL shop.busy(" + k.ToString(CultureInfo.InvariantCulture) + ")' -TimeoutSeconds 7200", CancellationToken.None);
        }

        Begin("Invoke-ReplicationQuery $a 'CALL shop.linger()' -TimeoutSeconds 7200", CancellationToken.None);
        Begin("$i = 0; while (-not $stop.IsCancellationRequested) { $i++; $null = Invoke-ReplicationQuery $a \"CREATE TABLE other.t$i (id INT) ENGINE=InnoDB; DROP TABLE other.t$i\"; [System.Threading.WaitHandle]::WaitAny(@($stop.WaitHandle), 30) | Out-Null }", _stop.Token);
    }

    /// <summary>Moves that are written so far.</summary>
    public long Moves => long.Parse(_pair.Value("a", "SELECT COUNT(*) FROM shop.moves"), CultureInfo.InvariantCulture);

    /// <summary>Waits until every writer has written.</summary>
    public void UntilBusy() => Assert.True(
        SpinWait.SpinUntil(() => _running.Any(r => r.IsCompleted) || _pair.Rows("a", "SELECT k FROM shop.moves GROUP BY k HAVING COUNT(*) > 50").Count == _writers, TimeSpan.FromSeconds(120)) && _running.All(r => !r.IsCompleted),
        Said());

    /// <summary>That all of them still write.</summary>
    public void AssertGoing() => Assert.True(_running.All(r => !r.IsCompleted), Said());

    /// <summary>Whole transactions on $b: no money made or lost, and numbers without a gap.</summary>
    public void AssertWhole()
    {
        Assert.Equal((100000 * _writers).ToString(CultureInfo.InvariantCulture), _pair.Value("b", "SELECT SUM(balance) FROM shop.account"));
        Assert.Equal(_writers.ToString(CultureInfo.InvariantCulture), _pair.Value("b", "SELECT COUNT(DISTINCT k) FROM shop.moves"));
        foreach (var table in new[] { "moves", "single" })
        {
            Assert.Empty(_pair.Rows("b", "SELECT k, COUNT(*), MAX(v) FROM shop." + table + " GROUP BY k HAVING COUNT(*) <> MAX(v) + 1 OR COUNT(DISTINCT v) <> COUNT(*)"));
        }

        Assert.Equal("1", _pair.Value("b", "SELECT COUNT(*) = 2 * COUNT(DISTINCT v) FROM shop.slow"));
    }

    /// <summary>Ends the writers, and fails with what one of them said.</summary>
    public void Stop()
    {
        Dispose();
        _running.ForEach(r => r.Result.ThrowOnError());
    }

    /// <summary>After the link has brought all: every row, and each once.</summary>
    public void AssertSame()
    {
        AssertWhole();
        foreach (var table in Tables)
        {
            Assert.Equal(_pair.Value("a", "CHECKSUM TABLE shop." + table), _pair.Value("b", "CHECKSUM TABLE shop." + table));
        }
    }

    /// <summary>Ends the writers.</summary>
    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _pair.Sql("a", "UPDATE shop.control SET stop = 1");
            Task.WaitAll([.. _running], TestContext.Current.CancellationToken);
        }
    }

    private string Said() => string.Join("; ", _running.Where(r => r.IsCompleted).Select(r => r.Result.AllText));

    private void Begin(string script, CancellationToken stop)
    {
        var source = _pair.Pair.A;
        _running.Add(Task.Run(
            () =>
            {
                using var session = new ModuleSession();
                return session.Run(script, ("a", source), ("stop", stop));
            },
            CancellationToken.None));
    }
}
