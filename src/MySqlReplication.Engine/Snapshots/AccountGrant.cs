using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A line of SHOW GRANTS and a SHOW CREATE USER, taken apart: what is kept of a password must not stand in a text that is shown.</summary>
internal static class AccountGrant
{
    private const string Literal = "'(?:[^'\\\\]|''|\\\\.)*'";

    private static readonly Regex Identified = new(
        " IDENTIFIED (?:BY PASSWORD " + Literal + "|(?:VIA|WITH) .*?(?= REQUIRE | WITH | PASSWORD | ACCOUNT | DEFAULT ROLE |$))", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    // MySQL names the roles that are active from login on within the statement; they are granted later.
    private static readonly Regex DefaultRole = new(" DEFAULT ROLE (?:NONE|ALL|`(?:[^`]|``)*`@`(?:[^`]|``)*`(?:,`(?:[^`]|``)*`@`(?:[^`]|``)*`)*)", RegexOptions.CultureInvariant);

    private static readonly Regex Privileges = new("^GRANT (?<names>.+?) ON ", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex Behind = new(" (?:REQUIRE |WITH (?:MAX_|GRANT OPTION MAX_)).*$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>The line without anything of a password.</summary>
    public static string Plain(string grant) => Identified.Replace(grant, string.Empty);

    /// <summary>SHOW CREATE USER in two: how it is identified (secret; empty for not at all), and what stands behind.</summary>
    public static (string Secret, string Behind) Split(string create)
    {
        var secret = Identified.Match(create);
        var rest = secret.Success ? create.Substring(secret.Index + secret.Length) : FirstBehind(create);
        return (secret.Success ? secret.Value.Trim() : string.Empty, DefaultRole.Replace(rest, string.Empty));
    }

    /// <summary>The DEFAULT ROLE of MySQL's SHOW CREATE USER, as it stands behind SET; null for none.</summary>
    public static string? RolesAtLogin(string create) => DefaultRole.Match(create) is { Success: true } roles && !roles.Value.EndsWith(" NONE", StringComparison.Ordinal) ? roles.Value.Trim() : null;

    /// <summary>A line of 5.6 or MariaDB in two: the grant, and REQUIRE and limits that MySQL 8 takes in ALTER USER only.</summary>
    public static (string Grant, string Behind) Demands(string plain)
    {
        var behind = Behind.Match(plain);
        if (!behind.Success)
        {
            return (plain, string.Empty);
        }

        var option = behind.Value.IndexOf("GRANT OPTION", StringComparison.Ordinal) >= 0;
        return (plain.Substring(0, behind.Index) + (option ? " WITH GRANT OPTION" : string.Empty), behind.Value.Replace("WITH GRANT OPTION", option && behind.Value.IndexOf("MAX_", StringComparison.Ordinal) >= 0 ? "WITH" : string.Empty).TrimEnd());
    }

    /// <summary>The privileges that a line names; none for a role, or for what every server has.</summary>
    public static IReadOnlyList<string> NamesOf(string grant) => Privileges.Match(grant) is not { Success: true } names ? []
        : Regex.Replace(names.Groups["names"].Value, @"\([^)]*\)", string.Empty).Split(',').Select(n => n.Trim())
            .Where(n => n is not ("USAGE" or "ALL PRIVILEGES" or "PROXY") && n.IndexOf('`') < 0).ToList();

    private static string FirstBehind(string create) => Regex.Match(create, " (?:DEFAULT ROLE|REQUIRE|WITH MAX_|PASSWORD|ACCOUNT) .*$", RegexOptions.Singleline) is { Success: true } rest ? rest.Value : string.Empty;
}
