using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The steps of one copy and what they hand to each other.</summary>
internal sealed class SnapshotRun(SnapshotCase c, ServerSession source, ServerSession replica, OperationContext context) : ISnapshotRun
{
    private readonly Stopwatch _clock = new();
    private readonly List<SnapshotTable> _tables = [];
    private IReadOnlyList<string> _objects = [];
    private readonly CopyMarker? _marker = c.WritesMarkers ? new CopyMarker(source, context) : null;
    private readonly CompareTables? _compare = c.Request.Verify ? new CompareTables(source, replica, context) : null;
    private readonly Dictionary<string, (long Rows, string Hash)> _compared = new(StringComparer.Ordinal);
    private readonly TargetState _state = new(replica.Server);
    private ServerConnection? _loader;
    private MakeTables? _make;
    private SnapshotPoint? _point;
    private SnapshotCatalogue? _catalogue;

    private int Streams => Math.Max(1, Math.Min(c.Request.Streams, 16));

    private SnapshotPoint Point => _point!;

    private SnapshotCatalogue Catalogue => _catalogue!;

    private string? OwnGtids => Point.Gtids is { Length: > 0 } ? Point.Gtids : null;

    // The upstream whose coordinates were asked for.
    private UpstreamPosition? Followed => c.IsOfUpstream ? Point.Upstreams.First(u => u.Channel == c.Wanted[0].Channel) : null;

    private ServerConnection Loader => _loader!;

    private MakeTables Make => _make ??= new MakeTables(replica, Loader, Catalogue, context);

    public PlanBuilder Plan()
    {
        var builder = new PlanBuilder(SnapshotTexts.Summary(c), replica.Server);
        SnapshotTexts.Decide(builder, c);
        if (SnapshotTexts.TwoPlaces(c) is { } two)
        {
            builder.Decide(two);
            context.Warning(two);
        }

        var here = replica.Server.ToString();
        builder.LeftBehind = () => _state.Left;
        LocalInfile.Begin(builder, c, replica, context);
        var keeping = new KeepReadOnly(c, replica, context);
        keeping.Begin(builder, _state, LoaderAsync);
        var mark = new TargetMark(c, _state, LoaderAsync, () => c.IsOfUpstream || !c.Source.LogBin ? null : c.EndsAt(Point.Coordinates));
        if (_marker is not null)
        {
            builder.Add(PlanStepKind.Statement, source.Server.ToString(), _marker.BeginText, "logged: they show in the binary log and in the snapshot where the moment lies (-Verify)", _marker.BeginAsync, putBack: _ => _marker.DropAsync(), byHand: _marker.DropText);
        }

        builder.Add(PlanStepKind.Statement, source.Server.ToString(), SnapshotTexts.Point(c, Streams), "one moment for all rows, and its coordinates", TakePointAsync, putBack: _ => ReleaseAsync());
        builder.Add(PlanStepKind.Statement, here, MarkWords.SetText, "so that a copy that is cut off is seen and replaced by the next one; not logged", token => mark.SetAsync(null, token), putBack: mark.TakeBackAsync, reversibility: Reversibility.Irreversible, byHand: MarkWords.ClearText);
        builder.Add(PlanStepKind.Statement, here, SnapshotTexts.Databases(c), "as the source has them; not logged", token => Make.DatabasesAsync(token), reversibility: Reversibility.Irreversible);
        if (c.KeepsLock)
        {
            builder.Add(PlanStepKind.Statement, here, "CREATE the tables without transactions and stream their rows, then UNLOCK TABLES on " + source.Server, "no snapshot holds their rows still", CopyLockedAsync, reversibility: Reversibility.Irreversible);
        }

        builder.Add(PlanStepKind.Statement, here, SnapshotTexts.Stream(c, Streams), "the rows, as they were at that moment; not logged", CopyAsync, reversibility: Reversibility.Irreversible);
        if (_compare is not null)
        {
            builder.Add(PlanStepKind.Statement, here, "Count and hash (" + _compare.Hash.Name + ") the rows of " + SnapshotTexts.Count(c.Tables.Count, "table") + " in the snapshot and here"
                + (_marker is null ? string.Empty : "; CREATE TABLE " + _marker.FullName + (c.KeepsMarkersOut ? ", read it and drop it" : " with the markers up to the moment: a link brings the others, and its DROP")), "the copy is what was read (-Verify)", VerifyAsync, reversibility: Reversibility.Irreversible);
        }

        builder.Add(PlanStepKind.Statement, here, "CREATE the routines, views, triggers and events; events are disabled as on any replica", "after the rows, so that no trigger fires for them; not logged", MakeProgramsAsync, reversibility: Reversibility.Irreversible);
        if (c.NewAccounts.Count > 0)
        {
            builder.Add(
                PlanStepKind.Statement,
                here,
                string.Join("; ", c.NewAccounts.Select(a => a.Text)),
                "as the source has them, with what it keeps of their passwords; not logged",
                token => new MakeAccounts(replica, Loader, context).RunAsync(c.NewAccounts, token),
                reversibility: Reversibility.Irreversible);
        }

        if (SnapshotGtids.Keeps(c.Source, c.Replica))
        {
            builder.Add(PlanStepKind.Statement, here, c.Replica.IsMariaDB ? "SET GLOBAL gtid_slave_pos to the moment's position" : "SET GLOBAL gtid_purged to what the data holds", "so that a link by GTID goes on from there", SetGtidsAsync, reversibility: Reversibility.Irreversible);
        }

        LocalInfile.End(builder, c, replica);
        keeping.Release(builder);
        builder.Add(PlanStepKind.Statement, here, MarkWords.ClearText, "the copy is complete", mark.ClearAsync);
        keeping.End(builder);
        return builder;
    }

    /// <summary>The result, when all steps are done.</summary>
    public ReplicationSnapshot Result(PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Server = replica.Server,
        Source = Followed?.Source ?? source.Server,
        CopiedFrom = source.Server,
        Coordinates = Followed?.Coordinates ?? Point.Coordinates,
        GtidSet = Followed is null ? OwnGtids : Followed.GtidSet,
        CoordinatesOf = c.Request.CoordinatesOf,
        OwnCoordinates = c.Source.LogBin ? Point.Coordinates : null,
        OwnGtidSet = OwnGtids,
        Upstream = Point.Upstreams,
        Databases = c.Databases,
        LeftOutDatabase = c.LeftOut,
        LeftOutTable = c.LeftOutTables,
        ReadOnlyUntilLinked = c.IsKeptReadOnly,
        Tables = _tables.OrderByDescending(t => t.Bytes).Select(t => _compared.TryGetValue(t.ToString(), out var equal) ? t with { RowHash = equal.Hash } : t).ToList(),
        Verification = _compare is null ? null : new SnapshotProof
        {
            MarkersBefore = _marker?.Before,
            MarkersAfter = _marker?.After,
            MarkerTable = _marker?.FullName,
            TablesEqual = _compared.Count,
            RowsEqual = _compared.Values.Sum(t => t.Rows),
            Hash = _compare.Hash.Name,
        },
        Objects = _objects,
        Accounts = c.NewAccounts.Select(a => a.ToString()).ToList(),
        Duration = _clock.Elapsed,
        WritersStalledMilliseconds = Point.Stall.TotalMilliseconds,
        PointMethod = Point.Method,
        Changed = outcome.Changed,
        JournalEntry = outcome.JournalEntry,
        Decisions = builder.Build().Decisions,
    };

    public void Dispose()
    {
        _point?.Dispose();
        _loader?.Dispose();
    }

    private async Task<ServerConnection> LoaderAsync(CancellationToken cancellationToken)
        => _loader = await LoaderSession.KeepAsync(_loader, replica, context, cancellationToken).ConfigureAwait(false);

    // After rows that may have taken hours.
    private async Task AwakeAsync(CancellationToken cancellationToken)
    {
        await LoaderAsync(cancellationToken).ConfigureAwait(false);
        await replica.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private async Task TakePointAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        var upstreams = c.Upstreams.Count == 0 ? null : new ReadUpstreams(source, c.Upstreams.Select(u => u.Channel).ToList());
        (_point, _catalogue) = await new TakeMoment(source, Streams, c.KeepsLock, c.Selection, context, upstreams, c.LogsNotAll).TakeAsync(cancellationToken).ConfigureAwait(false);
        await replica.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
        await TargetRights.CheckAsync(replica, _catalogue.Programs, _catalogue.Tables, cancellationToken).ConfigureAwait(false);
        if (!c.KeepsLock)
        {
            await ProveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        if (_marker is not null)
        {
            await source.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
            await _marker.ProveAsync(Point, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CompareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        foreach (var equal in _compare is null ? new Dictionary<string, (long, string)>() : await _compare.RunAsync(Point.Readers, tables, cancellationToken).ConfigureAwait(false))
        {
            _compared[equal.Key] = equal.Value;
        }
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await AwakeAsync(cancellationToken).ConfigureAwait(false);
        await CompareAsync(Catalogue.Tables.Where(t => t.IsTransactional).ToList(), cancellationToken).ConfigureAwait(false);
        Point.EndReads();
        if (_marker is not null)
        {
            await _marker.DropAsync().ConfigureAwait(false);
            await _marker.CopyAsync(await LoaderAsync(cancellationToken).ConfigureAwait(false), replica, !c.KeepsMarkersOut, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task ReleaseAsync()
    {
        _point?.Dispose();
        _point = null;
        return Task.CompletedTask;
    }

    private async Task CopyLockedAsync(CancellationToken cancellationToken)
    {
        _tables.AddRange(await Copier().RunAsync(Point.Readers, Catalogue.NonTransactional, cancellationToken).ConfigureAwait(false));
        await CompareAsync(Catalogue.NonTransactional, cancellationToken).ConfigureAwait(false);
        Point.Stall = await Point.Lock!.ReleaseAsync().ConfigureAwait(false);
        Point.Lock.Dispose();
        Point.Lock = null;
        await ProveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        var tables = Catalogue.Tables.Where(t => t.IsTransactional).ToList();
        _tables.AddRange(await Copier().RunAsync(Point.Readers, tables, cancellationToken).ConfigureAwait(false));
        if (_compare is null)
        {
            Point.EndReads();
        }
    }

    private CopyTables Copier() => new(source, replica, Make, Catalogue.Stored, c.LoadsData, _compare is not null, c.Request.MaxBytesPerSecond, SnapshotTexts.Summary(c), context);

    private async Task MakeProgramsAsync(CancellationToken cancellationToken)
    {
        await AwakeAsync(cancellationToken).ConfigureAwait(false);
        _objects = await new MakePrograms(replica, Loader, context).RunAsync(Catalogue, cancellationToken).ConfigureAwait(false);
        _state.Place = Point.Coordinates.ToString();
        await LookForLogAsync(cancellationToken).ConfigureAwait(false);
    }

    // A source that keeps its logs for less than a copy takes: better told now than by the link.
    private async Task LookForLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            await source.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
            var logs = c.Source.LogBin ? await source.Connection.QueryAsync(LinkWords.ShowBinaryLogs, cancellationToken).ConfigureAwait(false) : [];
            if (logs.Count > 0 && logs.All(l => l.Text("Log_name") != Point.Coordinates.File))
            {
                context.Warning(SnapshotTexts.Purged(source.Server, Point.Coordinates));
            }
        }
        catch (ReplicationException e)
        {
            context.Verbose(source.Server + " could not be asked whether it still holds " + Point.Coordinates.File + ": " + e.Message);
        }
    }

    private Task SetGtidsAsync(CancellationToken cancellationToken) => SnapshotGtids.SetAsync(replica, c.Replica, c.IsOfUpstream ? Followed!.GtidSet : Point.Gtids, context, cancellationToken);
}
