using System;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Connections;

/// <summary>What to grant, out of the server's own message that something is not allowed.</summary>
internal static class MissingPrivileges
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    // 1227: "Access denied; you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s) for this operation".
    private static readonly Regex OneOf = new(@"you need (?:\(at least one of\) )?the (?<list>.+?) privilege\(s\)", Options);

    // 1142, 1143, 1370: "SELECT command denied to user 'u'@'h' for table `mysql`.`user`"; MySQL 9 and 5.6 name the table alone.
    // 1143 names a column first: "for column 'name' in table 'incomplete_copy'".
    private static readonly Regex Command = new(@"(?<what>[A-Z][A-Z ,]*?) command denied to user '(?<user>[^']*)'@'(?<host>[^']*)' for (?:column '[^']*' in table|table|column|routine) (?<on>\S+)", Options);

    // 1044: "Access denied for user 'u'@'h' to database 'd'".
    private static readonly Regex Database = new(@"for user '(?<user>[^']*)'@'(?<host>[^']*)' to database '(?<on>[^']*)'", Options);

    /// <summary>The GRANT as it can be typed, as far as the message tells it.</summary>
    /// <param name="server">Where, and as whom.</param>
    /// <param name="said">The server's message.</param>
    /// <param name="statement">What was refused: it tells the database of a table that the message names alone.</param>
    public static string Cure(ServerReference server, string said, string statement)
    {
        if (OneOf.Match(said) is { Success: true } one)
        {
            // SUPER is more than is needed, and named beside the narrow one.
            var list = Regex.Split(one.Groups["list"].Value, ",| or ").Select(p => p.Trim()).ToList();
            var privilege = list.FirstOrDefault(p => !p.Equals("SUPER", StringComparison.OrdinalIgnoreCase)) ?? list[0];
            return "On " + server + " as an administrator: GRANT " + privilege + " ON *.* TO '" + server.UserName + "'@'HOST' (SELECT CURRENT_USER() shows the host part). Then run the command again, or use another login.";
        }

        var match = Command.Match(said) is { Success: true } command ? command : Database.Match(said);
        if (!match.Success)
        {
            return "Grant what the message names, or connect with another account.";
        }

        var on = match.Groups["on"].Value.Trim('\'');
        on = !match.Groups["what"].Success ? on + ".*" : on.IndexOf('.') > 0 ? on : Regex.Match(statement, @"\b\w+\." + Regex.Escape(on) + @"\b|`(?:[^`]|``)+`\.`" + Regex.Escape(on) + "`", Options) is { Success: true } whole ? whole.Value : on;
        return "On " + server + " as an administrator: GRANT " + (match.Groups["what"] is { Success: true } what ? what.Value.Trim() : OfStatement(statement)) + " ON " + on + " TO '" + match.Groups["user"].Value
            + "'@'HOST' (SELECT CURRENT_USER() shows the host part). Then run the command again, or use another login.";
    }

    // 1044 names the database alone.
    private static string OfStatement(string statement)
        => Regex.IsMatch(statement, @"^CREATE .*?\b(FUNCTION|PROCEDURE|PACKAGE)\b", Options) ? "CREATE ROUTINE, ALTER ROUTINE"
            : Regex.IsMatch(statement, @"^CREATE .*?\bEVENT\b", Options) ? "EVENT"
            : Regex.IsMatch(statement, @"^CREATE (DATABASE|SCHEMA|TABLE)\b", Options) ? "CREATE"
            : Regex.IsMatch(statement, @"^DROP (DATABASE|SCHEMA|TABLE)\b", Options) ? "DROP"
            : "what is needed";
}
