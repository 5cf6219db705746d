using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a login may do, as SHOW GRANTS tells it; the rights of the roles that it has at the moment stand there too (measured: MySQL 9.7, MariaDB 10.5, 11.8).</summary>
internal sealed class GrantedRights
{
    private const string Name = @"(?:`(?:[^`]|``)*`|\*)";

    // "GRANT SELECT, TRIGGER ON `sho\_p%`.* TO ..."; MySQL 8 also "REVOKE SELECT ON `mysql`.* FROM ..." (partial_revokes).
    private static readonly Regex Line = new(@"^(?<verb>GRANT|REVOKE) (?<what>.+?) ON (?<database>" + Name + @")\.(?<table>" + Name + ") (?:TO|FROM) ", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private sealed record Right(bool IsGrant, IReadOnlyList<string> What, string Database, string Table);

    private readonly IReadOnlyList<Right> _rights;

    private GrantedRights(IReadOnlyList<Right> rights) => _rights = rights;

    /// <summary>Reads them; null when the server has no rights to tell (--skip-grant-tables).</summary>
    public static async Task<GrantedRights?> ReadAsync(ServerSession server, CancellationToken cancellationToken)
    {
        try
        {
            return Of((await server.Connection.QueryAsync(AccountWords.ShowOwnGrants, cancellationToken).ConfigureAwait(false)).Select(r => Convert.ToString(r[0].Value, CultureInfo.InvariantCulture) ?? string.Empty));
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
        {
            return null;
        }
    }

    /// <summary>Reads the lines of SHOW GRANTS.</summary>
    public static GrantedRights Of(IEnumerable<string> grants) => new(grants.Select(g => Line.Match(g)).Where(m => m.Success).Select(m => new Right(
        m.Groups["verb"].Value == "GRANT",
        Regex.Replace(m.Groups["what"].Value, @"\([^)]*\)", " (columns)").Split(',').Select(p => p.Trim().ToUpperInvariant()).ToList(),
        Plain(m.Groups["database"].Value),
        Plain(m.Groups["table"].Value))).ToList());

    /// <summary>Whether it has a right on all that the server has.</summary>
    public bool Everywhere(string right) => _rights.Any(r => r is { IsGrant: true, Database: "*" } && Gives(r, right));

    /// <summary>Whether it has a right on all of a database.</summary>
    public bool OnDatabase(string right, string database)
        => _rights.Any(r => r.IsGrant && r.Table == "*" && r.Database != "*" && Like(r.Database, database) && Gives(r, right))
            || (Everywhere(right) && !_rights.Any(r => !r.IsGrant && string.Equals(r.Database, database, StringComparison.Ordinal) && Gives(r, right)));

    /// <summary>Whether it has a right on a table.</summary>
    public bool OnTable(string right, string database, string table) => OnDatabase(right, database)
        || _rights.Any(r => r.IsGrant && string.Equals(r.Database, database, StringComparison.OrdinalIgnoreCase) && string.Equals(r.Table, table, StringComparison.OrdinalIgnoreCase) && Gives(r, right));

    /// <summary>A name as a GRANT takes it.</summary>
    public static string Quoted(string name) => "`" + name.Replace("`", "``") + "`";

    private static bool Gives(Right right, string wanted) => right.What.Contains(wanted) || (right.What.Contains("ALL PRIVILEGES") && wanted != "GRANT OPTION");

    // The name of a database in a grant is a pattern: % and _ mean any characters, unless a backslash stands before.
    private static bool Like(string pattern, string name) => Regex.IsMatch(
        name,
        "^" + Regex.Replace(pattern, @"\\(.)|(%)|(_)|([\s\S])", m => m.Groups[1].Success ? Regex.Escape(m.Groups[1].Value) : m.Groups[2].Success ? "[\\s\\S]*" : m.Groups[3].Success ? "[\\s\\S]" : Regex.Escape(m.Value)) + "$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static string Plain(string name) => name == "*" ? name : name.Substring(1, name.Length - 2).Replace("``", "`");
}
