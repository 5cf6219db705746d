using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// Which groups a server reads. Found by printing the defaults of MySQL 5.6, 9.7 and MariaDB 10.5, 10.11, 11.8: names compare
/// without case; all groups that are read count together in the order of the file.
/// </summary>
internal sealed class OptionGroups
{
    // Series ([mysqld-8.0], [mariadb-10.11]), the numbers of mysqld_multi ([mysqld1]) and what only some servers read.
    private static readonly Regex SomeServers = new(
        @"^(mysqld|mariadbd?)(-[0-9]+\.[0-9]+|[0-9]+)?$|^(mysql_cluster|client-server|galera)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly HashSet<string> _read;

    private OptionGroups(IEnumerable<string> read, ServerVersion? version)
    {
        _read = new HashSet<string>(read, StringComparer.OrdinalIgnoreCase);
        Version = version;
    }

    /// <summary>The version that they are the groups of; null when it is not known.</summary>
    public ServerVersion? Version { get; }

    /// <summary>The groups of a server.</summary>
    /// <param name="version">Null when it is not known: then those that every server reads.</param>
    /// <param name="suffix">--defaults-group-suffix: each group counts with it too ([mysqld] and [mysqld1]); empty without.</param>
    public static OptionGroups Of(ServerVersion? version, string suffix = "")
    {
        var read = new List<string> { "mysqld", "server" };
        if (version is not null)
        {
            read.Add("mysqld-" + version.Series);
        }

        if (version?.Flavour == ServerFlavour.MariaDB)
        {
            read.AddRange(["mariadb", "mariadb-" + version.Series, "mariadbd", "mariadbd-" + version.Series, "client-server", "galera"]);
        }
        else if (version is not null && version.IsAtLeast(8, 0))
        {
            // Measured on 9.7 (not on 5.6), whose build carries the cluster engine.
            read.Add("mysql_cluster");
        }

        return new OptionGroups(suffix.Length == 0 ? read : read.Concat(read.Select(g => g + suffix)), version);
    }

    /// <summary>Whether the server reads the group.</summary>
    public bool Reads(string? group) => group is not null && _read.Contains(group);

    /// <summary>Whether a new option may be put there: a group that is read, for servers only, and not for one series alone.</summary>
    public bool IsHome(string? group) => Reads(group) && Is(group!, "mysqld", "server", "mariadb", "mariadbd");

    /// <summary>Whether some other server, or this one started by mysqld_multi, reads a group that this one does not.</summary>
    public bool MayBeRead(string? group) => group is not null && !Reads(group) && SomeServers.IsMatch(group);

    private static bool Is(string group, params string[] names) => names.Contains(group, StringComparer.OrdinalIgnoreCase);
}
