using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
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

/// <summary>The steps of one import of an export and what they hand to each other.</summary>
internal sealed class ImportRun(ImportCase import, ServerSession replica, OperationContext context) : IDisposable
{
    private readonly SnapshotCase _case = import.Copy;
    private readonly SnapshotManifest _manifest = import.Export.Manifest;
    private readonly Stopwatch _clock = new();
    private IReadOnlyList<ImportPiece> _left = import.Pieces(all: false);
    private SnapshotCatalogue? _catalogue;
    private IReadOnlyList<string> _objects = [];
    private ServerConnection? _loader;
    private MakeTables? _make;
    private readonly TargetState _state = new(replica.Server, import.Resumes) { Place = import.Export.Manifest.Coordinates };

    private string Summary => "Import " + SnapshotTexts.Count(_case.Databases.Count, "database") + " of " + _case.Source.Server + " from " + import.Export.Path + " to " + replica.Server;

    private ServerConnection Loader => _loader!;

    private MakeTables Make => _make ??= new MakeTables(replica, Loader, _catalogue!, context);

    public PlanBuilder Plan()
    {
        var builder = new PlanBuilder(Summary, replica.Server);
        SnapshotTexts.Decide(builder, _case with { Incomplete = import.Resumes ? [] : _case.Incomplete });
        var here = replica.Server.ToString();
        var all = import.Pieces(all: true).Count;
        if (import.Resumes)
        {
            builder.Decide("Goes on where a former import of this export was cut off: " + (all - _left.Count).ToString(CultureInfo.InvariantCulture) + " of " + all.ToString(CultureInfo.InvariantCulture) + " files are loaded.");
        }

        builder.LeftBehind = () => _state.Left;
        LocalInfile.Begin(builder, _case, replica, context);
        var keeping = new KeepReadOnly(_case, replica, context);
        keeping.Begin(builder, _state, LoaderAsync);
        var mark = new TargetMark(_case, _state, LoaderAsync, () => _case.Source.Coordinates is { } at ? _case.EndsAt(at) : null);
        builder.Add(
            PlanStepKind.Statement,
            here,
            import.Resumes ? "Count the rows of the tables that are loaded in part or whole" : MarkWords.SetText + "; CREATE TABLE mysql_replication.incomplete_import, for the files that are loaded",
            import.Resumes ? "what was written down must be there" : "so that an import that is cut off is seen and can go on; not logged",
            token => BeginAsync(mark, token),
            putBack: mark.TakeBackAsync,
            reversibility: Reversibility.Irreversible,
            byHand: MarkWords.ClearText);
        if (!import.Resumes)
        {
            builder.Add(PlanStepKind.Statement, here, SnapshotTexts.Databases(_case), "as the source had them; not logged", token => Make.DatabasesAsync(token), reversibility: Reversibility.Irreversible);
        }

        builder.Add(
            PlanStepKind.Statement,
            here,
            (import.Resumes ? "Load " : SnapshotTexts.Tables(_case) + "; into those that are there, load ") + (_left.Sum(p => p.File.RowBytes ?? 0) / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB of rows from " + SnapshotTexts.Count(_left.Count, "file") + " by "
                + (_case.LoadsData ? "LOAD DATA LOCAL" : "INSERT") + " in " + SnapshotTexts.Count(_case.Request.Streams, "stream")
                + SnapshotTexts.Keys(_case, t => _manifest.Tables.First(m => m.Database == t.Database && m.Name == t.Name).Rows.Count),
            "each file in one transaction that also writes down that it is loaded; not logged",
            LoadAsync,
            reversibility: Reversibility.Irreversible);
        builder.Add(PlanStepKind.Statement, here, "CREATE the routines, views, triggers and events; events are disabled as on any replica", "after the rows, so that no trigger fires for them; not logged", MakeProgramsAsync, reversibility: Reversibility.Irreversible);
        if (SnapshotGtids.Keeps(_case.Source, _case.Replica))
        {
            builder.Add(PlanStepKind.Statement, here, _case.Replica.IsMariaDB ? "SET GLOBAL gtid_slave_pos to the moment's position" : "SET GLOBAL gtid_purged to what the data holds", "so that a link by GTID goes on from there", SetGtidsAsync, reversibility: Reversibility.Irreversible);
        }

        LocalInfile.End(builder, _case, replica);
        keeping.Release(builder);
        builder.Add(PlanStepKind.Statement, here, "DROP TABLE mysql_replication.incomplete_import; " + MarkWords.ClearText, "the import is complete", token => EndAsync(mark, token));
        keeping.End(builder);
        return builder;
    }

    /// <summary>The result, when all steps are done.</summary>
    public ReplicationSnapshot Result(PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Server = replica.Server,
        Source = _case.Source.Server,
        Coordinates = _case.Source.Coordinates!,
        GtidSet = _manifest.GtidSet,
        Databases = _case.Databases,
        LeftOutDatabase = _case.LeftOut,
        LeftOutTable = _case.LeftOutTables,
        ReadOnlyUntilLinked = _case.IsKeptReadOnly,
        Tables = _case.Tables.Zip(_manifest.Tables, (t, m) => new SnapshotTable { Database = t.Database, Name = t.Name, Engine = t.Engine, Rows = t.Rows, Bytes = t.Bytes, Chunks = m.Rows.Count, Duration = TimeSpan.Zero })
            .OrderByDescending(t => t.Bytes).ToList(),
        Objects = _objects,
        Duration = _clock.Elapsed,
        WritersStalledMilliseconds = _manifest.WritersStalledMilliseconds,
        PointMethod = _manifest.PointMethod,
        Changed = outcome.Changed,
        JournalEntry = outcome.JournalEntry,
        Decisions = builder.Build().Decisions,
    };

    public void Dispose() => _loader?.Dispose();

    private async Task BeginAsync(TargetMark mark, CancellationToken cancellationToken)
    {
        _clock.Start();
        _catalogue = import.Export.Catalogue();
        await TargetRights.CheckAsync(replica, _catalogue.Programs, _catalogue.Tables, cancellationToken).ConfigureAwait(false);
        if (import.Resumes)
        {
            await LoaderAsync(cancellationToken).ConfigureAwait(false);
            await CountAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await mark.SetAsync(loader => ImportRecord.BeginAsync(loader, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServerConnection> LoaderAsync(CancellationToken cancellationToken)
        => _loader = await LoaderSession.KeepAsync(_loader, replica, context, cancellationToken).ConfigureAwait(false);

    // Somebody may have emptied a table since: what is not there as it was written down is loaded anew.
    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var all = import.Pieces(all: true);
        foreach (var table in all.GroupBy(p => p.Table.FullName, StringComparer.Ordinal).Select(g => g.ToList()))
        {
            var done = table.Where(p => import.Record.Files.ContainsKey(p.Key)).ToList();
            var here = table[0].Table;
            var count = new SqlStatement("SELECT COUNT(*) FROM ").Name(here.Database).Words(".").Name(here.Name).Words(here.IsVersioned ? " FOR SYSTEM_TIME ALL" : string.Empty);
            if (Convert.ToInt64(await Loader.ScalarAsync(count, cancellationToken, TimeSpan.FromHours(12)).ConfigureAwait(false), CultureInfo.InvariantCulture) == done.Sum(p => import.Record.Files[p.Key]))
            {
                continue;
            }

            context.Warning(here.FullName + " on " + replica.Server + " does not hold the rows that the former import loaded; it is loaded anew.");
            await Loader.ExecuteAsync(new SqlStatement("DELETE FROM ").Name(here.Database).Words(".").Name(here.Name), cancellationToken, TimeSpan.FromHours(12)).ConfigureAwait(false);
            foreach (var piece in done)
            {
                await Loader.ExecuteAsync(ImportRecord.Undone(_manifest.Id, piece.Key), cancellationToken).ConfigureAwait(false);
            }

            _left = [.. _left, .. done];
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var left = _left.Select(p => p.Table.FullName).ToList();
        var keys = new KeysBehindRows(replica, _catalogue!.Tables, import.Pieces(all: true).Select(p => p.Table.FullName), left, context);
        using var making = import.Resumes ? null : new TablesInMaking(
            _catalogue!.Tables.OrderByDescending(t => t.Bytes).ToList(),
            Make,
            keys.Of,
            _case.Request.Streams,
            cancellationToken,
            () => Loader.Execute(ImportRecord.TablesAreMade(_manifest.Id)));
        await new ImportTables(import.Export, replica, _case.LoadsData, keys, context).RunAsync(_left, making, _case.Request.Streams, _case.Request.MaxBytesPerSecond, Summary, cancellationToken).ConfigureAwait(false);
        if (!import.Resumes)
        {
            return;
        }

        await LoaderAsync(cancellationToken).ConfigureAwait(false);

        // The former import may have been cut off before the keys of a table that it had filled.
        foreach (var table in _catalogue!.Tables.Where(t => keys.Of(t).Count > 0 && !left.Contains(t.FullName)))
        {
            keys.Make(Loader, table, cancellationToken);
        }

        // A server that went down in between has forgotten the next values that its empty tables were made with (measured: MariaDB 11.8).
        foreach (var table in _catalogue!.Tables)
        {
            if (NextValue(table.Create!) is { } next)
            {
                await Loader.ExecuteAsync(new SqlStatement("ALTER TABLE ").Name(table.Database).Words(".").Name(table.Name).Words(" AUTO_INCREMENT = " + next), cancellationToken, TimeSpan.FromMinutes(10)).ConfigureAwait(false);
            }
        }
    }

    // Behind the columns, before any comment.
    private static string? NextValue(string create)
        => Regex.Match(create, @"\n\) ENGINE=\w+ AUTO_INCREMENT=(\d+)", RegexOptions.RightToLeft | RegexOptions.CultureInvariant) is { Success: true } found ? found.Groups[1].Value : null;

    private async Task MakeProgramsAsync(CancellationToken cancellationToken)
    {
        await replica.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
        _objects = await new MakePrograms(replica, await LoaderAsync(cancellationToken).ConfigureAwait(false), context, import.Resumes).RunAsync(_catalogue!, cancellationToken).ConfigureAwait(false);
    }

    private Task SetGtidsAsync(CancellationToken cancellationToken) => SnapshotGtids.SetAsync(replica, _case.Replica, _manifest.GtidSet, context, cancellationToken);

    private async Task EndAsync(TargetMark mark, CancellationToken cancellationToken)
    {
        await (await LoaderAsync(cancellationToken).ConfigureAwait(false)).ExecuteAsync(MarkWords.DropImported, cancellationToken).ConfigureAwait(false);
        await mark.ClearAsync(cancellationToken).ConfigureAwait(false);
    }
}
