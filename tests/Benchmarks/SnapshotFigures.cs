using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;

namespace MySqlReplication.Benchmarks;

/// <summary>
/// What a copy costs beside what others would type: wall of one big table and ten, and of many small ones, on MariaDB 10.11; memory; how long writers wait.
/// MYSQLREPLICATION_BENCH_MB (1024), _ROUNDS (5), _TABLES (2000), _MEMORY_MB (2048), _STALLS (21) make it smaller, _PARTS (big,small,memory,stall,clone) choose.
/// </summary>
internal sealed class SnapshotFigures : IFigures
{
    private const string Server = "mariadb-10.11";
    private readonly List<(string Peer, Figure Figure)> _walls = [];

    public string Name => "snapshot";

    private static double Megabytes => Setting("MB", 1024);

    private static int Rounds => (int)Setting("ROUNDS", 5);

    public IEnumerable<Figure> Measure()
    {
        var parts = new[] { "big", "small", "memory", "stall", "clone" }.Where(Program.Wants).ToList();
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0:0} MB of text, {1} rounds, {2} processors", Megabytes, Rounds, Environment.ProcessorCount));
        if (parts.Any(p => p is "big" or "small" or "memory" or "stall"))
        {
            using var bench = new SnapshotBench(Server, "'innodb-log-file-size' = '1G'");
            foreach (var figure in parts.SelectMany(p => Of(p, bench)).Concat(Together()))
            {
                yield return figure;
            }
        }

        foreach (var figure in parts.Contains("stall") ? StallUnderLock() : [])
        {
            yield return figure;
        }

        foreach (var figure in parts.Contains("clone") ? Clone() : [])
        {
            yield return figure;
        }
    }

    private IEnumerable<Figure> Of(string part, SnapshotBench bench) => part switch
    {
        "big" => Wall(bench, "bench", bench.Fill, "one big table and ten"),
        "small" => Wall(bench, "small", (database, _) => bench.FillSmall(database, (int)Setting("TABLES", 2000)), Setting("TABLES", 2000).ToString("0", CultureInfo.InvariantCulture) + " small tables"),
        "memory" => Memory(bench),
        "stall" => Stall(bench),
        _ => [],
    };

    private static double Setting(string name, double usual)
        => double.TryParse(Environment.GetEnvironmentVariable("MYSQLREPLICATION_BENCH_" + name), NumberStyles.Float, CultureInfo.InvariantCulture, out var asked) ? asked : usual;

    // Both sets are one job for who moves a server: the rounds of the big one and of the small ones, added up, where a peer ran on both.
    private IEnumerable<Figure> Together() => _walls.GroupBy(w => w.Peer).Where(g => g.Count() == 2).Select(g => new Figure(
        "Copy of both sets together against " + g.Key,
        Sum(g.First().Figure.Ours, g.Last().Figure.Ours),
        Sum(g.First().Figure.Peer, g.Last().Figure.Peer),
        g.First().Figure.Limit));

    private static List<double> Sum(IReadOnlyList<double> some, IReadOnlyList<double> others) => some.Zip(others, (a, b) => a + b).ToList();

    // All in turn, so that what the machine does meanwhile falls on all.
    private List<Figure> Wall(SnapshotBench bench, string database, Action<string, double> fill, string what)
    {
        fill(database, Megabytes);
        var peers = new SnapshotPeers(bench);
        var contenders = new List<(string Name, double Limit, Func<double> Run)>();
        Add("mydumper + myloader -t 2", 1.0, SnapshotPeers.NoMyDumper, () => bench.Timed(database, () => peers.MyDumper(database)));
        Add("mariadb-dump | mariadb", 1 / 2.5, SnapshotPeers.NoDump, () => bench.Timed(database, () => peers.Dump(database)));
        if (database == "bench")
        {
            Add("two LOAD DATA pipes by hand", double.PositiveInfinity, SnapshotPeers.NoDump, () =>
            {
                var alone = Stopwatch.StartNew();
                bench.Sql("b", "DROP DATABASE IF EXISTS " + database);
                peers.MakeTables(database);
                alone.Restart();
                peers.Pipes(database);
                return alone.Elapsed.TotalMilliseconds;
            });
            Add("cp of the database's files", double.PositiveInfinity, null, () => bench.Timed(database, () => peers.CopyFiles(database), counts: false));
        }

        // Once before measuring: just-in-time compilation and the source's buffer pool are nobody's figure.
        bench.Timed(database, () => bench.Copy(database));
        var ours = new List<double>();
        var theirs = contenders.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(bench.Timed(database, () => bench.Copy(database)));
            for (var i = 0; i < contenders.Count; i++)
            {
                theirs[i].Add(contenders[i].Run());
            }
        }

        bench.Sql("b", "DROP DATABASE IF EXISTS " + database);
        var figures = contenders.Select((c, i) => (c.Name, Figure: new Figure("Copy of " + what + " against " + c.Name, ours, theirs[i], c.Limit))).ToList();
        _walls.AddRange(figures);
        return figures.ConvertAll(f => f.Figure);

        void Add(string name, double limit, string? missing, Func<double> run)
        {
            if (missing is null)
            {
                contenders.Add((name, limit, run));
            }
            else
            {
                Console.WriteLine("Copy of " + what + " against " + name + ": not measured, " + missing);
            }
        }
    }

    // A process of its own, as a runbook starts one; the figures are MB, not ms.
    private static IEnumerable<Figure> Memory(SnapshotBench bench)
    {
        var most = Setting("MEMORY_MB", 2048);
        bench.Fill("mem100", 100);
        bench.Fill("memall", most);
        Environment.SetEnvironmentVariable("MYSQLREPLICATION_BENCH_A", bench.Password("a"));
        Environment.SetEnvironmentVariable("MYSQLREPLICATION_BENCH_B", bench.Password("b"));
        double Peak(string database)
        {
            double megabytes = 0;
            bench.Timed(database, () => megabytes = double.Parse(Program.HostOutput("-Module", Program.Manifest, "-Command", Login(bench, "a") + "; " + Login(bench, "b") + "; " + bench.CopyCommand(database, "-ThrottleLimit 4")
                + "; [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB"), CultureInfo.InvariantCulture));
            bench.Sql("b", "DROP DATABASE IF EXISTS " + database);
            return megabytes;
        }

        var times = Math.Min(3, Rounds);
        var small = Enumerable.Range(0, times).Select(_ => Peak("mem100")).ToList();
        var large = Enumerable.Range(0, times).Select(_ => Peak("memall")).ToList();
        bench.Sql("a", "DROP DATABASE mem100; DROP DATABASE memall");
        var size = most.ToString("0", CultureInfo.InvariantCulture) + " MB";
        yield return new Figure("Peak memory (MB) of a process that copies " + size + " against 256 MB", large, [256], 1.0, "MB");
        yield return new Figure("Peak memory (MB) at " + size + " against 100 MB of data", large, small, 1.15, "MB");
    }

    private static string Login(SnapshotBench bench, string member)
        => "$" + member + " = Connect-ReplicationServer '127.0.0.1:" + bench.Text("$" + member + ".Port") + "' -Credential ([pscredential]::new('" + bench.Text("$" + member + ".Credential.UserName")
            + "', [Net.NetworkCredential]::new('', $env:MYSQLREPLICATION_BENCH_" + member.ToUpperInvariant() + ").SecurePassword))";

    // From the lock statement to its end, as the source's general log tells it, under a writer of 500 rows a second.
    private static List<Figure> Stall(SnapshotBench bench)
    {
        bench.Fill("stall", 8);
        var peers = new SnapshotPeers(bench);
        var runs = new List<(string Name, Action Run, List<double> Stalls)> { ("Copy-ReplicationSnapshot", () => bench.Copy("stall"), []) };
        if (SnapshotPeers.NoDump is null)
        {
            runs.Add(("mariadb-dump --single-transaction --master-data", () => peers.Dump("stall"), []));
        }

        if (SnapshotPeers.NoMyDumper is null)
        {
            runs.Add(("mydumper", () => peers.MyDumper("stall"), []));
        }

        using (Writer(bench))
        {
            for (var i = 0; i < (int)Setting("STALLS", 21); i++)
            {
                foreach (var (_, run, stalls) in runs)
                {
                    bench.Sql("b", "DROP DATABASE IF EXISTS stall");
                    bench.Sql("a", "SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = ON");
                    run();
                    bench.Sql("a", "SET GLOBAL general_log = OFF");
                    stalls.Add(double.Parse(bench.Value("a", "SELECT IFNULL(TIMESTAMPDIFF(MICROSECOND, MIN(IF(argument LIKE 'FLUSH TABLES WITH READ LOCK%' OR argument LIKE 'BACKUP STAGE START%', event_time, NULL)),"
                        + " MAX(IF(argument LIKE 'UNLOCK TABLES%' OR argument LIKE 'BACKUP STAGE END%', event_time, NULL))), 0) / 1000 AS ms FROM mysql.general_log"), CultureInfo.InvariantCulture));
                }
            }
        }

        foreach (var (name, _, stalls) in runs)
        {
            Console.WriteLine(Percentiles("MariaDB 10.11, 500 writes/s: writers wait for " + name, stalls));
        }

        return [new Figure("Writers' wait (ms) for a copy, MariaDB 10.11, against 10 ms", runs[0].Stalls, [10], 1.0)];
    }

    private static IEnumerable<Figure> StallUnderLock()
    {
        using var bench = new SnapshotBench("mysql-9");
        bench.Fill("stall", 8);
        var stalls = new List<double>();
        using (Writer(bench))
        {
            for (var i = 0; i < (int)Setting("STALLS", 21); i++)
            {
                bench.Timed("stall", () => bench.Copy("stall"));
                stalls.Add(double.Parse(bench.Text("$copy.WritersStalledMilliseconds.ToString([cultureinfo]::InvariantCulture)"), CultureInfo.InvariantCulture));
            }
        }

        Console.WriteLine(Percentiles("MySQL 9, 500 writes/s: writers wait for Copy-ReplicationSnapshot", stalls));
        yield return new Figure("Writers' wait (ms) for a copy under the read lock, MySQL 9, against 10 ms", stalls, [10], 1.0);
    }

    private static IEnumerable<Figure> Clone()
    {
        using var bench = new SnapshotBench("mysql-9", "'innodb-redo-log-capacity' = '1G'; 'performance-schema' = 'ON'");
        bench.Fill("bench", Megabytes);
        bench.Timed("bench", () => bench.Copy("bench"));
        var ours = new List<double>();
        var clone = new List<double>();
        var dump = new List<double>();
        var peers = new SnapshotPeers(bench);
        for (var round = 0; round < Math.Min(3, Rounds); round++)
        {
            ours.Add(bench.Timed("bench", () => bench.Copy("bench")));
            dump.Add(bench.Timed("bench", () => peers.MySqlDump("bench")));
            clone.Add(bench.Timed("bench", () => bench.Invoke("$null = Copy-ReplicationSnapshot -Source $a -Replica $b -Method Clone -Force -LeaveWritable -JournalPath '" + bench.Folder + "' -Confirm:$false; $b = Get-ReplicationSandbox $b.Name")));
            bench.WriteLogin("b");
        }

        yield return new Figure("MySQL 9: Copy of one big table and ten against mysqldump | mysql", ours, dump, 1 / 2.5);
        yield return new Figure("MySQL 9: Copy of one big table and ten against -Method Clone with its restart", ours, clone, double.PositiveInfinity);
    }

    private static string Percentiles(string name, List<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Format(CultureInfo.InvariantCulture, "{0}: median {1:0.0} ms, p99 {2:0.0} ms, most {3:0.0} ms, of {4}", name, sorted[sorted.Count / 2], sorted[(int)Math.Ceiling(sorted.Count * 0.99) - 1], sorted[^1], sorted.Count);
    }

    private static Pace Writer(SnapshotBench bench)
    {
        bench.Sql("a", "CREATE DATABASE IF NOT EXISTS writes; CREATE TABLE IF NOT EXISTS writes.w (id BIGINT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB");
        return new Pace(new MySqlConnectionStringBuilder
        {
            Server = bench.Text("$a.Socket"),
            ConnectionProtocol = MySqlConnectionProtocol.UnixSocket,
            UserID = bench.Text("$a.Credential.UserName"),
            Password = bench.Password("a"),
        }.ConnectionString);
    }

    /// <summary>500 rows a second, until it is disposed.</summary>
    private sealed class Pace : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _work;

        public Pace(string connectionString)
        {
            _work = Task.Factory.StartNew(() => Write(connectionString), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        public void Dispose()
        {
            _end.Cancel();
            _work.GetAwaiter().GetResult();
            _end.Dispose();
        }

        private void Write(string connectionString)
        {
            using var connection = new MySqlConnection(connectionString);
            connection.Open();
            using var command = new MySqlCommand("INSERT INTO writes.w (v) VALUES (1)", connection);
            var clock = Stopwatch.StartNew();
            for (long written = 0; !_end.IsCancellationRequested; written++)
            {
                command.ExecuteNonQuery();
                var early = (written * 2) - clock.ElapsedMilliseconds;
                if (early > 0)
                {
                    _end.Token.WaitHandle.WaitOne((int)early);
                }
            }
        }
    }
}
