using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;

namespace MySqlReplication.Benchmarks;

/// <summary>
/// What a lag is out by, at a thousand rows a second: against a clock that this program writes into the rows itself, and
/// pt-heartbeat (Debian's percona-toolkit) beside it, where it is installed.
/// </summary>
internal sealed class LagFigures : IFigures
{
    private const string Server = "mariadb-11.8";
    private const int RowsASecond = 1000;
    private const int Rounds = 5;
    private static readonly double Millisecond = Stopwatch.Frequency / 1000.0;

    public string Name => "lag";

    public IEnumerable<Figure> Measure()
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        List<PSObject> Invoke(string script)
        {
            using var shell = PowerShell.Create(runspace);
            return shell.AddScript(script).Invoke().ToList();
        }

        var name = "bench" + Guid.NewGuid().ToString("N")[..8];
        Invoke("Import-Module '" + Program.Manifest + "' -ErrorAction Stop; $a, $b = New-ReplicationSandbox -Name '" + name + "' -Count 2 -ServerDirectory '" + Fetched() + "' -Option @{ 'binlog-format' = 'ROW' }");
        try
        {
            Invoke("New-ReplicationUser -Server $a -Peer $b -UserName repl | Start-ReplicationLink | Out-Null");
            string Bare(string server) => new MySqlConnectionStringBuilder
            {
                Server = "127.0.0.1",
                Port = Convert.ToUInt32(Invoke("$" + server + ".Port")[0].BaseObject, CultureInfo.InvariantCulture),
                UserID = (string)Invoke("$" + server + ".Credential.UserName")[0].BaseObject,
                Password = (string)Invoke("$" + server + ".Credential.GetCredential().GetNetworkCredential().Password")[0].BaseObject,
            }.ConnectionString;
            var (source, replica) = (Bare("a"), Bare("b"));
            Execute(source, "CREATE DATABASE load_; CREATE TABLE load_.t (i BIGINT PRIMARY KEY AUTO_INCREMENT, written BIGINT NOT NULL) ENGINE=InnoDB");
            Invoke("Wait-ReplicationLink $b -Source $a | Out-Null");
            using var end = new CancellationTokenSource();
            var load = Task.Run(() => Load(source, end.Token));
            double Ours() => ((TimeSpan)Invoke("(Measure-ReplicationLag $b -Source $a -Samples 50 -IntervalMilliseconds 10).Lag")[0].BaseObject).TotalMilliseconds;
            Ours();
            var truth = new List<double>();
            var errors = new List<double>();
            for (var i = 0; i < Rounds; i++)
            {
                using var round = new CancellationTokenSource();
                var seen = Task.Run(() => Truth(replica, round.Token));
                var ours = Ours();
                round.Cancel();
                truth.Add(seen.Result);
                errors.Add(Math.Abs(ours - seen.Result));
            }

            yield return new Figure("Lag at " + RowsASecond + " rows/s: the error against 5 ms", errors, Enumerable.Repeat(5.0, Rounds).ToList(), 1.0);
            if (PtHeartbeat(source, replica) is { } peer)
            {
                yield return new Figure("Lag: the error against that of pt-heartbeat", errors, peer.Select(p => Math.Max(0.001, Math.Abs(p - truth.Average()))).ToList(), double.PositiveInfinity);
            }
            else
            {
                Console.WriteLine("pt-heartbeat is not installed (Debian: percona-toolkit), so nothing stands beside our lag.");
            }

            end.Cancel();
            load.Wait();
            Console.WriteLine("Lag: " + _written + " rows were written meanwhile; the true lag was " + truth.Average().ToString("0.0", CultureInfo.InvariantCulture) + " ms.");
        }
        finally
        {
            Invoke("Get-ReplicationSandbox '" + name + "*' | Remove-ReplicationSandbox -Confirm:$false");
        }
    }

    private long _written;

    // Rows with the moment of their commit as near as a writer can say it; each is one transaction.
    private void Load(string source, CancellationToken end)
    {
        using var connection = new MySqlConnection(source);
        connection.Open();
        using var insert = new MySqlCommand("INSERT INTO load_.t (written) VALUES (@w)", connection);
        var parameter = insert.Parameters.Add("@w", MySqlDbType.Int64);
        var clock = Stopwatch.StartNew();
        for (; !end.IsCancellationRequested; _written++)
        {
            while (clock.Elapsed.TotalSeconds * RowsASecond < _written)
            {
                Thread.Yield();
            }

            parameter.Value = Stopwatch.GetTimestamp();
            insert.ExecuteNonQuery();
        }
    }

    // The age of a row when it is first seen on the replica, by the one clock of this machine: the median.
    private static double Truth(string replica, CancellationToken end)
    {
        using var connection = new MySqlConnection(replica);
        connection.Open();
        using var last = new MySqlCommand("SELECT i, written FROM load_.t ORDER BY i DESC LIMIT 1", connection);
        var ages = new List<double>();
        for (long before = 0; !end.IsCancellationRequested;)
        {
            using var reader = last.ExecuteReader();
            if (reader.Read() && reader.GetInt64(0) > before)
            {
                ages.Add((Stopwatch.GetTimestamp() - reader.GetInt64(1)) / Millisecond);
                before = reader.GetInt64(0);
            }
        }

        ages.Sort();
        return ages.Count == 0 ? double.NaN : ages[ages.Count / 2];
    }

    // As its manual has it: one process updates on the source, another one checks the replica.
    private static List<double>? PtHeartbeat(string source, string replica)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pt-heartbeat"))))
        {
            return null;
        }

        var (from, to) = (new MySqlConnectionStringBuilder(source), new MySqlConnectionStringBuilder(replica));
        using var update = Start(from, "--update", "--create-table", "--interval", "0.01");
        try
        {
            if (!SpinWait.SpinUntil(() => Beats(replica), TimeSpan.FromSeconds(30)))
            {
                throw new InvalidOperationException("No row of pt-heartbeat came to the replica within 30 s.");
            }

            var measured = new List<double>();
            for (var i = 0; i < Rounds; i++)
            {
                using var check = Start(to, "--check", "--skew", "0.001", "--master-server-id", from.Port.ToString(CultureInfo.InvariantCulture));
                var said = check.StandardOutput.ReadToEnd();
                check.WaitForExit();
                measured.Add(double.TryParse(said.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds * 1000 : throw new InvalidOperationException("pt-heartbeat says: " + said + check.StandardError.ReadToEnd()));
            }

            return measured;
        }
        finally
        {
            update.Kill();
            update.WaitForExit();
        }

        static Process Start(MySqlConnectionStringBuilder at, params string[] more)
        {
            var start = new ProcessStartInfo("pt-heartbeat") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["MYSQL_PWD"] = at.Password;
            foreach (var argument in new[] { "--host", at.Server, "--port", at.Port.ToString(CultureInfo.InvariantCulture), "--user", at.UserID, "--database", "load_", "--utc" }.Concat(more))
            {
                start.ArgumentList.Add(argument);
            }

            return Process.Start(start)!;
        }
    }

    // pt-heartbeat makes its table first, and the replica gets it when it gets it.
    private static bool Beats(string replica)
    {
        using var connection = new MySqlConnection(replica);
        connection.Open();
        using var rows = new MySqlCommand("SELECT COUNT(*) FROM load_.heartbeat", connection);
        try
        {
            return Convert.ToInt64(rows.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            return false;
        }
    }

    private static void Execute(string server, string sql)
    {
        using var connection = new MySqlConnection(server);
        connection.Open();
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Fetched()
    {
        var start = new ProcessStartInfo(Path.Combine(Program.Root, "tests", "servers", "fetch.sh"), Server) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? line.Trim().Split('\t')[1] : throw new InvalidOperationException(Server + " could not be brought.");
    }
}
