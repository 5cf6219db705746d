using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>Measures the lag of links: by rows of its own, or by what the servers tell.</summary>
public static class MeasureLag
{
    /// <summary>Measures one channel of a replica, or all.</summary>
    /// <exception cref="ReplicationException">LinkNotConfigured, PrivilegeMissing, and those of connecting to the replica.</exception>
    public static async Task<IReadOnlyList<ReplicationLag>> RunAsync(MeasureLagRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        _ = request ?? throw new ArgumentNullException(nameof(request));
        _ = context ?? throw new ArgumentNullException(nameof(context));
        var links = await ReadReplicaStatus.ReadAsync(request.Link.Replica, request.Link.Channel, TimeSpan.Zero, context, cancellationToken).ConfigureAwait(false);
        var measured = new List<ReplicationLag>();
        if (links.Count == 0)
        {
            return measured;
        }

        using var replica = await ServerSession.OpenAsync(request.Link.Replica, context, cancellationToken).ConfigureAwait(false);
        foreach (var link in links)
        {
            measured.Add(request.NoWrite ? await ToldAsync(replica, link, cancellationToken).ConfigureAwait(false) : await ByHeartbeatAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false));
        }

        return measured;
    }

    private static async Task<ReplicationLag> ByHeartbeatAsync(MeasureLagRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        if (link is not { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running })
        {
            return Unknown(link, link.HealthReason);
        }

        var (session, why) = await LinkSource.OpenAsync(request.Link, link, context, cancellationToken).ConfigureAwait(false);
        using var source = session;
        if (source is null)
        {
            return Unknown(link, "Not provable by heartbeat: the source cannot be asked: " + why + " -NoWrite asks the replica alone.");
        }

        var (samples, problem) = await Heartbeat.RunAsync(source, replica, link, request, context.Timeout, cancellationToken).ConfigureAwait(false);
        var now = (await ReplicaStatusReader.ReadAsync(replica, link.Channel, cancellationToken).ConfigureAwait(false)) ?? link;
        var there = (await ReadSourceStatus.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Coordinates;
        var stages = Unknown(now, string.Empty) with
        {
            NotFetchedBytes = now.ReceivedCoordinates is { } received && received.File == there.File && there.Position >= received.Position ? there.Position - received.Position : null,
        };
        if (samples.Count == 0)
        {
            return stages with { Reason = "Not provable by heartbeat: " + problem + ". -Database names a database that is replicated; -NoWrite asks what the replica tells." };
        }

        var sorted = samples.OrderBy(s => s).ToList();
        return stages with
        {
            Method = LagMethod.Heartbeat,
            Lag = sorted[sorted.Count / 2],
            Samples = samples,
            Minimum = sorted[0],
            Percentile90 = At(sorted, 0.9),
            Percentile99 = At(sorted, 0.99),
            Maximum = sorted[sorted.Count - 1],
            Reason = problem is null ? samples.Count + " heartbeats, timed at both ends by this machine's clock" : samples.Count + " heartbeats, then " + problem,
        };
    }

    private static async Task<ReplicationLag> ToldAsync(ServerSession replica, ReplicaStatus link, CancellationToken cancellationToken)
    {
        if (link.Lag is not { } estimate)
        {
            return Unknown(link, "The replica tells no lag. " + link.HealthReason);
        }

        if (replica.Dialect.Links.ShowCommitTimes(link.Channel) is { } show && link.UsesGtid)
        {
            var row = (await replica.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false))[0];
            var behind = decimal.TryParse(row.Text("behind"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : (decimal?)null;
            if (behind is not null || link.NotExecutedGtidSet is { IsEmpty: true })
            {
                return Unknown(link, "By the source's commit times, as the two servers' clocks have it" + (behind is null ? "; nothing that was received is left to apply" : string.Empty)) with
                {
                    Method = LagMethod.CommitTimestamp,
                    Lag = TimeSpan.FromTicks((long)(Math.Max(0, behind ?? 0) * TimeSpan.TicksPerSecond)),
                };
            }
        }

        return Unknown(link, "The replica's own estimate in whole seconds, less the wanted delay") with { Method = LagMethod.SecondsBehind, Lag = estimate };
    }

    private static ReplicationLag Unknown(ReplicaStatus link, string reason) => new()
    {
        Server = link.Server,
        Source = link.Source,
        Channel = link.Channel,
        Method = LagMethod.None,
        NotAppliedBytes = link.QueuedBytes,
        Reason = reason,
    };

    private static TimeSpan At(List<TimeSpan> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];
}
