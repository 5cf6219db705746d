using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// Heartbeats of all origins of a link, one origin after the other, the farthest first. The schema is made once, on the first
/// that may be written to, and goes there when all tables have gone there.
/// </summary>
internal sealed class HeartbeatSession(MeasureLagRequest request, OperationContext context)
{
    private static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(10);

    private readonly HeartbeatPlace _place = HeartbeatPlace.Of(request.Table);
    private UpstreamServer? _maker;
    private bool _mayDrop = true;

    // What the last origin left, so that no other may begin; null when nothing.
    private string? _standing;

    /// <summary>Sends them.</summary>
    /// <param name="paths">Whose, the nearest first.</param>
    /// <param name="cancellationToken">Ends it; what was made is taken away all the same.</param>
    /// <returns>What each origin's rows took, in the same order; why not where there is none.</returns>
    public async Task<IReadOnlyList<OriginHeartbeats>> RunAsync(IReadOnlyList<OriginPath> paths, CancellationToken cancellationToken)
    {
        var told = new List<OriginHeartbeats>();
        var runs = new List<HeartbeatRun>();
        try
        {
            foreach (var path in paths.Reverse())
            {
                var why = _standing ?? await WhyNotAsync(path, cancellationToken).ConfigureAwait(false);
                if (why is null && UpstreamMap.WhyNotWritten(path.Origin) is null)
                {
                    var run = await OneAsync(path, cancellationToken).ConfigureAwait(false);
                    runs.Add(run);
                    told.Add(new OriginHeartbeats(path, run.FromOrigin) { Why = run.Why, WasSent = true });
                }
                else if (why is null && runs.FirstOrDefault(r => r.From(path.Origin) is { Count: > 0 }) is { } passing)
                {
                    told.Add(new OriginHeartbeats(path, passing.From(path.Origin)!) { Why = passing.Why, WasSent = true, By = passing.Path.Origin });
                }
                else
                {
                    told.Add(new OriginHeartbeats(path, []) { Why = why ?? UpstreamMap.WhyNotWritten(path.Origin) });
                }
            }
        }
        finally
        {
            await FinishAsync().ConfigureAwait(false);
        }

        told.Reverse();
        return told;
    }

    private async Task<HeartbeatRun> OneAsync(OriginPath path, CancellationToken cancellationToken)
    {
        if (await _place.MakeSchemaAsync(path.Origin.Session, cancellationToken).ConfigureAwait(false))
        {
            _maker = path.Origin;
        }

        var table = await HeartbeatTable.CreateAsync(path.Origin.Session, _place.Of(path.Origin.End.ServerId), cancellationToken).ConfigureAwait(false);
        try
        {
            return await Heartbeat.RunAsync(path, table, request, context.Timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await GoAsync(table, path).ConfigureAwait(false);
        }
    }

    // Where another member made the schema, the table has to come there and go there before the schema goes: a DROP DATABASE
    // that met rows on their way would stop an applier.
    private async Task GoAsync(HeartbeatTable table, OriginPath path)
    {
        var elsewhere = _maker is not null && _maker.Session != table.Origin ? _maker.Session : null;
        _mayDrop &= elsewhere is null || await table.ArrivesAsync(elsewhere, GoneLimit, CancellationToken.None).ConfigureAwait(false);
        await table.DropAsync().ConfigureAwait(false);
        _mayDrop &= elsewhere is null || await table.GoesAsync(elsewhere, GoneLimit).ConfigureAwait(false);

        // The next origins of the user's own table are on this one's way.
        foreach (var server in _place.IsOwn ? [] : path.Way)
        {
            if (!await table.GoesAsync(server.Session, GoneLimit).ConfigureAwait(false))
            {
                _standing = "the heartbeats of " + path.Origin + " in " + _place.Database + "." + _place.Table + " had not gone on " + server + " after " + (int)GoneLimit.TotalSeconds + " s";
                return;
            }
        }
    }

    private async Task FinishAsync()
    {
        if (_maker is null)
        {
            return;
        }

        if (_mayDrop)
        {
            await _place.DropSchemaAsync(_maker.Session).ConfigureAwait(false);
        }
        else
        {
            context.Warning("The schema " + _place.Database + " is left on " + _maker + ": heartbeats of another member had not come back there. When they have: DROP DATABASE " + _place.Database + " on " + _maker + " alone.");
        }
    }

    // Why rows of the origin would not come to the replica.
    private async Task<string?> WhyNotAsync(OriginPath path, CancellationToken cancellationToken)
    {
        for (var i = 0; i < path.Links.Count; i++)
        {
            var link = path.Links[i];
            if (link is not { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running })
            {
                return "the link " + link + " does not run: " + link.HealthReason;
            }

            if (FilterFaults.Drops(link, _place.Database, _place.Table) is { } filter)
            {
                return "a filter of " + path.Way[i] + " drops " + _place.Database + "." + (_place.IsOwn ? "*" : _place.Table) + ": " + filter;
            }

            if (link.IgnoredServerIds.Contains(path.Origin.End.ServerId))
            {
                return path.Way[i] + " ignores server id " + path.Origin.End.ServerId;
            }
        }

        if (path.Relays.FirstOrDefault(r => !r.End.LogReplicaUpdates) is { } silent)
        {
            return silent + " does not log what it applies (log_slave_updates is OFF), so rows of " + path.Origin + " end there";
        }

        foreach (var logging in path.Relays.Prepend(path.Origin))
        {
            if (await LinkCanary.BinlogFilterAsync(logging.Session, _place.Database, cancellationToken).ConfigureAwait(false) is { } log)
            {
                return "the binary log of " + logging + " does not take " + _place.Database + ": " + log;
            }
        }

        return await _place.WhyNotAsync(path.Origin.Session, cancellationToken).ConfigureAwait(false);
    }
}
