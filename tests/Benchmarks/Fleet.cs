using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace MySqlReplication.Benchmarks;

/// <summary>200 addresses of servers: two real ones in turn, and every tenth takes a connection and says nothing.</summary>
internal sealed class Fleet : IDisposable
{
    private const string PasswordVariable = "MYSQLREPLICATION_BENCH_FLEET_PASSWORD";
    private readonly List<TcpListener> _silent = Enumerable.Range(0, 20).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();

    public Fleet(int one, int other, string user, string password)
    {
        _silent.ForEach(s => s.Start());
        Ports = Enumerable.Range(0, 200).Select(i => i % 10 == 3 ? ((IPEndPoint)_silent[i / 10].LocalEndpoint).Port : i % 2 == 0 ? one : other).ToList();
        Environment.SetEnvironmentVariable(PasswordVariable, password);
        Ask = "$clock = [Diagnostics.Stopwatch]::StartNew(); $first = $null; $count = 0; "
            + string.Join(", ", Ports.Select(p => "'127.0.0.1:" + p.ToString(CultureInfo.InvariantCulture) + "'"))
            + " | Get-SlaveStatus -HeartbeatWaitSeconds 0 -TimeoutSeconds 2 -ErrorAction SilentlyContinue -Credential ([pscredential]::new('" + user
            + "', [Net.NetworkCredential]::new('', $env:" + PasswordVariable + ").SecurePassword)) | ForEach-Object { if ($null -eq $first) { $first = $clock.Elapsed }; $count++ }; "
            + "if ($count -ne 180) { throw \"$count of 180 answered.\" }; ";
    }

    public IReadOnlyList<int> Ports { get; }

    /// <summary>Asks them all; then $first and $clock.Elapsed are the times of the first result and of all.</summary>
    public string Ask { get; }

    public void Dispose() => _silent.ForEach(s => s.Stop());
}
