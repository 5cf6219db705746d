using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// A replica that holds a copy of some databases or tables must not be sent events of the others: the first one would stop it, or be the
/// beginning of a database that is half there. Its filters have to keep each of them out.
/// </summary>
internal static class LinkFilters
{
    /// <summary>Why the link may not be made; null when each database that was left out is kept out.</summary>
    public static async Task<ReplicationException?> CheckAsync(LinkCase c, ServerSession replica, CancellationToken cancellationToken)
    {
        if (c.Request.LeftOutDatabases.Count + c.Request.LeftOutTables.Count == 0 || c.FollowsAlready)
        {
            return null;
        }

        var filters = await ReadAsync(c.Present?.Filters ?? [], replica, cancellationToken).ConfigureAwait(false);
        var open = c.Request.LeftOutDatabases.Where(d => !KeepsOut(filters, d)).ToList();
        if (open.Count > 0)
        {
            return StartRefusals.DatabasesLeftOut(c, open);
        }

        var tables = c.Request.LeftOutTables.Where(t => !KeepsTableOut(filters, t)).ToList();
        return tables.Count == 0 ? null : StartRefusals.TablesLeftOut(c, tables);
    }

    /// <summary>Whether filters, each as "replicate-do-db=name", keep a database out.</summary>
    internal static bool KeepsOut(IReadOnlyList<string> filters, string database)
    {
        var only = Of(filters, "replicate-do-db");
        var tables = Of(filters, "replicate-do-table").Concat(Of(filters, "replicate-wild-do-table")).ToList();
        return Of(filters, "replicate-ignore-db").Contains(database, StringComparer.Ordinal)
            || (only.Count > 0 && !only.Contains(database, StringComparer.Ordinal))
            || Of(filters, "replicate-wild-ignore-table").Any(t => t.Replace("\\", string.Empty) == database + ".%")
            || (tables.Count > 0 && tables.All(t => t.IndexOf('.') > 0 && t.Substring(0, t.IndexOf('.')).IndexOf('%') < 0
                && !t.Replace("\\", string.Empty).StartsWith(database + ".", StringComparison.Ordinal)));
    }

    /// <summary>
    /// Whether filters keep a table, "shop.orders", out: its database is, or the rules about tables say so in the servers' own order
    /// (MySQL manual, Evaluation of Table-Level Replication Options).
    /// </summary>
    internal static bool KeepsTableOut(IReadOnlyList<string> filters, string table)
    {
        var tables = Of(filters, "replicate-do-table");
        var wild = Of(filters, "replicate-wild-do-table");
        return KeepsOut(filters, table.Substring(0, table.IndexOf('.')))
            || (!tables.Contains(table, StringComparer.Ordinal)
                && (Of(filters, "replicate-ignore-table").Contains(table, StringComparer.Ordinal)
                    || (!wild.Any(p => Fits(p, table)) && (Of(filters, "replicate-wild-ignore-table").Any(p => Fits(p, table)) || tables.Count + wild.Count > 0))));
    }

    private static List<string> Of(IReadOnlyList<string> filters, string name)
        => filters.Where(f => f.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)).Select(f => f.Substring(name.Length + 1).Trim()).ToList();

    // A pattern of LIKE.
    private static bool Fits(string pattern, string table)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            text.Append(pattern[i] switch
            {
                '%' => ".*",
                '_' => ".",
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                var c => Regex.Escape(c.ToString()),
            });
        }

        return Regex.IsMatch(table, text.Append('$').ToString(), RegexOptions.Singleline);
    }

    /// <summary>All that a server tells of its filters.</summary>
    internal static async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyList<string> ofLink, ServerSession replica, CancellationToken cancellationToken)
    {
        var filters = new List<string>(ofLink);
        foreach (var name in new[] { "replicate-do-db", "replicate-ignore-db", "replicate-do-table", "replicate-ignore-table", "replicate-wild-do-table", "replicate-wild-ignore-table" })
        {
            filters.AddRange(Each(name, replica.Facts.Text(name.Replace('-', '_'))));
        }

        if (replica.Dialect.Links.ShowFilters is { } show)
        {
            foreach (var row in await replica.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false))
            {
                filters.AddRange(Each((row.Text("FILTER_NAME") ?? string.Empty).ToLowerInvariant().Replace('_', '-'), row.Text("FILTER_RULE")));
            }
        }

        return filters;
    }

    private static IEnumerable<string> Each(string name, string? list)
        => (list ?? string.Empty).Split(',').Select(part => part.Trim()).Where(part => part.Length > 0).Select(part => name + "=" + part);
}
