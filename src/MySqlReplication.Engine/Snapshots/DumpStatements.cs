using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Runs the statements of a dump one by one in one session of the target.</summary>
internal sealed class DumpStatements(DumpFacts dump, ServerSession replica, ServerConnection session, long? bytesPerSecond, string activity, OperationContext context, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, SnapshotTable> _tables = new(StringComparer.Ordinal);
    private readonly DumpSession _settings = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string? _database = dump.Unnamed;

    /// <summary>Runs them; the tables with their rows, the largest first.</summary>
    /// <exception cref="ReplicationException">DumpStatementFailed, RowsNotTaken, DumpStatementRefused, SnapshotFileDamaged, ConnectionLost.</exception>
    public IReadOnlyList<SnapshotTable> Run()
    {
        if (replica.Dialect.Snapshots.HarmlessWarning is { } harmless)
        {
            session.Execute(SnapshotWords.KeepAllWarnings);
            session.KeepWarnings(harmless, SnapshotWords.MostWarnings);
        }

        try
        {
            using var stream = ReadDump.Open(dump.Path, out _);
            var script = new SqlScript(stream);
            var rate = new ByteRate(bytesPerSecond, cancellationToken);
            while (script.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Run(script);
                rate.Take(script.Statement.Count);
                Report(script.Bytes);
            }

            context.Progress.Report(new ProgressReport(activity, string.Empty, 100, Completed: true));
            return script.EndsInside || script.Bytes != dump.Bytes
                ? throw SnapshotFileFailures.DumpChangedMeanwhile(dump.Path, "it has another length than before")
                : _tables.Values.OrderByDescending(t => t.Bytes).ToList();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw SnapshotFileFailures.DumpChangedMeanwhile(dump.Path, e.Message);
        }
    }

    private void Run(SqlScript script)
    {
        var words = ScriptWords.Of(script.Statement, ReadDump.WordsLooked);
        var statement = DumpStatement.Of(words);
        if (words.Count > 0 && words[0].Equals("SET", StringComparison.OrdinalIgnoreCase))
        {
            _settings.Set(words);
            script.NoBackslashEscapes = _settings.NoBackslashEscapes;
        }

        if (statement.Kind == DumpStatementKind.Use)
        {
            _database = statement.Database;
        }

        if (statement.Kind is DumpStatementKind.Coordinates or DumpStatementKind.Gtids or DumpStatementKind.BinaryLog or DumpStatementKind.Lock or DumpStatementKind.ServerWide
            || ReadDump.IsSystem(statement.Database) || (statement.What != "SET" && ReadDump.IsSystem(_database)))
        {
            return;
        }

        var text = ScriptText.Of(script.Statement, _settings.CharacterSet, _settings.NoBackslashEscapes)
            ?? throw SnapshotFileFailures.StatementRefused(dump.Path, script.Line, "names or comments of it are in " + _settings.CharacterSet + "; dump with --default-character-set=utf8mb4");
        if (statement.Kind == DumpStatementKind.Event)
        {
            text = EventText.OnReplica(text, replica.Dialect.Snapshots.EventDisabledOnReplica);
        }

        Send(script, statement, text);
        if (statement.What == "SET" && _settings.IsRowsMode && words.Contains("SQL_MODE", StringComparer.OrdinalIgnoreCase))
        {
            // A date such as 2024-02-31, which the source kept, would become 0000-00-00.
            session.Execute("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'");
        }
    }

    private void Send(SqlScript script, DumpStatement statement, string text)
    {
        var clock = Stopwatch.StartNew();
        var shown = (statement.What + " " + statement.Name).Trim();
        try
        {
            var rows = session.Insert(text, shown);
            var warnings = session.TakeWarnings();
            if (statement.What == "CREATE TABLE" && warnings is { } changed && (changed.IndexOf("1286 ", StringComparison.Ordinal) >= 0 || changed.IndexOf("1266 ", StringComparison.Ordinal) >= 0))
            {
                // Under a dump's sql_mode a server takes another engine for one that it does not have.
                throw SnapshotFileFailures.EngineUnknown(replica.Server, dump.Path, script.Line, shown, changed);
            }

            if (statement.Kind != DumpStatementKind.Rows)
            {
                return;
            }

            var table = QualifiedName.Of(statement.Database ?? _database ?? string.Empty, statement.Name ?? string.Empty);
            if (warnings is not null)
            {
                throw SnapshotFailures.RowsNotTaken(replica.Server, table, warnings);
            }

            var known = _tables.TryGetValue(table, out var so) ? so
                : new SnapshotTable { Database = statement.Database ?? _database ?? string.Empty, Name = statement.Name ?? string.Empty, Engine = string.Empty, Rows = 0, Bytes = 0, Chunks = 1, Duration = TimeSpan.Zero };
            _tables[table] = known with { Rows = known.Rows + Math.Max(0, rows), Bytes = known.Bytes + script.Statement.Count, Duration = known.Duration + clock.Elapsed };
        }
        catch (ReplicationException e) when (e.ErrorId is not (ErrorIds.RowsNotTaken or ErrorIds.DumpStatementFailed or ErrorIds.ConnectionLost))
        {
            throw SnapshotFileFailures.StatementFailed(replica.Server, dump.Path, script.Line, shown, e);
        }
    }

    private void Report(long bytes)
    {
        var speed = bytes / Math.Max(0.001, _clock.Elapsed.TotalSeconds);
        context.Progress.Report(new ProgressReport(
            activity,
            string.Format(CultureInfo.InvariantCulture, "{0:0.0} of {1:0.0} MB, {2:0.0} MB/s", bytes / 1048576.0, dump.Bytes / 1048576.0, speed / 1048576.0),
            (int)Math.Min(99, bytes * 100 / Math.Max(1, dump.Bytes)),
            speed > 0 ? TimeSpan.FromSeconds(Math.Max(0, dump.Bytes - bytes) / speed) : null));
    }
}
