using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The steps of one export and what they hand to each other.</summary>
internal sealed class ExportRun(ExportCase c, ServerSession source, SnapshotFolder folder, OperationContext context) : IDisposable
{
    private readonly Stopwatch _clock = new();
    private readonly List<ExportedTable> _tables = [];
    private readonly ExportDefinitions _definitions = new(folder, source.Server);
    private DateTimeOffset _taken;
    private SnapshotPoint? _point;
    private SnapshotCatalogue? _catalogue;
    private SnapshotManifest? _manifest;

    private int Streams => Math.Max(1, Math.Min(c.Request.Streams, 16));

    private string Summary => "Export " + SnapshotTexts.Count(c.Data.Selection.Databases.Count, "database") + " of " + source.Server + " to " + folder.Path;

    public PlanBuilder Plan()
    {
        var builder = new PlanBuilder(Summary, source.Server);
        var left = c.Data.LeftOut.Concat(c.Data.LeftOutTables).ToList();
        if (left.Count > 0)
        {
            builder.Decide("Left out: " + SnapshotFailures.Some(left) + ". A link from a server that imports this to " + source.Server + " needs filters that leave them out too.");
        }

        builder.Add(PlanStepKind.Statement, source.Server.ToString(), SnapshotTexts.Point(c.Source, c.Data.Tables, Streams), "one moment for all rows, and its coordinates", TakePointAsync, putBack: _ => ReleaseAsync());
        builder.Add(
            PlanStepKind.File,
            folder.Path,
            (folder.HoldsExport ? "Remove the former export; write" : "Write") + " the definitions of " + SnapshotTexts.Count(c.Data.Selection.Databases.Count, "database") + " and " + SnapshotTexts.Count(c.Data.Tables.Count, "table"),
            "as plain .sql; only their owner may read the files",
            BeginAsync,
            putBack: _ => TakeBackAsync(),
            reversibility: folder.HoldsExport ? Reversibility.Irreversible : Reversibility.None);
        if (c.KeepsLock)
        {
            builder.Add(PlanStepKind.File, folder.Path, "Write the rows of the tables without transactions, then UNLOCK TABLES on " + source.Server, "no snapshot holds their rows still", WriteLockedAsync);
        }

        builder.Add(
            PlanStepKind.File,
            folder.Path,
            "Write about " + (c.Data.Tables.Sum(t => t.Bytes) / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB of rows, compressed, in " + SnapshotTexts.Count(Streams, "stream"),
            "as they were at that moment",
            WriteRowsAsync);
        builder.Add(PlanStepKind.File, folder.Path, "Write " + SnapshotManifest.FileName + ": coordinates, GTIDs, versions, and rows and SHA-256 of each file", "last: without it nobody takes the directory for an export", FinishAsync);
        return builder;
    }

    /// <summary>The result, when all steps are done.</summary>
    public SnapshotExport Result(PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Path = folder.Path,
        Server = source.Server,
        Coordinates = _point!.Coordinates,
        GtidSet = _manifest!.GtidSet,
        Databases = c.Data.Selection.Databases,
        LeftOutDatabase = c.Data.LeftOut,
        LeftOutTable = c.Data.LeftOutTables,
        Tables = _tables.Select(t => t.Told).OrderByDescending(t => t.Bytes).ToList(),
        Objects = _manifest.Programs.Select(p => p.Kind + " " + QualifiedName.Of(p.Database, p.Name)).ToList(),
        CompressedBytes = _manifest.Files().Sum(f => f.FileBytes),
        Duration = _clock.Elapsed,
        WritersStalledMilliseconds = _point.Stall.TotalMilliseconds,
        PointMethod = _point.Method,
        Changed = outcome.Changed,
        JournalEntry = outcome.JournalEntry,
        Decisions = builder.Build().Decisions,
    };

    public void Dispose() => _point?.Dispose();

    private async Task TakePointAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        (_point, _catalogue) = await new TakeMoment(source, Streams, c.KeepsLock, c.Data.Selection, context).TakeAsync(cancellationToken).ConfigureAwait(false);
        _taken = DateTimeOffset.UtcNow;
    }

    private Task ReleaseAsync()
    {
        _point?.Dispose();
        _point = null;
        return Task.CompletedTask;
    }

    private Task BeginAsync(CancellationToken cancellationToken)
    {
        folder.Begin("An export of " + source.Server + ", begun " + _taken.ToString("u", CultureInfo.InvariantCulture) + ".");
        _definitions.Write(_catalogue!, cancellationToken);
        return Task.CompletedTask;
    }

    private Task TakeBackAsync()
    {
        folder.TakeBack();
        return Task.CompletedTask;
    }

    private async Task WriteLockedAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(_catalogue!.NonTransactional, cancellationToken).ConfigureAwait(false);
        _point!.Stall = await _point.Lock!.ReleaseAsync().ConfigureAwait(false);
        _point.Lock.Dispose();
        _point.Lock = null;
    }

    private async Task WriteRowsAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(_catalogue!.Tables.Where(t => t.IsTransactional).ToList(), cancellationToken).ConfigureAwait(false);
        _point!.EndReads();
    }

    private async Task WriteAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
        => _tables.AddRange(await new ExportTables(source, folder, _definitions, _catalogue!.Stored, c.Request.MaxBytesPerSecond, Summary, context).RunAsync(_point!.Readers, tables, cancellationToken).ConfigureAwait(false));

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        // It idled while the rows were written.
        await source.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
        var needs = await SnapshotNeeds.ReadAsync(source, c.Data.Selection.Whole, _catalogue!.Tables, cancellationToken).ConfigureAwait(false);
        var tables = _tables.ToDictionary(t => t.Told.Database + "\0" + t.Told.Name, StringComparer.Ordinal);
        _manifest = new SnapshotManifest
        {
            Id = Guid.NewGuid(),
            Taken = _taken,
            Source = new ManifestSource
            {
                Address = source.Server.ToString(),
                MachineName = c.Source.MachineName,
                Version = source.Version.Text,
                ServerId = c.Source.ServerId,
                ServerUuid = source.Facts.Uid,
                GtidMode = source.Facts.Text("gtid_mode"),
                GtidState = c.Source.BinlogState?.ToString(),
            },
            Coordinates = _point!.Coordinates.ToString(),
            GtidSet = _point.Gtids is { Length: > 0 } gtids ? gtids : null,
            PointMethod = _point.Method,
            WritersStalledMilliseconds = _point.Stall.TotalMilliseconds,
            Rows = _tables.Sum(t => t.Told.Rows),
            Bytes = _tables.Sum(t => t.Told.Bytes),
            Databases = _definitions.Databases,
            LeftOutDatabases = c.Data.LeftOut,
            LeftOutTables = c.Data.LeftOutTables,
            Parts = c.Data.Selection.Parts,
            Engines = needs.Engines,
            Collations = needs.Collations,
            Types = needs.Types,
            DefaultCollations = _catalogue.DefaultCollations,
            Tables = _catalogue.Tables.Select(t => _definitions.Table(t, tables[t.Database + "\0" + t.Name].Files)).ToList(),
            Programs = _definitions.Programs,
        };
        folder.Finish(_manifest);
    }
}
