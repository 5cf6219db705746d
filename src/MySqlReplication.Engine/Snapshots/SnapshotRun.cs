using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The steps of one copy and what they hand to each other.</summary>
internal sealed class SnapshotRun(SnapshotCase c, ServerSession source, ServerSession replica, OperationContext context) : IDisposable
{
    private readonly Stopwatch _clock = new();
    private readonly List<SnapshotTable> _tables = [];
    private IReadOnlyList<string> _objects = [];
    private ServerConnection? _loader;
    private bool _touched;
    private SnapshotPoint? _point;
    private SnapshotCatalogue? _catalogue;

    private int Streams => Math.Max(1, Math.Min(c.Request.Streams, 16));

    private SnapshotPoint Point => _point!;

    private SnapshotCatalogue Catalogue => _catalogue!;

    private ServerConnection Loader => _loader!;

    public PlanBuilder Plan()
    {
        var builder = new PlanBuilder(SnapshotTexts.Summary(c), replica.Server);
        SnapshotTexts.Decide(builder, c);
        var here = replica.Server.ToString();
        LocalInfile.Begin(builder, c, replica);
        var keeping = new KeepReadOnly(c, replica, context);
        keeping.Begin(builder, () => _touched, LoaderAsync);
        builder.Add(PlanStepKind.Statement, source.Server.ToString(), SnapshotTexts.Point(c.Source, c.Tables, Streams), "one moment for all rows, and its coordinates", TakePointAsync, putBack: _ => ReleaseAsync());
        builder.Add(PlanStepKind.Statement, here, IncompleteMark.SetText, "so that a copy that is cut off is seen and replaced by the next one; not logged", MarkAsync, reversibility: Reversibility.Irreversible);
        builder.Add(PlanStepKind.Statement, here, SnapshotTexts.Tables(c), "as the source has them; not logged", token => new MakeObjects(replica, Loader).TablesAsync(Catalogue, token), reversibility: Reversibility.Irreversible);
        if (c.KeepsLock)
        {
            builder.Add(PlanStepKind.Statement, here, "Stream the tables without transactions, then UNLOCK TABLES on " + source.Server, "no snapshot holds their rows still", CopyLockedAsync, reversibility: Reversibility.Irreversible);
        }

        builder.Add(PlanStepKind.Statement, here, SnapshotTexts.Stream(c, Streams), "the rows, as they were at that moment; not logged", CopyAsync, reversibility: Reversibility.Irreversible);
        builder.Add(PlanStepKind.Statement, here, "CREATE the routines, views, triggers and events; events are disabled as on any replica", "after the rows, so that no trigger fires for them; not logged", MakeProgramsAsync, reversibility: Reversibility.Irreversible);
        if (SnapshotGtids.Keeps(c.Source, c.Replica))
        {
            builder.Add(PlanStepKind.Statement, here, c.Replica.IsMariaDB ? "SET GLOBAL gtid_slave_pos to the moment's position" : "SET GLOBAL gtid_purged to what the data holds", "so that a link by GTID goes on from there", SetGtidsAsync, reversibility: Reversibility.Irreversible);
        }

        builder.Add(PlanStepKind.Statement, here, IncompleteMark.ClearText, "the copy is complete", token => IncompleteMark.ClearAsync(Loader, c.Selection.Marks.Concat(c.Incomplete.Where(c.Covers)), token));
        keeping.End(builder);
        LocalInfile.End(builder, c, replica);
        return builder;
    }

    /// <summary>The result, when all steps are done.</summary>
    public ReplicationSnapshot Result(PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Server = replica.Server,
        Source = source.Server,
        Coordinates = Point.Coordinates,
        GtidSet = Point.Gtids is { Length: > 0 } ? Point.Gtids : null,
        Databases = c.Databases,
        LeftOutDatabase = c.LeftOut,
        LeftOutTable = c.LeftOutTables,
        ReadOnlyUntilLinked = c.IsKeptReadOnly,
        Tables = _tables.OrderByDescending(t => t.Bytes).ToList(),
        Objects = _objects,
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

    private async Task MarkAsync(CancellationToken cancellationToken)
    {
        var loader = await LoaderAsync(cancellationToken).ConfigureAwait(false);
        _touched = true;
        await IncompleteMark.SetAsync(loader, c.Selection.Marks, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServerConnection> LoaderAsync(CancellationToken cancellationToken)
        => _loader ??= await LoaderSession.OpenAsync(replica, loads: false, context, cancellationToken).ConfigureAwait(false);

    private async Task TakePointAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        (_point, _catalogue) = await new TakeMoment(source, Streams, c.KeepsLock, c.Selection, context).TakeAsync(cancellationToken).ConfigureAwait(false);
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
        Point.Stall = await Point.Lock!.ReleaseAsync().ConfigureAwait(false);
        Point.Lock.Dispose();
        Point.Lock = null;
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        var tables = Catalogue.Tables.Where(t => t.IsTransactional).ToList();
        _tables.AddRange(await Copier().RunAsync(Point.Readers, tables, cancellationToken).ConfigureAwait(false));
        Point.EndReads();
    }

    private CopyTables Copier() => new(source, replica, c.LoadsData, c.Request.MaxBytesPerSecond, SnapshotTexts.Summary(c), context);

    private async Task MakeProgramsAsync(CancellationToken cancellationToken)
        => _objects = await new MakeObjects(replica, Loader).ProgramsAsync(Catalogue, cancellationToken).ConfigureAwait(false);

    private Task SetGtidsAsync(CancellationToken cancellationToken) => SnapshotGtids.SetAsync(replica, c.Replica, Point.Gtids, context, cancellationToken);
}
