using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes of what was asked for what the source really has, or refuses by name.</summary>
internal static class ReadSelection
{
    /// <summary>The databases and tables that are meant.</summary>
    /// <param name="source">Where.</param>
    /// <param name="databases">Databases that were asked for; with no table either, all.</param>
    /// <param name="excluded">Databases that were ruled out.</param>
    /// <param name="tables">Tables that were asked for.</param>
    /// <param name="all">The databases that there are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">DatabaseNotFound, TableNotFound, TableNameInvalid, TableSelectionContradictory.</exception>
    public static async Task<SnapshotSelection> OfAsync(
        ServerSession source,
        IReadOnlyList<string> databases,
        IReadOnlyList<string> excluded,
        IReadOnlyList<string> tables,
        IReadOnlyList<string> all,
        CancellationToken cancellationToken)
    {
        var names = tables.Select(t => TableName.Parse(t) ?? throw SnapshotFailures.TableNameInvalid(source.Server, t)).ToList();
        // To rule them out is to say what is so.
        excluded = excluded.Where(d => !LinkWords.IsOwnDatabase(d)).ToList();
        if (databases.Concat(names.Select(n => n.Database)).FirstOrDefault(LinkWords.IsOwnDatabase) is { } own)
        {
            throw SnapshotFailures.DatabaseIsSystem(source.Server, own);
        }

        var unknown = databases.Concat(excluded).Concat(names.Select(n => n.Database)).Except(all, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw SnapshotFailures.DatabaseNotFound(source.Server, unknown);
        }

        if (names.FirstOrDefault(n => databases.Contains(n.Database) || excluded.Contains(n.Database)) is { } twice)
        {
            throw SnapshotFailures.SelectionContradictory(source.Server, twice.Text, twice.Database, excluded.Contains(twice.Database));
        }

        var whole = (databases.Count == 0 && names.Count == 0 ? all : databases.Distinct(StringComparer.Ordinal)).Except(excluded, StringComparer.Ordinal).ToList();
        var chosen = new List<(string Database, string Table)>();
        foreach (var of in names.GroupBy(n => n.Database, StringComparer.Ordinal))
        {
            var rows = await source.Connection.QueryAsync(SnapshotWords.ShowTables(of.Key), cancellationToken).ConfigureAwait(false);
            var there = rows.Where(r => r.Text("TABLE_TYPE") is "BASE TABLE" or "SYSTEM VERSIONED" or "SEQUENCE").Select(r => r.Text("TABLE_NAME") ?? string.Empty).ToList();
            foreach (var name in of)
            {
                var meant = name.Of(there).ToList();
                if (meant.Count == 0)
                {
                    throw SnapshotFailures.TableNotFound(source.Server, name.Text, rows.Any(r => r.Text("TABLE_NAME") == name.Table));
                }

                chosen.AddRange(meant.Select(m => (of.Key, m)));
            }
        }

        return new SnapshotSelection(whole, chosen.Distinct().OrderBy(t => QualifiedName.Of(t.Database, t.Table), StringComparer.Ordinal).ToList());
    }

    /// <summary>Tables that stay out of the databases that are copied in part.</summary>
    public static async Task<IReadOnlyList<string>> LeftOutAsync(ServerSession source, SnapshotSelection selection, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var database in selection.Parts)
        {
            var rows = await source.Connection.QueryAsync(SnapshotWords.ShowTables(database), cancellationToken).ConfigureAwait(false);
            left.AddRange(rows.Where(r => r.Text("TABLE_TYPE") is "BASE TABLE" or "SYSTEM VERSIONED" or "SEQUENCE").Select(r => r.Text("TABLE_NAME") ?? string.Empty)
                .Where(t => !selection.Holds(database, t)).Select(t => QualifiedName.Of(database, t)));
        }

        return left;
    }

    /// <summary>Tables of the selection whose foreign keys point at a table that stays out: the applier would refuse their next row (1452).</summary>
    public static async Task<IReadOnlyList<string>> ReferencesAsync(ServerSession source, SnapshotSelection selection, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        foreach (var database in selection.Databases)
        {
            var rows = await source.Connection.QueryAsync(SnapshotWords.ShowReferences(database), cancellationToken).ConfigureAwait(false);
            open.AddRange(rows
                .Where(r => SnapshotWords.IsOf(r, database, source.Facts) && selection.Holds(database, r.Text("TABLE_NAME") ?? string.Empty) && !selection.Holds(r.Text("UNIQUE_CONSTRAINT_SCHEMA") ?? string.Empty, r.Text("REFERENCED_TABLE_NAME") ?? string.Empty))
                .Select(r => QualifiedName.Of(database, r.Text("TABLE_NAME") ?? string.Empty) + " to " + QualifiedName.Of(r.Text("UNIQUE_CONSTRAINT_SCHEMA") ?? string.Empty, r.Text("REFERENCED_TABLE_NAME") ?? string.Empty)));
        }

        return open;
    }

    /// <summary>Tables chosen by name that a server has already.</summary>
    public static async Task<IReadOnlyList<string>> ThereAsync(ServerSession replica, SnapshotSelection selection, CancellationToken cancellationToken)
    {
        var names = NamesOf(replica);
        var there = new List<string>();
        foreach (var database in selection.Parts)
        {
            var rows = await replica.Connection.QueryAsync(SnapshotWords.ShowTables(database), cancellationToken).ConfigureAwait(false);
            there.AddRange(selection.Tables.Where(t => t.Database == database && rows.Any(r => names.Equals(r.Text("TABLE_NAME"), t.Table))).Select(t => QualifiedName.Of(database, t.Table)));
        }

        return there;
    }

    /// <summary>How a server tells names of databases and tables apart.</summary>
    public static StringComparer NamesOf(ServerSession server) => server.Facts.Number("lower_case_table_names") is > 0 ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
}
