using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Reads what databases hold, in two depths: names and sizes for the plan, definitions for the copy.</summary>
internal sealed class ReadCatalogue(ServerSession session)
{
    private const int TablesAtOnce = 50;

    private static readonly string[] WholeNumbers = ["tinyint", "smallint", "mediumint", "int", "bigint"];

    // What a system-versioned table has without having been told to; listed nowhere.
    private static readonly string[] Period = ["row_start", "row_end"];

    private HashSet<string> _transactional = [];

    /// <summary>Tables with their columns; no statement that makes anything.</summary>
    public async Task<IReadOnlyList<TableDefinition>> TablesAsync(IEnumerable<string> databases, CancellationToken cancellationToken)
    {
        await session.Connection.ExecuteAsync(SnapshotWords.CatalogueMode, cancellationToken).ConfigureAwait(false);
        session.Connection.NoBackslashEscapes = false;
        if (session.Facts.Has("information_schema_stats_expiry"))
        {
            // Sizes a day old would cut a table that has grown since into too few pieces.
            await session.Connection.ExecuteAsync("SET SESSION information_schema_stats_expiry = 0", cancellationToken).ConfigureAwait(false);
        }

        if (session.Facts.Has("show_gipk_in_create_table_and_information_schema"))
        {
            // Else a primary key that the server made itself would be neither in the definition nor among the columns.
            await session.Connection.ExecuteAsync("SET SESSION show_gipk_in_create_table_and_information_schema = 1", cancellationToken).ConfigureAwait(false);
        }

        var engines = await session.Connection.QueryAsync(SnapshotWords.ShowEngines, cancellationToken).ConfigureAwait(false);
        _transactional = new(engines.Where(e => e.Text("TRANSACTIONS") == "YES").Select(e => e.Text("ENGINE") ?? string.Empty), StringComparer.OrdinalIgnoreCase);
        var tables = new List<TableDefinition>();
        foreach (var database in databases)
        {
            tables.AddRange(await TablesOfAsync(database, cancellationToken).ConfigureAwait(false));
        }

        return tables;
    }

    /// <summary>Everything, as statements.</summary>
    /// <exception cref="ReplicationException">PrivilegeMissing with the object's name.</exception>
    public Task<SnapshotCatalogue> AllAsync(IReadOnlyList<string> databases, CancellationToken cancellationToken)
        => AllAsync(new SnapshotSelection(databases, []), cancellationToken);

    /// <summary>Everything of a selection, as statements: of a database in part its chosen tables, sequences and their triggers.</summary>
    /// <exception cref="ReplicationException">PrivilegeMissing with the object's name.</exception>
    public async Task<SnapshotCatalogue> AllAsync(SnapshotSelection selection, CancellationToken cancellationToken)
    {
        var databases = selection.Databases;
        var names = new List<(string, string)>();
        foreach (var database in databases)
        {
            names.Add((database, (await CreateOfAsync("database", database, database, cancellationToken).ConfigureAwait(false)).Create));
        }

        var chosen = (await TablesAsync(databases, cancellationToken).ConfigureAwait(false)).Where(t => selection.Holds(t.Database, t.Name)).ToList();
        var tables = await CreatesOfAsync(chosen, cancellationToken).ConfigureAwait(false);

        var stored = await StoredTables.ReadAsync(session, databases, cancellationToken).ConfigureAwait(false);
        var programs = new List<ProgramDefinition>();
        foreach (var database in databases)
        {
            programs.AddRange(await ProgramsOfAsync(database, selection, cancellationToken).ConfigureAwait(false));
        }

        return new SnapshotCatalogue { DefaultCollations = session.Dialect.Snapshots.DefaultCollations(session.Facts), Databases = names, Parts = selection.Parts, Tables = tables, Stored = stored, Programs = programs };
    }

    private async Task<IEnumerable<TableDefinition>> TablesOfAsync(string database, CancellationToken cancellationToken)
    {
        var connection = session.Connection;
        var rows = await connection.QueryAsync(SnapshotWords.ShowTables(database), cancellationToken).ConfigureAwait(false);
        var columns = (await connection.QueryAsync(SnapshotWords.ShowColumns(database), cancellationToken).ConfigureAwait(false)).ToLookup(c => c.Text("TABLE_NAME") ?? string.Empty, StringComparer.Ordinal);
        var keys = (await connection.QueryAsync(SnapshotWords.ShowKeys(database), cancellationToken).ConfigureAwait(false)).ToDictionary(k => k.Text("TABLE_NAME") ?? string.Empty, k => k.Text("COLUMN_NAME") ?? string.Empty, StringComparer.Ordinal);
        return rows.Where(t => t.Text("TABLE_TYPE") is "BASE TABLE" or "SYSTEM VERSIONED").Select(t =>
        {
            var name = t.Text("TABLE_NAME") ?? string.Empty;
            var key = keys.TryGetValue(name, out var first) ? first : null;
            var versioned = t.Text("TABLE_TYPE") == "SYSTEM VERSIONED";
            var engine = t.Text("ENGINE") ?? string.Empty;
            var stored = columns[name].Where(c => IsStored(c) || (versioned && IsPeriod(c))).Select(c => Column(database, name, c)).ToList();
            return new TableDefinition
            {
                Database = database,
                Name = name,
                Engine = engine,
                IsTransactional = _transactional.Contains(engine),
                Rows = t.Number("TABLE_ROWS") ?? 0,
                Bytes = t.Number("DATA_LENGTH") ?? 0,
                Made = t.Text("CREATE_TIME"),
                IsVersioned = versioned,
                HistoryIsByTime = columns[name].Where(IsPeriod).All(c => c.Text("DATA_TYPE") == "timestamp"),
                HasPrimaryKey = key is not null,
                Collations = columns[name].Select(c => (Collation: c.Text("COLLATION_NAME"), Place: QualifiedName.Of(database, name) + "." + c.Text("COLUMN_NAME"))).Append((Collation: t.Text("TABLE_COLLATION"), Place: QualifiedName.Of(database, name)))
                    .Where(c => c.Collation is not null).GroupBy(c => c.Collation!, StringComparer.OrdinalIgnoreCase).Select(g => (g.Key, g.First().Place)).ToList(),
                Types = columns[name].GroupBy(c => c.Text("DATA_TYPE") ?? string.Empty, StringComparer.OrdinalIgnoreCase).Select(g => (g.Key, QualifiedName.Of(database, name) + "." + g.First().Text("COLUMN_NAME"))).ToList(),
                NumericKey = key is not null && columns[name].Any(c => c.Text("COLUMN_NAME") == key && WholeNumbers.Contains(c.Text("DATA_TYPE"))) ? key : null,
                Columns = (stored.Count > 0 ? stored : columns[name].Take(1).Select(c => SnapshotWords.RowOf(c.Text("COLUMN_NAME")!)))
                    .Concat(versioned && !columns[name].Any(IsPeriod) ? Period.Select(p => session.Dialect.Snapshots.Column(p, "timestamp", null)!) : []).ToList(),
            };
        });
    }

    // What the server works out itself is not copied. DEFAULT_GENERATED (MySQL) is an ordinary column with an expression as default.
    private static bool IsStored(RawRow column)
    {
        var extra = (column.Text("EXTRA") ?? string.Empty).ToUpperInvariant();
        return extra.IndexOf("VIRTUAL", StringComparison.Ordinal) < 0 && extra.IndexOf("STORED", StringComparison.Ordinal) < 0 && extra.IndexOf("PERSISTENT", StringComparison.Ordinal) < 0;
    }

    private async Task<bool> IsBrokenAsync(ProgramDefinition view, CancellationToken cancellationToken)
    {
        try
        {
            await session.Connection.QueryAsync(SnapshotWords.ShowViewColumns(view.Database, view.Name), cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (ReplicationException e) when (e.ServerErrorCode is > 0 && e.ErrorId == ErrorIds.StatementFailed)
        {
            // A definer that is gone (1449) is no hindrance to make it.
            return e.ServerErrorCode is 1356 or 1146;
        }
    }

    private static bool IsPeriod(RawRow column) => column.Text("GENERATION_EXPRESSION") is "ROW START" or "ROW END";

    private SnapshotColumn Column(string database, string table, RawRow row)
    {
        var name = row.Text("COLUMN_NAME") ?? string.Empty;
        var type = row.Text("DATA_TYPE") ?? string.Empty;
        return session.Dialect.Snapshots.Column(name, type, row.Text("CHARACTER_SET_NAME"), row.Text("COLUMN_TYPE"))
            ?? throw SnapshotFailures.TypeUnknown(session.Server, QualifiedName.Of(database, table) + "." + name, "type " + type, "this module does not know how to copy it exactly");
    }

    private async Task<IEnumerable<ProgramDefinition>> ProgramsOfAsync(string database, SnapshotSelection selection, CancellationToken cancellationToken)
    {
        var named = new List<ProgramDefinition>();
        var tables = await session.Connection.QueryAsync(SnapshotWords.ShowTables(database), cancellationToken).ConfigureAwait(false);
        named.AddRange(tables.Where(t => t.Text("TABLE_TYPE") == "SEQUENCE" && selection.Holds(database, t.Text("TABLE_NAME")!)).Select(t => new ProgramDefinition("sequence", database, t.Text("TABLE_NAME")!)));
        var triggers = await ListAsync(session.Dialect.Snapshots.ShowTriggers(database), database, cancellationToken).ConfigureAwait(false);
        if (selection.IsWhole(database))
        {
            var routines = await ListAsync(SnapshotWords.ShowRoutines(database), database, cancellationToken).ConfigureAwait(false);
            named.AddRange(routines.Select(r => new ProgramDefinition((r.Text("ROUTINE_TYPE") ?? string.Empty).ToLowerInvariant(), database, r.Text("ROUTINE_NAME")!)));
            named.AddRange(tables.Where(t => t.Text("TABLE_TYPE") == "VIEW").Select(t => new ProgramDefinition("view", database, t.Text("TABLE_NAME")!)));
            named.AddRange((await ListAsync(SnapshotWords.ShowEvents(database), database, cancellationToken).ConfigureAwait(false)).Select(e => new ProgramDefinition("event", database, e.Text("EVENT_NAME")!)));
        }

        named.AddRange(triggers.Where(t => selection.Holds(database, t.Text("EVENT_OBJECT_TABLE") ?? string.Empty)).Select(t => new ProgramDefinition("trigger", database, t.Text("TRIGGER_NAME")!)));
        var complete = new List<ProgramDefinition>();
        foreach (var program in named)
        {
            var full = await CreateOfAsync(program.Kind, database, program.Name, cancellationToken).ConfigureAwait(false);
            complete.Add(program.Kind switch
            {
                "sequence" => await WithNextValueAsync(full, cancellationToken).ConfigureAwait(false),
                "view" => full with { IsBroken = await IsBrokenAsync(full, cancellationToken).ConfigureAwait(false) },
                _ => full,
            });
        }

        return complete;
    }

    private async Task<List<RawRow>> ListAsync(SqlStatement show, string database, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false)).Where(r => SnapshotWords.IsOf(r, database, session.Facts)).ToList();

    // Many in one question: thousands of small tables would cost as many round trips.
    private async Task<IReadOnlyList<TableDefinition>> CreatesOfAsync(List<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var complete = new List<TableDefinition>(tables.Count);
        while (complete.Count < tables.Count)
        {
            var some = tables.Skip(complete.Count).Take(TablesAtOnce).ToList();
            var show = new SqlStatement();
            some.ForEach(t => show.Append(SnapshotWords.ShowCreate("table", t.Database, t.Name).Show).Words("; "));
            IReadOnlyList<RawRow> rows;
            try
            {
                rows = await session.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false);
            }
            catch (ReplicationException e) when (e.ServerErrorCode is 1146 or 1049)
            {
                throw SnapshotFailures.ChangedDuringCopy(session.Server, "a table of " + some[0].Database, e.Message);
            }

            for (var i = 0; i < some.Count; i++)
            {
                var text = i < rows.Count ? rows[i].Text("Create Table") : null;
                complete.Add(some[i] with { Create = string.IsNullOrEmpty(text) ? throw SnapshotFailures.DefinitionHidden(session.Server, "table", some[i].FullName) : text });
            }
        }

        return complete;
    }

    private async Task<ProgramDefinition> WithNextValueAsync(ProgramDefinition sequence, CancellationToken cancellationToken)
    {
        var state = (await session.Connection.QueryAsync(SnapshotWords.ShowSequence(sequence.Database, sequence.Name), cancellationToken).ConfigureAwait(false))[0];
        return sequence with { NextValue = state.Text("next_not_cached_value"), Cycles = state.Text("cycle_count") };
    }

    private async Task<ProgramDefinition> CreateOfAsync(string kind, string database, string name, CancellationToken cancellationToken)
    {
        var (show, column) = SnapshotWords.ShowCreate(kind, database, name);
        IReadOnlyList<RawRow> rows;
        try
        {
            rows = await session.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1146 or 1049 or 1305 or 1360 or 1539 or 4091)
        {
            throw SnapshotFailures.ChangedDuringCopy(session.Server, kind + " " + QualifiedName.Of(database, name), e.Message);
        }

        // The text is NULL when the login may call the routine but not read it.
        var text = rows.Count == 0 ? null : rows[0].Text(column);
        return string.IsNullOrEmpty(text) ? throw SnapshotFailures.DefinitionHidden(session.Server, kind, QualifiedName.Of(database, name)) : new ProgramDefinition(kind, database, name)
        {
            Create = text!,
            SqlMode = rows[0].Text("sql_mode"),
            CharacterSet = rows[0].Text("character_set_client"),
            Collation = rows[0].Text("collation_connection"),
            TimeZone = rows[0].Text("time_zone"),
            DatabaseCollation = rows[0].Text("Database Collation"),
        };
    }
}
