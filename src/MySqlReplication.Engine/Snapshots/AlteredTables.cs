using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Tables that somebody changed between the reading of the catalogue and that of their rows, and whose rows the server gave all the
/// same: it refuses them (1412) only where the change made the table anew. Where columns change their names at once, or MariaDB drops one
/// and adds another, a column of the old name has other values; partitions that were dropped or exchanged give other rows (measured: swapped
/// names, DROP and EXCHANGE PARTITION on MySQL 5.6 and 9 and MariaDB 10.5, 10.11 and 11.8; DROP COLUMN, ADD COLUMN and CHANGE, ADD COLUMN on
/// the three of MariaDB; TRUNCATE on 5.6). A server tells a new time of making then, or InnoDB other numbers. The time is in
/// whole seconds: a table made and altered in the second of its reading is not found out.
/// </summary>
internal static class AlteredTables
{
    /// <summary>Their names; asked while a reader's transaction keeps what it has read from being altered any more, else a later change is taken for one under the rows.</summary>
    /// <param name="source">Of the tables; a session of its own, which a snapshot does not hold in the past.</param>
    /// <param name="stored">As what they were stored then; null when that is not known.</param>
    /// <param name="tables">As the catalogue was read.</param>
    /// <param name="context">Of the session.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(ServerSession source, StoredTables? stored, IReadOnlyList<TableDefinition> tables, OperationContext context, CancellationToken cancellationToken)
    {
        // The others are read under the lock, which keeps everybody from changing them; and ARCHIVE tells the time of its last row.
        tables = tables.Where(t => t.IsTransactional && t.Columns.Count > 0 && !t.IsWindow).ToList();
        if (tables.Count == 0)
        {
            return [];
        }

        await source.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
        var names = tables.Select(t => t.Database).Distinct(StringComparer.Ordinal).ToList();
        var altered = stored is not null && await StoredTables.ReadAsync(source, names, cancellationToken).ConfigureAwait(false) is { } now
            ? stored.Moved(now, tables).Select(t => t.FullName).ToList() : [];
        foreach (var of in tables.GroupBy(t => t.Database, StringComparer.Ordinal))
        {
            var rows = await source.Connection.QueryAsync(SnapshotWords.ShowTables(of.Key), cancellationToken).ConfigureAwait(false);
            var times = rows.ToDictionary(r => r.Text("TABLE_NAME") ?? string.Empty, r => r.Text("CREATE_TIME"), StringComparer.Ordinal);
            altered.AddRange(of.Where(t => !times.TryGetValue(t.Name, out var time) || time != t.Made).Select(t => t.FullName));

            // MySQL 5.6 tells no time of a table in partitions, and gives other values only where names were swapped (measured).
            var timeless = of.Where(t => t.Made is null).ToList();
            if (timeless.Count > 0)
            {
                var read = (await new ReadCatalogue(source).TablesAsync([of.Key], cancellationToken).ConfigureAwait(false)).ToDictionary(t => t.Name, Names, StringComparer.Ordinal);
                altered.AddRange(timeless.Where(t => read.TryGetValue(t.Name, out var columns) && columns != Names(t)).Select(t => t.FullName));
            }
        }

        return altered.Distinct(StringComparer.Ordinal).ToList();
    }

    private static string Names(TableDefinition table) => string.Join("\0", table.Columns.Select(c => c.Name));
}
