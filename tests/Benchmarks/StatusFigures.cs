using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Net.Sockets;
using System.Security;
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
            Ours();
            Bare();
            yield return Figure.Measure("Get-SlaveStatus, warm, against a bare driver loop", 7, 2.0, Ours, Bare);
            using (var client = new ClientProcess(prefix, socket, user, password))
            {
                yield return Figure.Measure("Get-SlaveStatus, warm, against a client process each time", 7, 0.05, Ours, client.Run);
            }

            yield return Fleet(Invoke, runspace, first: false);
            yield return Fleet(Invoke, runspace, first: true);
        }
        finally
        {
            Invoke("Get-ReplicationSandbox '" + name + "*' | Remove-ReplicationSandbox -Confirm:$false");
        }
    }

    // 200 entries over two servers, every tenth takes a connection and says nothing; -TimeoutSeconds 2.
    private static Figure Fleet(Func<string, List<PSObject>> invoke, Runspace runspace, bool first)
    {
        var silent = Enumerable.Range(0, 20).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            silent.ForEach(s => s.Start());
            runspace.SessionStateProxy.SetVariable("dead", silent.Select(s => "x@127.0.0.1:" + ((IPEndPoint)s.LocalEndpoint).Port).ToArray());
            invoke("$servers = 0..199 | ForEach-Object { if ($_ % 10 -eq 3) { $dead[[int][Math]::Floor($_ / 10)] } elseif ($_ % 2) { $a } else { $b } }");
            var secret = new SecureString();
            secret.AppendChar('x');
            runspace.SessionStateProxy.SetVariable("login", new PSCredential("x", secret));
            double Run() => (double)invoke(
                "$clock = [Diagnostics.Stopwatch]::StartNew(); $first = $null; $servers | Get-SlaveStatus -HeartbeatWaitSeconds 0 -Credential $login -TimeoutSeconds 2 -ErrorAction SilentlyContinue | ForEach-Object { if ($null -eq $first) { $first = $clock.Elapsed } }; "
                + (first ? "$first.TotalMilliseconds" : "$clock.Elapsed.TotalMilliseconds"))[0].BaseObject;
            return first
                ? Figure.Measure("200 servers, a tenth dead: the first result against 100 ms", 3, 1.0, Run, () => 100)
                : Figure.Measure("200 servers, a tenth dead: all against the timeout and half a second", 3, 1.0, Run, () => 2500);
        }
        finally
        {
            silent.ForEach(s => s.Stop());
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
