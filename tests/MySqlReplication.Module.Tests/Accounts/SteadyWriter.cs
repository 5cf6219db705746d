using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>Writes row after row, a hundred a second at most, on one server, in a session of its own, until it is stopped; then it says how many the server took.</summary>
internal sealed class SteadyWriter : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly ModuleSession _session = new();
    private readonly Task<RunResult> _running;
    private readonly CountdownEvent _first = new(1);

    /// <param name="server">Where.</param>
    /// <param name="insert">An INSERT that ends before the number, "... VALUES ('a', ".</param>
    public SteadyWriter(ServerReference server, string insert)
    {
        const string Script = """
            $n = 0
            while (-not $stop.Wait(10)) {
                $null = $to | Invoke-ReplicationQuery -Query "$insert$n)" -TimeoutSeconds 60 -ErrorAction Stop
                $n++
                if ($n -eq 1) { $null = $first.Signal() }
            }
            $n
            """;
        _running = Task.Run(() => _session.Run(Script, ("to", server), ("insert", insert), ("stop", _stop), ("first", _first)));
    }

    /// <summary>Waits until it has begun.</summary>
    public void Begun()
    {
        while (!_first.Wait(TimeSpan.FromMilliseconds(100)))
        {
            if (_running.IsCompleted)
            {
                throw new InvalidOperationException("The writer ended: " + _running.Result.AllText);
            }
        }
    }

    /// <summary>Ends it; the number of rows that were taken.</summary>
    public int Stop()
    {
        _stop.Set();
        return int.Parse(_running.Result.Single.ToString(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _stop.Set();
        _running.Wait();
        _session.Dispose();
        _stop.Dispose();
        _first.Dispose();
    }
}
