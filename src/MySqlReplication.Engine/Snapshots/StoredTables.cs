using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// InnoDB's own list of what it stores, a table or each partition of one: a number goes with the rows, wherever they are moved, and rows
/// that were emptied out get a new one (measured: TRUNCATE on 5.6, EXCHANGE PARTITION on MySQL 5.6 and 9, MariaDB 10.5, 10.11 and 11.8).
/// Names stand in it as their files are called.
/// </summary>
/// <param name="Numbers">By the file's name, "shop/orders#P#p0"; of some databases.</param>
internal sealed record StoredTables(IReadOnlyDictionary<string, string> Numbers)
{
    // A character of four hexadecimal digits, one that the server writes by a table of its own, or one that stands for itself.
    private static readonly Regex Written = new("@([0-9a-f]{4})|@(..)|(.)", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>Reads it; null when the server does not show it to this login, which takes the privilege PROCESS.</summary>
    public static async Task<StoredTables?> ReadAsync(ServerSession session, IReadOnlyList<string> databases, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await session.Connection.QueryAsync(session.Dialect.Snapshots.ShowStoredTables, cancellationToken).ConfigureAwait(false);
            return new StoredTables(rows.Select(r => (Name: r.Text("NAME") ?? string.Empty, Number: r.Text("TABLE_ID") ?? string.Empty))
                .Where(r => r.Name.IndexOf('/') is > 0 and var slash && databases.Any(d => Means(r.Name.Substring(0, slash), d)))
                .ToDictionary(r => r.Name, r => r.Number, StringComparer.Ordinal));
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1227 or 1109)
        {
            return null;
        }
    }

    /// <summary>Those whose rows are not any more what they were; of a name with a letter that the server writes in its own way, also one that is alike but for that letter.</summary>
    public IReadOnlyList<TableDefinition> Moved(StoredTables now, IReadOnlyList<TableDefinition> tables)
    {
        var moved = Numbers.Where(n => !now.Numbers.TryGetValue(n.Key, out var number) || number != n.Value).Select(n => n.Key.Split('/')).ToList();
        return moved.Count == 0 ? [] : tables.Where(t => moved.Exists(m => Means(m[0], t.Database) && Means(m[1].Split('#')[0], t.Name))).ToList();
    }

    // A name without regard to case: where that tells two tables apart, one more is named.
    private static bool Means(string file, string name)
    {
        var pattern = new StringBuilder("^");
        foreach (Match part in Written.Matches(file))
        {
            pattern.Append(part.Groups[1].Success ? Regex.Escape(((char)int.Parse(part.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
                : part.Groups[2].Success ? "."
                : Regex.Escape(part.Value));
        }

        return Regex.IsMatch(name, pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnoreCase);
    }
}
