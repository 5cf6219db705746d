using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>Reads a replica again and again until it is cancelled, and tells what changed. A server that goes away is waited for.</summary>
public static class WatchReplicaStatus
{
    /// <summary>Watches.</summary>
    /// <param name="server">The replica.</param>
    /// <param name="channel">The channel; empty for the default one; null for all.</param>
    /// <param name="interval">The time from one reading to the next.</param>
    /// <param name="changed">Gets a link whenever anything but times and counters of heartbeats differs from what it got before.</param>
    /// <param name="failed">Gets why the server does not answer, once for each time it goes away.</param>
    /// <param name="context">Where to speak.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(
        ServerReference server,
        string? channel,
        TimeSpan interval,
        Func<ReplicaStatus, Task> changed,
        Func<ReplicationException, Task> failed,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        _ = changed ?? throw new ArgumentNullException(nameof(changed));
        _ = failed ?? throw new ArgumentNullException(nameof(failed));
        var told = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? failure = null;
        while (true)
        {
            try
            {
                foreach (var status in await ReadReplicaStatus.ReadAsync(server, channel, TimeSpan.Zero, context, cancellationToken).ConfigureAwait(false))
                {
                    var now = Signature(status);
                    if (failure is not null || !told.TryGetValue(status.Channel, out var before) || before != now)
                    {
                        told[status.Channel] = now;
                        await changed(status).ConfigureAwait(false);
                    }
                }

                failure = null;
            }
            catch (ReplicationException e) when (!cancellationToken.IsCancellationRequested)
            {
                if (failure != e.ErrorId)
                {
                    failure = e.ErrorId;
                    await failed(e).ConfigureAwait(false);
                }
            }

            await Task.Delay(interval, cancellationToken).ConfigureAwait(false);
        }
    }

    // All that a reader would call a change. A silence that grows, a lag that is counted up and heartbeats are none.
    private static string Signature(ReplicaStatus s) => string.Join(
        "|",
        new object?[]
        {
            s.Source, s.Receiver, s.Applier, s.ReceiverErrorCode, s.ApplierErrorCode, s.ReceiverError, s.ApplierError, s.IsHealthy, s.ReceivedCoordinates, s.ExecutedCoordinates,
            s.ReceivedGtidSet, s.ExecutedGtidSet, s.UsingGtid, s.WantedDelay, s.SemiSyncActive, s.TlsInUse, string.Join(",", s.Filters), string.Join(",", s.IgnoredServerIds),
        }.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
