using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// Rows that are written on a source and awaited on its replica, in a table of their own that is gone afterwards. Both ends are
/// timed by this process's steady clock, so no server's clock counts.
/// </summary>
internal static class Heartbeat
{
    // So often the replica is asked without a pause: one question takes a fraction of a millisecond on a near server.
    private const int Eager = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Sends rows.</summary>
    /// <returns>The time each took; fewer than asked for, and why, when one did not arrive within the limit.</returns>
    public static async Task<(IReadOnlyList<TimeSpan> Samples, string? Why)> RunAsync(
        ServerSession source, ServerSession replica, ReplicaStatus link, MeasureLagRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var database = request.Database ?? LinkCanary.Schema;
        if (await LinkCanary.WhyNotAsync(source, replica, link, database, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return ([], why);
        }

        var samples = new List<TimeSpan>();
        var table = await HeartbeatTable.CreateAsync(source, database, request.Database is null, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await table.ArrivesAsync(replica, limit, cancellationToken).ConfigureAwait(false) is null)
            {
                return (samples, "the table of heartbeats was not on the replica after " + (int)limit.TotalSeconds + " s");
            }

            for (var i = 1; i <= request.Samples; i++)
            {
                await source.Connection.ExecuteAsync(table.Beat(source.Facts.ServerId, i), cancellationToken).ConfigureAwait(false);
                var sent = Stopwatch.StartNew();
                for (var asked = 0; Convert.ToInt64(await replica.Connection.ScalarAsync(table.Last(source.Facts.ServerId), cancellationToken).ConfigureAwait(false) ?? 0, CultureInfo.InvariantCulture) < i; asked++)
                {
                    if (sent.Elapsed >= limit)
                    {
                        return (samples, "heartbeat " + i + " was not on the replica after " + (int)limit.TotalSeconds + " s");
                    }

                    await (asked < Eager ? Task.CompletedTask : Task.Delay(Pause, cancellationToken)).ConfigureAwait(false);
                }

                samples.Add(sent.Elapsed);
                await (i < request.Samples ? Task.Delay(request.Interval, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
            }

            return (samples, null);
        }
        finally
        {
            await table.DropAsync().ConfigureAwait(false);
        }
    }
}
