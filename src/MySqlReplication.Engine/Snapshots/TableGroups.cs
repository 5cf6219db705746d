using System;
using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Tables that foreign keys bind together. A server may lock both ends of a foreign key while it makes either: none of a group may be filled
/// before all of it are there, or the one that makes tables would wait for one that loads for hours.
/// </summary>
internal static class TableGroups
{
    /// <summary>Each group with its tables in the order in which they came; groups in the order of their first tables.</summary>
    public static IReadOnlyList<IReadOnlyList<TableDefinition>> Of(IReadOnlyList<TableDefinition> tables)
    {
        var places = new Dictionary<(string, string), int>();
        for (var i = 0; i < tables.Count; i++)
        {
            places[Key(tables[i].Database, tables[i].Name)] = i;
        }

        // Each points at another one of its group, the first at itself.
        var of = Enumerable.Range(0, tables.Count).ToArray();
        for (var i = 0; i < tables.Count; i++)
        {
            foreach (var (database, table, _) in ForeignKeys.Of(tables[i]))
            {
                if (places.TryGetValue(Key(database, table), out var parent))
                {
                    var (one, other) = (First(of, i), First(of, parent));
                    of[Math.Max(one, other)] = Math.Min(one, other);
                }
            }
        }

        return Enumerable.Range(0, tables.Count).GroupBy(i => First(of, i)).OrderBy(g => g.Key).Select(g => (IReadOnlyList<TableDefinition>)g.Select(i => tables[i]).ToList()).ToList();
    }

    private static int First(int[] of, int place)
    {
        while (of[place] != place)
        {
            place = of[place] = of[of[place]];
        }

        return place;
    }

    // Whether names differ by case is the server's matter; one group too large does no harm.
    private static (string, string) Key(string database, string table) => (database.ToUpperInvariant(), table.ToUpperInvariant());
}
