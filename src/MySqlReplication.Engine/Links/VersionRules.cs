using System;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// Which releases replicate. MySQL supports a replica of the same or the next higher series (manual, Replication Compatibility
/// Between MySQL Versions); MariaDB a replica of the same or a newer one. What is marked "measured" was tried.
/// </summary>
internal static class VersionRules
{
    private static readonly (int Major, int Minor)[] MySqlSeries = [(5, 5), (5, 6), (5, 7), (8, 0), (8, 4), (9, int.MaxValue)];

    // Long-term releases; the short ones in between count to the next of them.
    private static readonly (int Major, int Minor)[] MariaDBSeries = [(10, 5), (10, 6), (10, 11), (11, 4), (11, 8), (12, 3)];

    /// <summary>Pairs of servers that do not work at all, whatever anybody wants.</summary>
    public static ReplicationException? NeverFit(LinkCase c)
    {
        var (source, replica) = (c.Source, c.Replica);
        if (source.IsMariaDB && !replica.IsMariaDB)
        {
            return LinkRefusals.VersionsIncompatible(c, "MySQL cannot read the binary log of MariaDB.");
        }

        if (replica.IsMariaDB && !source.IsMariaDB && source.Version.IsAtLeast(8, 0))
        {
            return LinkRefusals.VersionsIncompatible(c, "MariaDB does not know the events, collations and accounts of MySQL 8 and later.");
        }

        // Measured: 5.6 as replica of 9.7 does not know caching_sha2_password (2059), and 9.7 as replica of 5.6 is refused (13117).
        var (older, newer) = source.Version <= replica.Version ? (source.Version, replica.Version) : (replica.Version, source.Version);
        return !source.IsMariaDB && !replica.IsMariaDB && !older.IsAtLeast(5, 7) && newer.IsAtLeast(9, 0)
            ? LinkRefusals.VersionsIncompatible(c, "their protocols, accounts and binary logs are too far apart.")
            : null;
    }

    /// <summary>Pairs that work on the way of an upgrade and are refused without -Force.</summary>
    public static ReplicationException? FitForAnUpgradeOnly(LinkCase c) => c.Request.Force || UpgradeReason(c) is not { } reason
        ? null
        : LinkRefusals.UpgradeStateOnly(c, reason);

    /// <summary>Why this is an upgrade state; null when it is none.</summary>
    public static string? UpgradeReason(LinkCase c)
    {
        var (source, replica) = (c.Source, c.Replica);
        if (source.IsMariaDB != replica.IsMariaDB)
        {
            return "a MariaDB server follows a MySQL server.";
        }

        var steps = Series(replica) - Series(source);
        return Math.Abs(steps) > 1 ? "their releases are " + Math.Abs(steps).ToString(CultureInfo.InvariantCulture) + " series apart; one is what is supported."
            : steps < 0 ? "the replica is older than its source."
            : steps > 0 && c.Reverse is not null ? "a pair of two versions: one of its two links has a replica older than its source."
            : null;
    }

    /// <summary>What the replica cannot read of its source's statements; null when it knows all collations.</summary>
    public static string? CollationGap(LinkCase c) => c.Source.IsMariaDB == c.Replica.IsMariaDB && c.Source.Capabilities.NewerCollations is { } family && c.Replica.Capabilities.NewerCollations is null
        ? LinkRefusals.Name(c.Replica) + " does not know the " + family + " collations of " + LinkRefusals.Name(c.Source) + ": the first statement of a session that has one stops its applier (error 22)."
            + " Until both are of one release, let " + c.Source.Server + " run with collation-server=utf8mb4_general_ci and "
            + (c.Source.IsMariaDB ? "character-set-collations= (empty)" : "default-collation-for-utf8mb4=utf8mb4_general_ci") + ", and tables have such a collation."
        : null;

    private static int Series(LinkEnd end)
    {
        var known = end.Version.Flavour == ServerFlavour.MariaDB ? MariaDBSeries : MySqlSeries;
        var index = Array.FindIndex(known, s => end.Version.Major < s.Major || (end.Version.Major == s.Major && end.Version.Minor <= s.Minor));
        return index < 0 ? known.Length : index;
    }
}
