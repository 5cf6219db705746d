using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Watches a link's status until something is so, or says why it will not be.</summary>
internal static class LinkWatch
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <summary>The link's row as it is now; null when there is no such link. The verdict on health is not asked for.</summary>
    public static async Task<ReplicaStatus?> LookAsync(ServerSession session, string channel, CancellationToken cancellationToken)
    {
        var rows = await session.Connection.QueryAsync(session.Dialect.Links.ShowReplicaStatus, cancellationToken).ConfigureAwait(false);
        return rows
            .Where(row => ReplicaStatusColumns.IsLink(row)
                && string.Equals(ReplicaStatusColumns.Channel(row), channel, StringComparison.OrdinalIgnoreCase))
            .Select(row => ReplicaStatusColumns.Read(session.Server, row))
            .FirstOrDefault();
    }

    /// <summary>Waits until both threads run and the source sends; START itself succeeds in all cases, the reason shows later.</summary>
    /// <exception cref="ReplicationException">What stands against it (<see cref="LinkFailures"/>), as soon as the server names it.</exception>
    public static async Task UntilRunningAsync(ServerSession session, string channel, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var pause = Shortest;
        var settled = 0;
        while (true)
        {
            var link = await LookAsync(session, channel, cancellationToken).ConfigureAwait(false)
                ?? throw LinkFailures.NotConfigured(session.Server, channel, string.Empty);
            var runs = link is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running, ReceiverErrorCode: 0 or null, ApplierErrorCode: 0 or null };

            // Two looks: the source may refuse the position right after it has taken the request. A receiver whose words are
            // not known is looked at more often.
            settled = runs ? settled + 1 : 0;
            if (settled >= (ReceiverStates.IsReceiving(link.ReceiverState) ? 2 : 20))
            {
                return;
            }

            var late = watch.Elapsed >= limit;
            if (link.Applier != ReplicaThreadState.Running && LinkFailures.OfApplier(link) is { } applier)
            {
                throw applier;
            }

            if (link.Receiver != ReplicaThreadState.Running && LinkFailures.OfReceiver(link) is { } receiver && (late || !LinkFailures.MayPass(link.ReceiverErrorCode)))
            {
                throw receiver;
            }

            if (late)
            {
                throw LinkFailures.StartTimeout(link, limit);
            }

            // Once it runs, the second look need not wait as long as the first ones did.
            await Task.Delay(settled > 0 && ReceiverStates.IsReceiving(link.ReceiverState) ? Shortest : pause, cancellationToken).ConfigureAwait(false);
            pause = pause >= Longest ? Longest : TimeSpan.FromTicks(pause.Ticks * 3 / 2);
        }
    }

    /// <summary>
    /// Whether all that was received is executed. Measured: when nothing was received since a start, the executed position can
    /// stand beyond the received one, because the relay log's own first events count.
    /// </summary>
    public static bool IsDrained(ReplicaStatus link) => link.ReceivedCoordinates == link.ExecutedCoordinates
        || (link is { ReceivedCoordinates: { } received, ExecutedCoordinates: { } executed } && executed.IsComparableTo(received) && executed >= received);

    /// <summary>Waits until the applier has executed all that was received, the receiver being stopped.</summary>
    /// <exception cref="ReplicationException">LinkApplierFailed, ApplierStopped, WaitTimeout.</exception>
    public static async Task UntilDrainedAsync(ServerSession session, string channel, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var pause = Shortest;
        while (true)
        {
            var link = await LookAsync(session, channel, cancellationToken).ConfigureAwait(false)
                ?? throw LinkFailures.NotConfigured(session.Server, channel, string.Empty);
            if (IsDrained(link))
            {
                return;
            }

            if (link.Applier != ReplicaThreadState.Running)
            {
                throw LinkFailures.OfApplier(link) ?? WaitFailures.ApplierStopped(link, "all that was received is executed");
            }

            if (watch.Elapsed >= limit)
            {
                throw WaitFailures.Timeout(link, "all that was received is executed", limit);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause >= Longest ? Longest : TimeSpan.FromTicks(pause.Ticks * 3 / 2);
        }
    }
}
