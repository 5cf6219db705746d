using System;
using System.Diagnostics;
using System.Threading;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Holds all streams together below so many bytes a second.</summary>
internal sealed class ByteRate(long? bytesPerSecond, CancellationToken cancellationToken)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _gate = new();
    private double _due;

    /// <summary>Returns when these bytes may have been sent.</summary>
    public void Take(int bytes)
    {
        if (bytesPerSecond is not { } rate)
        {
            return;
        }

        double wait;
        lock (_gate)
        {
            // What was not used in the past is not saved up.
            _due = Math.Max(_due, _clock.Elapsed.TotalSeconds) + ((double)bytes / rate);
            wait = _due - _clock.Elapsed.TotalSeconds;
        }

        if (wait > 0 && cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(wait)))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
