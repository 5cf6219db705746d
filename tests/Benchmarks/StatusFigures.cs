using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MySqlConnector;

namespace MySqlReplication.Benchmarks;

/// <summary>What a status costs: of one server beside a bare driver loop and a client's process, and of two hundred with dead ones among them.</summary>
internal sealed class StatusFigures : IFigures
{
    private const string Server = "mariadb-11.8";
    private const int Loop = 50;

    public string Name => "status";

    public IEnumerable<Figure> Measure()
    {
        var name = "bench" + Guid.NewGuid().ToString("N")[..8];
        var prefix = Fetched();
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        List<PSObject> Invoke(string script)
        {
            using var shell = PowerShell.Create(runspace);
            return shell.AddScript(script).Invoke().ToList();
        }

        Invoke("Import-Module '" + Program.Manifest + "' -ErrorAction Stop; $a, $b = New-ReplicationSandbox -Name '" + name + "' -Count 2 -ServerDirectory '" + prefix + "'");
        try
        {
            Invoke("New-ReplicationUser -Server $a -Peer $b -UserName repl | Start-ReplicationLink | Out-Null; New-ReplicationUser -Server $b -Peer $a -UserName repl | Start-ReplicationLink | Out-Null");
            var user = (string)Invoke("$b.Credential.UserName")[0].BaseObject;
            var password = (string)Invoke("$b.Credential.GetCredential().GetNetworkCredential().Password")[0].BaseObject;
            var port = Convert.ToUInt32(Invoke("$b.Port")[0].BaseObject, CultureInfo.InvariantCulture);
            var socket = (string)Invoke("$b.Socket")[0].BaseObject;
            var bare = new MySqlConnectionStringBuilder { Server = "127.0.0.1", Port = port, UserID = user, Password = password }.ConnectionString;
            double Ours() => Timed(() => Invoke("for ($i = 0; $i -lt " + Loop + "; $i++) { $null = Get-SlaveStatus $b -HeartbeatWaitSeconds 0 }")) / Loop;
            double Bare() => Timed(() => BareLoop(bare)) / Loop;

            if (Program.Wants("warm"))
            {
                // Warm is when the code of both is compiled as it is going to be, which takes many calls.
                for (var i = 0; i < 150; i++)
                {
                    Ours();
                    Bare();
                }

                yield return Figure.Measure("Get-SlaveStatus, warm, against a bare driver loop", 15, 2.0, Ours, Bare);
            }

            if (Program.Wants("client"))
            {
                using var one = new ClientProcess(prefix, socket, user, password);
                yield return Figure.Measure("Get-SlaveStatus, warm, against a client process each time", 7, 0.05, Ours, one.Run);
            }

            if (!Program.Wants("fleet") && !Program.Wants("memory"))
            {
                yield break;
            }

            // One login for both: the sandboxes' own differ.
            var secret = Guid.NewGuid().ToString("N");
            Invoke("foreach ($s in $a, $b) { Invoke-ReplicationQuery $s 'SET sql_log_bin = 0; CREATE USER fleet IDENTIFIED BY ''" + secret + "''; GRANT ALL ON *.* TO fleet' }");
            using var client = new ClientProcess(prefix, socket, "fleet", secret);
            using var fleet = new Fleet(Convert.ToInt32(Invoke("$a.Port")[0].BaseObject, CultureInfo.InvariantCulture), (int)port, "fleet", secret);
            double Milliseconds(string what) => (double)Invoke(fleet.Ask + what + ".TotalMilliseconds")[0].BaseObject;
            if (Program.Wants("fleet"))
            {
                Milliseconds("$first");
                yield return Figure.Measure("200 servers, a tenth dead: all against the timeout and half a second", 3, 1.0, () => Milliseconds("$clock.Elapsed"), () => 2500);
                Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "  beside it, xargs -P 64 with a client process for each of the same 200: {0:0} ms", client.RunMany(fleet.Ports)));
                yield return Figure.Measure("200 servers, a tenth dead: the first result against 100 ms", 5, 1.0, () => Milliseconds("$first"), () => 100);
            }

            if (!Program.Wants("memory"))
            {
                yield break;
            }

            yield return Figure.Measure(
                "200 servers in a process of its own: most memory in MB against 150",
                3,
                1.0,
                () => double.Parse(Program.HostOutput("-Module", Program.Manifest, "-Command", fleet.Ask + "[Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB"), CultureInfo.InvariantCulture),
                () => 150) with { Unit = "MB" };
        }
        finally
        {
            Invoke("Get-ReplicationSandbox '" + name + "*' | Remove-ReplicationSandbox -Confirm:$false");
        }
    }

    private static void BareLoop(string connectionString)
    {
        for (var i = 0; i < Loop; i++)
        {
            using var connection = new MySqlConnection(connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SHOW ALL SLAVES STATUS";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    _ = reader.GetValue(column);
                }
            }
        }
    }

    private static double Timed(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
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
