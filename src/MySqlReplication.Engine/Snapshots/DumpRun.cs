using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The steps of one import of a dump.</summary>
internal sealed class DumpRun(DumpCase import, ServerSession replica, OperationContext context) : IDisposable
{
    private readonly SnapshotCase _case = import.Copy;
    private readonly DumpFacts _dump = import.Dump;
    private readonly Stopwatch _clock = new();
    private IReadOnlyList<SnapshotTable> _tables = [];
    private ServerConnection? _loader;
    private readonly TargetState _state = new(replica.Server) { Place = import.Copy.Source.Coordinates?.ToString() };

    private string Summary => "Import " + SnapshotTexts.Count(_case.Databases.Count, "database") + " from " + _dump.Path + " to " + replica.Server;

    private ServerConnection Loader => _loader!;

    public PlanBuilder Plan()
    {
        var builder = new PlanBuilder(Summary, replica.Server);
        Decide(builder);
        var here = replica.Server.ToString();
        var keeping = new KeepReadOnly(_case, replica, context);
        keeping.Begin(builder, _state, LoaderAsync);
        builder.LeftBehind = () => _state.Left;
        var mark = new TargetMark(_case, _state, LoaderAsync, () => _case.Source.Coordinates is { } at ? _case.EndsAt(at) : null);
        builder.Add(PlanStepKind.Statement, here, MarkWords.SetText, "so that an import that is cut off is seen and replaced by the next one; not logged", token => MarkAsync(mark, token), putBack: mark.TakeBackAsync, reversibility: Reversibility.Irreversible, byHand: MarkWords.ClearText);
        if (_case.Replaced.Count > 0 || _dump.Unnamed is not null)
        {
            builder.Add(
                PlanStepKind.Statement,
                here,
                string.Join("\n", _case.Replaced.Select(d => "DROP DATABASE " + d).Concat(_dump.Unnamed is null ? [] : ["CREATE DATABASE " + _dump.Unnamed])),
                _dump.Unnamed is null ? "the dump makes them anew; not logged" : "the dump makes the others anew, but not this one; not logged",
                ClearAsync,
                reversibility: Reversibility.Irreversible);
        }

        builder.Add(
            PlanStepKind.Statement,
            here,
            "Run " + _dump.Statements.ToString(CultureInfo.InvariantCulture) + " statements, " + (_dump.Bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB, of " + _dump.Path + " in one session; events are disabled as on any replica",
            "with sql_log_bin=0; what the dump says of links, GTIDs, accounts and the server itself is not run",
            RunAsync,
            reversibility: Reversibility.Irreversible);
        if (import.Gtids is not null && SnapshotGtids.Keeps(_case.Source, _case.Replica))
        {
            builder.Add(
                PlanStepKind.Statement,
                here,
                _case.Replica.IsMariaDB ? "SET GLOBAL gtid_slave_pos to what the data holds" : "SET GLOBAL gtid_purged to what the data holds",
                "so that a link by GTID goes on from there",
                SetGtidsAsync,
                reversibility: Reversibility.Irreversible);
        }

        keeping.Release(builder);
        builder.Add(PlanStepKind.Statement, here, MarkWords.ClearText, "the import is complete", mark.ClearAsync);
        keeping.End(builder);
        return builder;
    }

    /// <summary>The result, when all steps are done.</summary>
    public ReplicationSnapshot Result(PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Server = replica.Server,

        // Without a place nothing may take it for the begin of a link.
        Source = import.KnowsSource && (_case.Source.Coordinates is not null || import.Gtids is not null) ? _case.Source.Server : null,
        Coordinates = _case.Source.Coordinates,
        GtidSet = import.Gtids,
        Databases = _case.Databases,
        LeftOutDatabase = _case.LeftOut,
        ReadOnlyUntilLinked = _case.IsKeptReadOnly,
        Tables = _tables,
        Duration = _clock.Elapsed,
        WritersStalledMilliseconds = 0,
        PointMethod = "as " + _dump.Path + " says",
        Changed = outcome.Changed,
        JournalEntry = outcome.JournalEntry,
        Decisions = builder.Build().Decisions,
    };

    public void Dispose() => _loader?.Dispose();

    private void Decide(PlanBuilder builder)
    {
        SnapshotTexts.DecideTarget(builder, _case);
        if (_dump.SystemDatabases.Count > 0)
        {
            builder.Decide("Left out: " + SnapshotFailures.Some(_dump.SystemDatabases) + ", the server's own: accounts and settings of " + replica.Server + " stay as they are.");
        }

        if (_dump.LeftOut.Count > 0)
        {
            builder.Decide("Not run, because it is about the server itself: " + SnapshotFailures.Some(_dump.LeftOut) + ".");
        }

        if (_case.LeftOut.Count > 0)
        {
            builder.Decide("The source has databases that the dump lacks: " + SnapshotFailures.Some(_case.LeftOut) + ". A link needs filters that leave them out too.");
        }
        else if (!import.KnowsSource)
        {
            builder.Decide("Of which server it is, and whether it holds all databases of that server, the dump does not tell: give -Source, here or to Start-ReplicationLink.");
        }
    }

    private Task MarkAsync(TargetMark mark, CancellationToken cancellationToken)
    {
        _clock.Start();
        return mark.SetAsync(null, cancellationToken);
    }

    private async Task SetGtidsAsync(CancellationToken cancellationToken)
    {
        await replica.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
        await SnapshotGtids.SetAsync(replica, _case.Replica, import.Gtids, context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServerConnection> LoaderAsync(CancellationToken cancellationToken)
        => _loader = await LoaderSession.KeepAsync(_loader, replica, context, cancellationToken).ConfigureAwait(false);

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        string? settings = null;
        if (_dump.Unnamed is { } kept && _case.Replaced.Contains(kept))
        {
            // A dump of one database does not say its character set: the one that is there knows it.
            var rows = await Loader.QueryAsync(new SqlStatement("SELECT DEFAULT_CHARACTER_SET_NAME AS c, DEFAULT_COLLATION_NAME AS l FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ").Text(kept), cancellationToken).ConfigureAwait(false);
            settings = rows.Count == 0 ? null : " DEFAULT CHARACTER SET " + rows[0].Text("c") + " COLLATE " + rows[0].Text("l");
        }

        foreach (var database in _case.Replaced)
        {
            await Loader.ExecuteAsync(new SqlStatement("DROP DATABASE IF EXISTS ").Name(database), cancellationToken, TimeSpan.FromMinutes(30)).ConfigureAwait(false);
        }

        if (_dump.Unnamed is { } unnamed)
        {
            await Loader.ExecuteAsync(new SqlStatement("CREATE DATABASE IF NOT EXISTS ").Name(unnamed).Words(settings ?? string.Empty), cancellationToken).ConfigureAwait(false);
        }
    }

    // In a session of its own: what the dump sets there ends with it.
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var session = await LoaderSession.OpenAsync(replica, loads: false, context, cancellationToken).ConfigureAwait(false);
        if (_dump.Unnamed is { } unnamed)
        {
            await session.UseDatabaseAsync(unnamed, cancellationToken).ConfigureAwait(false);
        }

        _tables = await Task.Factory.StartNew(
            () => new DumpStatements(_dump, replica, session, _case.Request.MaxBytesPerSecond, Summary, context, cancellationToken).Run(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }
}
