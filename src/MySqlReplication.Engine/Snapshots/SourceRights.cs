using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Whether a login sees all that is to be copied. A server does not refuse to list what a login has no right on, it leaves it out: triggers,
/// events, routines, databases and columns would be missing on the replica without a word.
/// </summary>
internal static class SourceRights
{
    private const string Name = @"(?:`(?:[^`]|``)*`|\*)";

    // "GRANT SELECT, TRIGGER ON `sho\_p%`.* TO ..."; MySQL 8 also "REVOKE SELECT ON `mysql`.* FROM ..." (partial_revokes).
    private static readonly Regex Line = new(@"^(?<verb>GRANT|REVOKE) (?<what>.+?) ON (?<database>" + Name + @")\.(?<table>" + Name + ") (?:TO|FROM) ", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    // Each of them makes every database show: sql_show.cc, DB_ACLS and SHOW DATABASES.
    private static readonly string[] ShowDatabases =
    [
        "SHOW DATABASES", "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "GRANT OPTION", "REFERENCES", "INDEX", "ALTER", "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE", "CREATE VIEW", "SHOW VIEW",
        "CREATE ROUTINE", "ALTER ROUTINE", "EVENT", "TRIGGER",
    ];

    // With the latter three a routine shows, and whether its text does is seen when it is read (DefinitionHidden).
    private static readonly string[] ShowRoutines = ["SHOW_ROUTINE", "SHOW CREATE ROUTINE", "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE"];

    private static readonly string[] OfDatabase = ["SELECT", "TRIGGER", "EVENT"];

    private static readonly string[] OfTable = ["SELECT", "TRIGGER"];

    private sealed record Right(bool IsGrant, IReadOnlyList<string> What, string Database, string Table);

    /// <summary>Refuses a login that would not see all; nothing when the server does not tell its rights.</summary>
    /// <exception cref="ReplicationException">PrivilegeMissing.</exception>
    public static async Task CheckAsync(ServerSession source, SnapshotSelection selection, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> grants;
        try
        {
            grants = (await source.Connection.QueryAsync("SHOW GRANTS", cancellationToken).ConfigureAwait(false)).Select(r => Convert.ToString(r[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).ToList();
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
        {
            // --skip-grant-tables: everybody sees everything.
            return;
        }

        var missing = Missing(grants, selection, source.Capabilities.HasDynamicPrivileges);
        if (missing.Count > 0)
        {
            throw SnapshotFailures.NotAllSeen(source.Server, source.Facts.Account, missing);
        }
    }

    /// <summary>Rights that are missing, each with the place where; "*.*", "`shop`.*" or "`shop`.`orders`".</summary>
    /// <param name="grants">Lines of SHOW GRANTS.</param>
    /// <param name="selection">What is copied.</param>
    /// <param name="hasShowRoutine">Whether the server has that right (MySQL 8.0.20); else routines stand in mysql.proc.</param>
    internal static IReadOnlyList<(string Right, string On)> Missing(IReadOnlyList<string> grants, SnapshotSelection selection, bool hasShowRoutine)
    {
        var rights = grants.Select(g => Line.Match(g)).Where(m => m.Success).Select(m => new Right(
            m.Groups["verb"].Value == "GRANT",
            Regex.Replace(m.Groups["what"].Value, @"\([^)]*\)", " (columns)").Split(',').Select(p => p.Trim().ToUpperInvariant()).ToList(),
            Plain(m.Groups["database"].Value),
            Plain(m.Groups["table"].Value))).ToList();
        var missing = new List<(string, string)>();
        if (!ShowDatabases.Any(r => Everywhere(rights, r)))
        {
            missing.Add(("SHOW DATABASES", "*.*"));
        }

        foreach (var database in selection.Whole)
        {
            missing.AddRange(OfDatabase.Where(r => !OnDatabase(rights, r, database)).Select(r => (r, Quoted(database) + ".*")));
            if (!Everywhere(rights, "SELECT") && !ShowRoutines.Any(r => OnDatabase(rights, r, database)) && !OnTable(rights, "SELECT", "mysql", "proc"))
            {
                missing.Add(hasShowRoutine ? ("SHOW_ROUTINE", "*.*") : ("SELECT", "`mysql`.`proc`"));
            }
        }

        foreach (var (database, table) in selection.Tables)
        {
            missing.AddRange(OfTable.Where(r => !OnTable(rights, r, database, table)).Select(r => (r, Quoted(database) + "." + Quoted(table))));
        }

        return missing.Distinct().ToList();
    }

    private static bool Everywhere(IEnumerable<Right> rights, string right) => rights.Any(r => r is { IsGrant: true, Database: "*" } && Gives(r, right));

    private static bool OnDatabase(IReadOnlyList<Right> rights, string right, string database)
        => rights.Any(r => r.IsGrant && r.Table == "*" && r.Database != "*" && Like(r.Database, database) && Gives(r, right))
            || (Everywhere(rights, right) && !rights.Any(r => !r.IsGrant && string.Equals(r.Database, database, StringComparison.Ordinal) && Gives(r, right)));

    private static bool OnTable(IReadOnlyList<Right> rights, string right, string database, string table) => OnDatabase(rights, right, database)
        || rights.Any(r => r.IsGrant && string.Equals(r.Database, database, StringComparison.OrdinalIgnoreCase) && string.Equals(r.Table, table, StringComparison.OrdinalIgnoreCase) && Gives(r, right));

    private static bool Gives(Right right, string wanted) => right.What.Contains(wanted) || (right.What.Contains("ALL PRIVILEGES") && wanted != "GRANT OPTION");

    // The name of a database in a grant is a pattern: % and _ mean any characters, unless a backslash stands before.
    private static bool Like(string pattern, string name) => Regex.IsMatch(
        name,
        "^" + Regex.Replace(pattern, @"\\(.)|(%)|(_)|([\s\S])", m => m.Groups[1].Success ? Regex.Escape(m.Groups[1].Value) : m.Groups[2].Success ? "[\\s\\S]*" : m.Groups[3].Success ? "[\\s\\S]" : Regex.Escape(m.Value)) + "$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static string Plain(string name) => name == "*" ? name : name.Substring(1, name.Length - 2).Replace("``", "`");

    private static string Quoted(string name) => "`" + name.Replace("`", "``") + "`";
}
