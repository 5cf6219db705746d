using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What tables need of a server to live on it: each engine, collation and type with the first place that uses it.</summary>
internal sealed record SnapshotNeeds(IReadOnlyDictionary<string, string> Engines, IReadOnlyDictionary<string, string> Collations, IReadOnlyDictionary<string, string> Types)
{
    /// <summary>What tables name, and what databases that are made with them do; the source is asked for the latter.</summary>
    public static async Task<SnapshotNeeds> ReadAsync(ServerSession source, IReadOnlyList<string> databases, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var engines = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var collations = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var types = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in tables)
        {
            foreach (var (type, place) in table.Types)
            {
                Note(types, type, place);
            }

            Note(engines, table.Engine, table.FullName);
            foreach (var (collation, place) in table.Collations)
            {
                Note(collations, collation, place);
            }
        }

        foreach (var database in databases)
        {
            if (await source.Connection.ScalarAsync(SnapshotWords.ShowCollation(database), cancellationToken).ConfigureAwait(false) is string collation)
            {
                Note(collations, collation, database);
            }
        }

        return new SnapshotNeeds(engines, collations, types);
    }

    /// <summary>Refuses a target that lacks one of them.</summary>
    /// <exception cref="ReplicationException">SnapshotTypeUnknown.</exception>
    public async Task CheckAsync(ServerReference source, ServerSession replica, CancellationToken cancellationToken)
    {
        var engines = await replica.Connection.QueryAsync(SnapshotWords.ShowEngines, cancellationToken).ConfigureAwait(false);
        Refuse(source, replica, Types, "type ", Types.Keys.Where(replica.Dialect.Snapshots.Knows));
        Refuse(source, replica, Engines, "engine ", engines.Select(e => e.Text("ENGINE") ?? string.Empty));
        var collations = await replica.Connection.QueryAsync(SnapshotWords.ShowCollations, cancellationToken).ConfigureAwait(false);
        Refuse(source, replica, Collations, "collation ", collations.Select(c => c.Text("COLLATION_NAME") ?? string.Empty).SelectMany(Names));
    }

    private static void Refuse(ServerReference source, ServerSession replica, IReadOnlyDictionary<string, string> needed, string word, IEnumerable<string> has)
    {
        var known = new HashSet<string>(has, StringComparer.OrdinalIgnoreCase);
        if (needed.FirstOrDefault(n => !known.Contains(n.Key)) is { Key: { } missing, Value: var place })
        {
            throw SnapshotFailures.TypeUnknown(source, place, word + missing, replica.Server + " does not have it");
        }
    }

    private static void Note(SortedDictionary<string, string> needs, string name, string place)
    {
        if (!needs.ContainsKey(name))
        {
            needs[name] = place;
        }
    }

    // utf8 was renamed to utf8mb3 on the way; both names are taken by servers that list one. MariaDB 11 lists uca1400 collations without their character set.
    private static IEnumerable<string> Names(string collation)
    {
        yield return collation;
        if (collation.StartsWith("utf8_", StringComparison.OrdinalIgnoreCase))
        {
            yield return "utf8mb3_" + collation.Substring(5);
        }
        else if (collation.StartsWith("utf8mb3_", StringComparison.OrdinalIgnoreCase))
        {
            yield return "utf8_" + collation.Substring(8);
        }
        else if (collation.StartsWith("uca1400_", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var set in new[] { "utf8mb4_", "utf8mb3_", "utf8_", "ucs2_", "utf16_", "utf32_" })
            {
                yield return set + collation;
            }
        }
    }
}
