using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// A table as an admin writes it: "shop.orders", with * and ? for any characters in the table's name ("shop.log_*"), or in the
/// servers' own quotes, `shop`.`a.b`, where every character stands for itself.
/// </summary>
internal sealed record TableName(string Text, string Database, string Table, bool IsLiteral)
{
    /// <summary>Reads it; null when it is no database and table.</summary>
    public static TableName? Parse(string text)
    {
        if (text.Length > 1 && text[0] == '`')
        {
            var quoted = Regex.Match(text, "^`((?:[^`]|``)+)`\\.`((?:[^`]|``)+)`$");
            return quoted.Success ? new TableName(text, Plain(quoted.Groups[1].Value), Plain(quoted.Groups[2].Value), true) : null;
        }

        var dot = text.IndexOf('.');
        return dot > 0 && dot < text.Length - 1 ? new TableName(text, text.Substring(0, dot), text.Substring(dot + 1), text.IndexOfAny(['*', '?'], dot) < 0) : null;
    }

    /// <summary>Those of a database's tables that it means.</summary>
    public IEnumerable<string> Of(IEnumerable<string> tables)
    {
        if (IsLiteral)
        {
            return tables.Where(t => t == Table);
        }

        var pattern = new Regex("^" + Regex.Escape(Table).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.Singleline);
        return tables.Where(t => pattern.IsMatch(t));
    }

    private static string Plain(string quoted) => quoted.Replace("``", "`");
}
