using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace MySqlReplication.Benchmarks;

/// <summary>Two sandboxes of MariaDB 11.8 with an account, and the two ways of linking them: our cmdlet, and a client that types the same statements.</summary>
internal sealed class BenchmarkPair : IDisposable
{
    private const string Server = "mariadb-11.8";
    private const string PasswordVariable = "MYSQLREPLICATION_BENCH_PASSWORD";
    private const string Blot = "'********'";
    private readonly string _name = "bench" + Guid.NewGuid().ToString("N")[..8];
    private readonly Runspace _runspace;
    private readonly string _directory;
    private readonly string[] _statements;
    private readonly ClientBatch _client;

    public BenchmarkPair()
    {
        _directory = Fetched();
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        Invoke("Import-Module '" + Program.Manifest + "' -ErrorAction Stop");
        Invoke("$a, $b = New-ReplicationSandbox -Name '" + _name + "' -Count 2 -ServerDirectory '" + _directory + "'");
        Invoke("$account = New-ReplicationUser -Server $a -Peer $b -UserName repl");
        Invoke("$coordinates = (Get-MasterStatus $a).Coordinates");
        var password = (string)Invoke("$account.ReplicationCredential.GetCredential().GetNetworkCredential().Password")[0].BaseObject;

        // The statements are the plan's own: what -WhatIf shows is what runs.
        _statements = Invoke("(" + StartCommand + " -WhatIf).Steps | Where-Object { \"$($_.Kind)\" -eq 'Statement' } | ForEach-Object { $_.Text }")
            .Select(s => s.ToString().Replace(Blot, "'" + password + "'", StringComparison.Ordinal)).ToArray();
        _client = new ClientBatch(
            _directory,
            (string)Invoke("$b.Socket")[0].BaseObject,
            (string)Invoke("$b.Credential.UserName")[0].BaseObject,
            (string)Invoke("$b.Credential.GetCredential().GetNetworkCredential().Password")[0].BaseObject);

        Environment.SetEnvironmentVariable(PasswordVariable, (string)Invoke("$b.Credential.GetCredential().GetNetworkCredential().Password")[0].BaseObject);

        // Once each before measuring: just-in-time compilation and the servers' caches are nobody's figure.
        StartByCmdlet();
        StartByClient();
        StartByCmdlet();
    }

    /// <summary>For another process: one status, read with an admin's login. The password comes through the environment.</summary>
    public string StatusCommand => "$null = Get-SlaveStatus '" + Invoke("$b.Server")[0] + "' -Credential ([pscredential]::new('"
        + Invoke("$b.Credential.UserName")[0] + "', [Net.NetworkCredential]::new('', $env:" + PasswordVariable + ").SecurePassword))";

    private static string StartCommand => "$account | Start-ReplicationLink -Coordinates $coordinates";

    public double StartByCmdlet()
    {
        Forget();
        var watch = Stopwatch.StartNew();
        Invoke("$null = " + StartCommand);
        return watch.Elapsed.TotalMilliseconds;
    }

    public double StartByClient()
    {
        Forget();
        var watch = Stopwatch.StartNew();
        _client.Type(_statements);
        var pause = 15.0;
        for (var settled = 0; settled < 2;)
        {
            var answer = _client.Ask("SHOW ALL SLAVES STATUS\\G");
            settled = answer.Contains("Slave_IO_Running: Yes", StringComparison.Ordinal) && answer.Contains("Slave_SQL_Running: Yes", StringComparison.Ordinal) ? settled + 1 : 0;
            if (settled < 2)
            {
                // As the cmdlet polls: longer and longer until it runs, then once more soon.
                Thread.Sleep(TimeSpan.FromMilliseconds(settled > 0 ? 15 : pause));
                pause = Math.Min(250, pause * 1.5);
            }
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    public void Dispose()
    {
        _client.Dispose();
        Invoke("Get-ReplicationSandbox '" + _name + "*' | Remove-ReplicationSandbox -Confirm:$false");
        _runspace.Dispose();
    }

    private static string Fetched()
    {
        var start = new ProcessStartInfo(Path.Combine(Program.Root, "tests", "servers", "fetch.sh"), Server) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? line.Trim().Split('\t')[1] : throw new InvalidOperationException(Server + " could not be brought.");
    }

    private void Forget() => Invoke("Get-SlaveStatus $b | Remove-ReplicationLink -Confirm:$false");

    private List<PSObject> Invoke(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var output = shell.AddScript(script).Invoke().ToList();
        return shell.HadErrors && shell.Streams.Error.Count > 0
            ? throw new InvalidOperationException(script + ": " + shell.Streams.Error[0])
            : output;
    }
}
