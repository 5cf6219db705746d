using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Which secondary keys of a table may be made after its rows. A row that comes goes into each key at another place, and once the keys are larger
/// than the buffer pool each costs a read; a key that is made of a full table is sorted and written once, in order.
/// </summary>
internal static class LaterKeys
{
    private const string QuotedName = "`((?:[^`]|``)+)`";
    private static readonly Regex Key = new("^  (?<kind>UNIQUE |FULLTEXT |SPATIAL |VECTOR )?KEY `(?<name>(?:[^`]|``)+)` (?<rest>.*?),?$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex Column = new("^  " + QuotedName, RegexOptions.CultureInvariant);
    private static readonly Regex ForeignKey = new(@"^  CONSTRAINT " + QuotedName + @" FOREIGN KEY \(" + QuotedName, RegexOptions.CultureInvariant);
    private static readonly Regex First = new(@"^(?:USING \w+ )?\(" + QuotedName, RegexOptions.CultureInvariant);
    private static readonly Regex Odd = new(@"[(,]\(| WITHOUT OVERLAPS| USING HASH", RegexOptions.CultureInvariant);
    private static readonly Regex Primary = new(@"^  PRIMARY KEY (?:USING \w+ )?\(" + QuotedName, RegexOptions.CultureInvariant);

    /// <summary>
    /// Those of some tables, in the order in which their definitions name them; a table that is not here keeps all. Keys stay with the table where
    /// something needs them before: the clustered key of a table without a primary one, AUTO_INCREMENT, foreign keys at either end, full texts and
    /// places; and those before one that stays, since the server keeps the order in which they came.
    /// </summary>
    /// <param name="tables">Which are filled so that it pays; with their definitions.</param>
    /// <param name="all">All tables, whose foreign keys may point at the others.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<LaterKey>> Of(IEnumerable<TableDefinition> tables, IReadOnlyList<TableDefinition> all)
    {
        var needed = all.SelectMany(ForeignKeys.Of).Select(k => Needed(k.Database, k.Table, k.Column)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return tables.Where(t => t.IsTransactional && !t.IsVersioned)
            .Select(t => (t.FullName, Keys: Of(t, needed)))
            .Where(t => t.Keys.Count > 0)
            .ToDictionary(t => t.FullName, t => (IReadOnlyList<LaterKey>)t.Keys, StringComparer.Ordinal);
    }

    private static List<LaterKey> Of(TableDefinition table, HashSet<string> neededByOthers)
    {
        var lines = Lines(table.Create ?? string.Empty);
        if (lines.Select(l => Primary.Match(l)).FirstOrDefault(m => m.Success)?.Groups[1].Value is not { } primary)
        {
            return [];
        }

        var needed = lines.Select(l => ForeignKey.Match(l)).Where(m => m.Success).Select(m => m.Groups[2].Value)
            .Concat(lines.Where(l => Column.IsMatch(l) && Bare(l).IndexOf(" AUTO_INCREMENT", StringComparison.Ordinal) > 0).Select(l => Column.Match(l).Groups[1].Value).Where(c => c != primary))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var later = new List<LaterKey>();
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in lines.Select(l => Key.Match(l)).Where(m => m.Success).Reverse())
        {
            var kind = key.Groups["kind"].Value;
            var rest = key.Groups["rest"].Value;

            // No column first: an expression, whose hidden column would be made with the key.
            var stays = kind is not ("" or "UNIQUE ") || First.Match(rest) is not { Success: true } first || needed.Contains(first.Groups[1].Value)
                || neededByOthers.Contains(Needed(table.Database, table.Name, ForeignKeys.Unquoted(first.Groups[1].Value)))
                || Bare(rest) is var bare && Odd.IsMatch(bare);
            var order = kind.StartsWith("UNIQUE", StringComparison.Ordinal) ? kind : string.Empty;
            if (stays || kept.Contains(order))
            {
                kept.Add(order);
                continue;
            }

            later.Insert(0, new LaterKey(ForeignKeys.Unquoted(key.Groups["name"].Value), kind + "KEY `" + key.Groups["name"].Value + "` " + rest));
        }

        return later;
    }

    private static string Needed(string database, string table, string column) => string.Join("\0", database, table, column);

    // What stands between quotes could look like anything.
    private static string Bare(string line) => Regex.Replace(line, @"'(?:[^'\\]|''|\\.)*'|" + QuotedName, "''", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    // A line feed in a name or a text ends no line.
    private static List<string> Lines(string create)
    {
        var lines = new List<string>();
        var from = 0;
        var quote = '\0';
        for (var i = 0; i < create.Length; i++)
        {
            var c = create[i];
            if (quote != '\0')
            {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '`' or '\'' or '"')
            {
                quote = c;
            }
            else if (c == '\n')
            {
                lines.Add(create.Substring(from, i - from));
                from = i + 1;
            }
        }

        return lines;
    }
}
