using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Tables that are made otherwise on the two sides. Other indexes or engines alone do no harm to row events.</summary>
internal static class SchemaFaults
{
    private const int Named = 5;

    // MySQL 8.0.19 and later no longer show the width of whole numbers.
    private static readonly Regex Width = new(@"^((?:tiny|small|medium|big)?int)\(\d+\)", RegexOptions.CultureInvariant);

    public static IEnumerable<LinkFault> Find(ReplicaStatus status, IReadOnlyDictionary<string, TableShape> source, IReadOnlyDictionary<string, TableShape> replica)
    {
        var f = new LinkFindings(status);
        var both = source.Where(t => replica.ContainsKey(t.Key)).Select(t => (Table: t.Key, There: t.Value, Here: replica[t.Key])).ToList();
        var columns = both.Where(t => !t.There.Columns.SequenceEqual(t.Here.Columns) || !t.There.UniqueIndexes.SequenceEqual(t.Here.UniqueIndexes)).ToList();
        if (columns.Count > 0)
        {
            yield return f.Warn(LinkStep.Row, "SchemaDiffers", List(columns.Select(t => t.Table + " (" + What(t.There, t.Here) + ")")), "Events of these tables may fail on the replica or change other rows there.", "Compare SHOW CREATE TABLE on both sides");
        }

        var harmless = both.Except(columns).Where(t => !t.There.OtherIndexes.SequenceEqual(t.Here.OtherIndexes) || !string.Equals(t.There.Engine, t.Here.Engine, StringComparison.OrdinalIgnoreCase)).ToList();
        if (harmless.Count > 0)
        {
            yield return f.Tell(LinkStep.Row, "SchemaDiffers", List(harmless.Select(t => t.Table + " (" + (string.Equals(t.There.Engine, t.Here.Engine, StringComparison.OrdinalIgnoreCase) ? "indexes" : "engine") + ")")), "Only indexes that are not unique, or the engine, differ: rows replicate all the same.");
        }

        var missing = source.Keys.Where(t => !replica.ContainsKey(t)).ToList();
        if (missing.Count > 0 && status.Filters.Count == 0)
        {
            yield return f.Warn(LinkStep.Row, "TableMissing", List(missing), "These tables are on the source and not on the replica: the next event on one of them stops the applier, unless they are on their way.", "Wait-ReplicationLink " + f.Replica + ", then look again");
        }
    }

    /// <summary>The shapes of all tables of users, by "database.table".</summary>
    public static async Task<IReadOnlyDictionary<string, TableShape>> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, TableShape>(StringComparer.Ordinal);
        foreach (var row in await session.Connection.QueryAsync(LinkWords.ShowTableEngines, cancellationToken).ConfigureAwait(false))
        {
            tables[row.Text("s") + "." + row.Text("t")] = new TableShape { Engine = row.Text("e") };
        }

        await session.Connection.StreamAsync(LinkWords.ShowTableColumns, row =>
        {
            if (tables.TryGetValue(row.Text("s") + "." + row.Text("t"), out var table))
            {
                table.Columns.Add(row.Text("c") + " " + Width.Replace(row.Text("y") ?? string.Empty, "$1") + " " + row.Text("n") + " " + CharacterSet(row.Text("k")));
            }

            return true;
        }, cancellationToken).ConfigureAwait(false);
        await session.Connection.StreamAsync(LinkWords.ShowTableIndexes, row =>
        {
            if (tables.TryGetValue(row.Text("s") + "." + row.Text("t"), out var table))
            {
                var indexes = row.Number("u") == 0 ? table.UniqueIndexes : table.OtherIndexes;
                var name = row.Text("i") ?? string.Empty;
                indexes[name] = (indexes.TryGetValue(name, out var known) ? known + "," : string.Empty) + row.Text("c");
            }

            return true;
        }, cancellationToken).ConfigureAwait(false);
        return tables;
    }

    // utf8 and utf8mb3 are two names of one.
    private static string? CharacterSet(string? name) => name == "utf8mb3" ? "utf8" : name;

    private static string What(TableShape there, TableShape here)
        => !there.Columns.SequenceEqual(here.Columns) ? "columns: " + string.Join(", ", there.Columns.Except(here.Columns).Concat(here.Columns.Except(there.Columns)).Select(c => c.Split(' ')[0]).Distinct().Take(Named)) : "unique indexes";

    private static string List(IEnumerable<string> all)
    {
        var names = all.OrderBy(n => n, StringComparer.Ordinal).ToList();
        return string.Join("; ", names.Take(Named)) + (names.Count > Named ? " and " + (names.Count - Named) + " more" : string.Empty);
    }
}
