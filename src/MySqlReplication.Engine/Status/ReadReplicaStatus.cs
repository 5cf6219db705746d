using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The links of a server as a replica. Changes nothing.</summary>
public static class ReadReplicaStatus
{
    // How long a suspicious link is watched when nobody said how long: long enough for short periods, short enough to wait for.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads one channel or all.</summary>
    /// <param name="server">The replica.</param>
    /// <param name="channel">The channel; empty for the default one; null for all.</param>
    /// <param name="watch">
    /// How long links may be watched whose health one reading does not prove, at most the context's timeout. Null: only links
    /// whose last recorded message is too old are watched, for one heartbeat period and at most seven seconds.
    /// </param>
    /// <param name="context">Where to speak.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One a channel; empty when the server is nobody's replica.</returns>
    /// <exception cref="ReplicationException">LinkNotConfigured, PrivilegeMissing, and those of connecting.</exception>
    public static async Task<IReadOnlyList<ReplicaStatus>> ReadAsync(
        ServerReference server, string? channel, TimeSpan? watch, OperationContext context, CancellationToken cancellationToken)
    {
        var (opened, first) = await BlockedStatus.GuardAsync(() => StatusSession.OpenAsync(server, context, cancellationToken), server, context, cancellationToken).ConfigureAwait(false);
        using var session = opened;
        var begin = ReceiverReadings.Now;
        while (true)
        {
            var all = first ?? await BlockedStatus.GuardAsync(() => ReplicaStatusReader.ReadWithEvidenceAsync(session, cancellationToken), server, context, cancellationToken).ConfigureAwait(false);
            first = null;
            var links = channel is null ? all : all.Where(link => string.Equals(link.Status.Channel, channel, StringComparison.OrdinalIgnoreCase)).ToList();
            if (channel is not null && links.Count == 0)
            {
                throw StatusFailures.ChannelNotFound(server, channel, all.Select(link => link.Status));
            }

            if (links.Count == 0)
            {
                context.Verbose(StatusTexts.NoLink(server));
                if (ClusterMembership.Of(session.Facts) is { } cluster)
                {
                    context.Warning(StatusTexts.InCluster(server, cluster));
                }
            }

            var limit = links.Select(link => Watch(link.Status, link.Evidence, watch)).DefaultIfEmpty(TimeSpan.Zero).Max();
            if (begin.MostUntil(ReceiverReadings.Now) >= (limit < context.Timeout ? limit : context.Timeout))
            {
                return await ReplicaStatusDetails.AddAsync(session, links.Select(link => link.Status).ToList(), cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A link beside what its source says of itself: how much is not fetched yet.</summary>
    /// <exception cref="ReplicationException">BinlogDisabled, PrivilegeMissing, and those of connecting to the source.</exception>
    public static async Task<ReplicaStatus> BesideSourceAsync(ReplicaStatus link, ReplicationCredential login, OperationContext context, CancellationToken cancellationToken)
    {
        if (link?.Source is not { } source)
        {
            return link!;
        }

        using var session = await ServerSession.OpenAsync(source.WithCredential(login), context, cancellationToken).ConfigureAwait(false);
        return await ReplicaStatusDetails.BesideAsync(session, link, cancellationToken).ConfigureAwait(false);
    }

    // Zero when watching would tell nothing new.
    private static TimeSpan Watch(ReplicaStatus status, ReceiverEvidence evidence, TimeSpan? watch)
    {
        // Whether events are missing in the relay log shows only by its standing still.
        if (status.IsHealthy is null && evidence.GapFor is not null && watch != TimeSpan.Zero)
        {
            return RelayLogGaps.Limit + Interval + Interval;
        }

        if (status.IsHealthy is not null || evidence.Limit is null)
        {
            return TimeSpan.Zero;
        }

        var whole = evidence.Record.Period!.Value + ReplicaHealth.Leeway + Interval + Interval;
        return watch ?? (evidence.IsSuspicious ? (whole < SecondLook ? whole : SecondLook) : TimeSpan.Zero);
    }
}
