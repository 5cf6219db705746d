using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// Rows that are written on an origin and awaited on every server that they pass, in a table of their own that is gone
/// afterwards. All ends are timed by this process's steady clock, so no server's clock counts.
/// </summary>
internal static class Heartbeat
{
    // So often a server is asked without a pause: one question takes a fraction of a millisecond on a near server.
    private const int Eager = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Sends rows over a table that is on the origin already.</summary>
    public static async Task<HeartbeatRun> RunAsync(OriginPath path, HeartbeatTable table, MeasureLagRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var run = new HeartbeatRun(path);
        foreach (var server in path.Way)
        {
            if (!await table.ArrivesAsync(server.Session, limit, cancellationToken).ConfigureAwait(false))
            {
                return run with { Why = "the table of heartbeats was not on " + server + " after " + (int)limit.TotalSeconds + " s" };
            }
        }

        for (var i = 1; i <= request.Samples; i++)
        {
            await path.Origin.Session.Connection.ExecuteAsync(table.Beat(i), cancellationToken).ConfigureAwait(false);
            var sent = Stopwatch.StartNew();
            var seen = await Task.WhenAll(path.Way.Select(server => SeenAsync(server, table, i, sent, limit, cancellationToken))).ConfigureAwait(false);
            if (Array.FindIndex(seen, s => s is null) is >= 0 and var missed)
            {
                return run with { Why = "heartbeat " + i + " was not on " + path.Way[missed] + " after " + (int)limit.TotalSeconds + " s" };
            }

            run.Beats.Add(seen.Select(s => s!.Value).ToList());
            await (i < request.Samples ? Task.Delay(request.Interval, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        }

        return run;
    }

    private static async Task<TimeSpan?> SeenAsync(UpstreamServer server, HeartbeatTable table, int beat, Stopwatch sent, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var asked = 0; Convert.ToInt64(await server.Session.Connection.ScalarAsync(table.Last, cancellationToken).ConfigureAwait(false) ?? 0, CultureInfo.InvariantCulture) < beat; asked++)
        {
            if (sent.Elapsed >= limit)
            {
                return null;
            }

            await (asked < Eager ? Task.CompletedTask : Task.Delay(Pause, cancellationToken)).ConfigureAwait(false);
        }

        return sent.Elapsed;
    }
}
