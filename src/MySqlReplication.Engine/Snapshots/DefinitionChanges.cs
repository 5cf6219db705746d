using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Whether anybody changed a definition between the moment of the snapshot and the reading of the catalogue. Catalogues are not part
/// of a snapshot: a table made in between would be copied and made again by replication. The binary log knows.
/// </summary>
internal static class DefinitionChanges
{
    private const int Page = 4000;

    /// <summary>The first statement since that place which is not part of a transaction and may be about these databases; null when there is none up to now.</summary>
    public static async Task<string?> SinceAsync(ServerSession source, BinlogCoordinates place, IReadOnlyList<string> databases, CancellationToken cancellationToken)
    {
        var end = (await ReadSourceStatus.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Coordinates;
        if (end.File != place.File)
        {
            return "the binary log went on to another file";
        }

        var inside = false;
        for (var from = place; from < end;)
        {
            var rows = new List<RawRow>();
            await BinlogEvents.ReadAsync(
                source,
                from,
                Page,
                row =>
                {
                    rows.Add(row);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            var changed = First(rows, databases, ref inside);
            if (changed is not null || rows.Count < Page)
            {
                return changed;
            }

            // From its beginning, once more: from MariaDB 11.4 on End_log_pos is 0 within a transaction (binlog_legacy_event_pos).
            from = BinlogEventColumns.Place(rows[rows.Count - 1]);
        }

        return null;
    }

    /// <summary>The first such statement of some events; keeps in mind whether they end inside a transaction.</summary>
    internal static string? First(IEnumerable<RawRow> events, IReadOnlyList<string> databases, ref bool inside)
    {
        foreach (var row in events)
        {
            var info = row.Text("Info") ?? string.Empty;
            switch (BinlogEventColumns.Type(row))
            {
                // MariaDB marks a transaction by "BEGIN GTID 0-1-5", a statement of its own by "GTID 0-1-5".
                case "Gtid" when info.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase):
                    inside = true;
                    break;
                case "Xid":
                    inside = false;
                    break;
                case "Query":
                    var statement = Statement(info);
                    if (Is(statement, "BEGIN") || Is(statement, "XA START"))
                    {
                        inside = true;
                    }
                    else if (Is(statement, "COMMIT") || Is(statement, "ROLLBACK") || Is(statement, "XA "))
                    {
                        inside = Is(statement, "ROLLBACK TO") && inside;
                    }
                    else if (!inside && databases.Any(d => info.IndexOf(d.Replace("`", "``"), StringComparison.OrdinalIgnoreCase) >= 0))
                    {
                        // The name may stand before the statement ("use `shop`; ...") or in it; a chance likeness costs one more try.
                        return statement;
                    }

                    break;
            }
        }

        return null;
    }

    private static bool Is(string statement, string word) => statement.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    // "use `shop`; CREATE TABLE ..."; the name may hold "; " inside its backticks.
    private static string Statement(string info)
    {
        if (!Is(info, "use `"))
        {
            return info;
        }

        var end = 5;
        while (end < info.Length && (info[end] != '`' || (end + 1 < info.Length && info[end + 1] == '`')))
        {
            end += info[end] == '`' ? 2 : 1;
        }

        return end + 1 < info.Length ? info.Substring(end + 1).TrimStart(';', ' ') : info;
    }
}
