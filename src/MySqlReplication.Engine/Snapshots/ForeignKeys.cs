using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What the foreign keys of a table point at, out of its SHOW CREATE TABLE. A comment that looks like one only adds to it.</summary>
internal static class ForeignKeys
{
    private static readonly Regex Reference = new(@"\bREFERENCES (?:`(?<database>(?:[^`]|``)+)`\.)?`(?<table>(?:[^`]|``)+)`(?: \(`(?<column>(?:[^`]|``)+)`)?", RegexOptions.CultureInvariant);

    /// <summary>Database, table and the first of the columns of each; the column is empty in what only looks like one.</summary>
    public static IEnumerable<(string Database, string Table, string Column)> Of(TableDefinition table)
        => Reference.Matches(table.Create ?? string.Empty).Cast<Match>().Select(found => (
            found.Groups["database"] is { Success: true } named ? Unquoted(named.Value) : table.Database,
            Unquoted(found.Groups["table"].Value),
            Unquoted(found.Groups["column"].Value)));

    /// <summary>A name as it stands between backticks.</summary>
    public static string Unquoted(string name) => name.Replace("``", "`");
}
