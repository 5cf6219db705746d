using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>Measures the lag of links: by rows of its own, or by what the servers tell.</summary>
public static class MeasureLag
{
    /// <summary>Measures one channel of a replica, or all.</summary>
    /// <returns>By heartbeats one an origin whose rows come over the link, the nearest first; without writing one a link.</returns>
    /// <exception cref="ReplicationException">LagTableInvalid, LinkNotConfigured, PrivilegeMissing, and those of connecting to the replica.</exception>
    public static async Task<IReadOnlyList<ReplicationLag>> RunAsync(MeasureLagRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        _ = request ?? throw new ArgumentNullException(nameof(request));
        _ = context ?? throw new ArgumentNullException(nameof(context));
        _ = HeartbeatPlace.Of(request.Table);
        var links = await ReadReplicaStatus.ReadAsync(request.Link.Replica, request.Link.Channel, TimeSpan.Zero, context, cancellationToken).ConfigureAwait(false);
        var measured = new List<ReplicationLag>();
        if (links.Count == 0)
        {
            return measured;
        }

        using var replica = await ServerSession.OpenAsync(request.Link.Replica, context, cancellationToken).ConfigureAwait(false);
        foreach (var link in links)
        {
            measured.AddRange(request.NoWrite ? [await ToldAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false)] : await ByHeartbeatAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false));
        }

        foreach (var unknown in measured.Where(m => m.Lag is null))
        {
            context.Warning(unknown.Replica + " <- " + (unknown.Origin ?? unknown.Source) + ": " + unknown.Reason);
        }

        return measured;
    }

    private static async Task<IReadOnlyList<ReplicationLag>> ByHeartbeatAsync(MeasureLagRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        if (link is not { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running })
        {
            return [Unknown(link, link.HealthReason)];
        }

        using var map = await UpstreamMap.ReadAsync(request.Link, replica, link, context, cancellationToken).ConfigureAwait(false);
        if (map.WhyNoSource is { } why)
        {
            return [Unknown(link, "Not provable by heartbeat: the source cannot be asked: " + why + " -SourceCredential gives a login for it; -NoWrite asks the replica alone.")];
        }

        var told = await new HeartbeatSession(request, context).RunAsync(map.Paths, cancellationToken).ConfigureAwait(false);
        var stages = await StagesAsync(replica, map.Paths[0].Origin, link, cancellationToken).ConfigureAwait(false);
        var measured = new List<ReplicationLag>();
        foreach (var origin in told)
        {
            var path = origin.Path;
            var one = stages with
            {
                Origin = path.Origin.Session.Server,
                OriginServerId = path.Origin.End.ServerId,
                Way = path.Way.Select(server => server.Session.Server).ToList(),
                ClockSkew = await ClockSkew.OfAsync(replica, path.Origin.Session, cancellationToken).ConfigureAwait(false),
            };
            measured.Add(origin.Samples.Count > 0 ? WithSamples(one, origin) : one with { Reason = "Not provable by heartbeat: " + origin.Why + ". -Table names a table in a database that is replicated; -NoWrite asks what the replica tells." });
        }

        return measured;
    }

    private static ReplicationLag WithSamples(ReplicationLag lag, OriginHeartbeats told)
    {
        var samples = told.Samples;
        var sorted = samples.OrderBy(s => s).ToList();
        var what = told.By is null ? samples.Count + " heartbeats, timed at both ends by this machine's clock"
            : samples.Count + " heartbeats of " + told.By + ", timed by this machine's clock when they were on " + lag.Origin + " and when on " + lag.Replica;
        return lag with
        {
            Method = LagMethod.Heartbeat,
            Lag = sorted[sorted.Count / 2],
            Samples = samples,
            Minimum = sorted[0],
            Percentile90 = At(sorted, 0.9),
            Percentile99 = At(sorted, 0.99),
            Maximum = sorted[sorted.Count - 1],
            Reason = told.Why is null ? what : what + "; then " + told.Why,
        };
    }

    // Where what is not on the replica yet is: not fetched, or fetched and not applied.
    private static async Task<ReplicationLag> StagesAsync(ServerSession replica, UpstreamServer source, ReplicaStatus link, CancellationToken cancellationToken)
    {
        var now = (await ReplicaStatusReader.ReadAsync(replica, link.Channel, cancellationToken).ConfigureAwait(false)) ?? link;
        var there = source.End.LogBin ? (await ReadSourceStatus.ReadAsync(source.Session, cancellationToken).ConfigureAwait(false)).Coordinates : null;
        var files = await LinkSource.FilesAsync(source.Session, cancellationToken).ConfigureAwait(false);
        return Unknown(now, string.Empty) with
        {
            NotFetchedBytes = LogDistance.Between(now.ReceivedCoordinates, there, files),
            NotAppliedBytes = LogDistance.Between(now.ExecutedCoordinates, now.ReceivedCoordinates, files),
        };
    }

    private static async Task<ReplicationLag> ToldAsync(MeasureLagRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        if (link.Lag is not { } estimate)
        {
            return Unknown(link, "The replica tells no lag. " + link.HealthReason);
        }

        var (session, _) = await LinkSource.OpenAsync(request.Link, link, context, cancellationToken).ConfigureAwait(false);
        using var source = session;
        var skew = source is null ? null : await ClockSkew.OfAsync(replica, source, cancellationToken).ConfigureAwait(false);
        var told = source is null ? Unknown(link, string.Empty) : await StagesAsync(replica, new UpstreamServer(source, await ReadLinkEnd.ReadAsync(source, mustSeeLinks: false, cancellationToken).ConfigureAwait(false)), link, cancellationToken).ConfigureAwait(false);
        told = told with { ClockSkew = skew };
        if (replica.Dialect.Links.ShowCommitTimes(link.Channel) is { } show && link.UsesGtid)
        {
            var row = (await replica.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false))[0];
            var behind = decimal.TryParse(row.Text("behind"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) - (skew ?? TimeSpan.Zero) : (TimeSpan?)null;
            if (behind is not null || link.NotExecutedGtidSet is { IsEmpty: true })
            {
                return told with
                {
                    Method = LagMethod.CommitTimestamp,
                    Lag = behind > TimeSpan.Zero ? behind : TimeSpan.Zero,
                    Reason = behind is null ? "By commit times: nothing that was received is left to apply"
                        : "By the source's commit time of what is being applied" + (skew is null ? ", as the two servers' clocks have it: the source was not asked for its time" : ", corrected by the difference of the two clocks"),
                };
            }
        }

        return told with { Method = LagMethod.SecondsBehind, Lag = estimate, Reason = "The replica's own estimate in whole seconds, less the wanted delay" };
    }

    private static ReplicationLag Unknown(ReplicaStatus link, string reason) => new()
    {
        Server = link.Server,
        Source = link.Source,
        Origin = link.Source,
        OriginServerId = link.SourceServerId,
        Channel = link.Channel,
        Method = LagMethod.None,
        NotAppliedBytes = link.QueuedBytes,
        Reason = reason,
    };

    private static TimeSpan At(List<TimeSpan> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];
}
