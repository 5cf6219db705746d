using System;
using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// What SHOW GRANTS says of an account. The rights on everything one by one, the others by the place they are for; roles that
/// were granted are no rights of its own.
/// </summary>
internal sealed class AccountPrivileges
{
    private const string Everywhere = "*.*";

    // What looking after replication takes; everything else is more than a replica's account needs.
    private static readonly HashSet<string> OfReplication = new(StringComparer.OrdinalIgnoreCase)
    {
        "USAGE", "REPLICATION SLAVE", "REPLICATION REPLICA", "REPLICATION CLIENT", "BINLOG MONITOR", "SLAVE MONITOR", "REPLICA MONITOR",
    };

    private AccountPrivileges(IReadOnlyList<string> everywhere, IReadOnlyList<string> elsewhere, bool mayGrant)
    {
        All = [.. everywhere, .. elsewhere];
        Excess = [.. everywhere.Where(p => !OfReplication.Contains(p)), .. elsewhere, .. mayGrant ? ["GRANT OPTION"] : Array.Empty<string>()];
        _everywhere = everywhere;
    }

    private readonly IReadOnlyList<string> _everywhere;

    /// <summary>In the server's words and order.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>What a replica's account does not need.</summary>
    public IReadOnlyList<string> Excess { get; }

    /// <summary>Whether it has a right on everything.</summary>
    public bool Has(string privilege) => _everywhere.Any(p => p.Equals(privilege, StringComparison.OrdinalIgnoreCase) || p.Equals("ALL PRIVILEGES", StringComparison.OrdinalIgnoreCase)
        || (privilege == "BINLOG MONITOR" && p.Equals("REPLICATION CLIENT", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads "GRANT SELECT, REPLICATION SLAVE ON *.* TO ... WITH GRANT OPTION".</summary>
    public static AccountPrivileges Parse(IEnumerable<string> grants)
    {
        List<string> everywhere = [], elsewhere = [];
        var mayGrant = false;
        foreach (var grant in grants)
        {
            var on = grant.IndexOf(" ON ", StringComparison.Ordinal);
            var to = on < 0 ? -1 : grant.IndexOf(" TO ", on, StringComparison.Ordinal);
            if (!grant.StartsWith("GRANT ", StringComparison.Ordinal) || to < 0)
            {
                continue;
            }

            var what = grant.Substring("GRANT ".Length, on - "GRANT ".Length);
            var where = grant.Substring(on + 4, to - on - 4);
            if (what == "PROXY")
            {
                continue;
            }

            // Inside brackets stand columns: those are not split, and such a right is for one table only.
            if (where == Everywhere)
            {
                everywhere.AddRange(what.Split(',').Select(p => p.Trim()).Where(p => p.Length > 0 && p != "USAGE"));
            }
            else
            {
                elsewhere.Add(what + " ON " + where);
            }

            mayGrant |= grant.EndsWith(" WITH GRANT OPTION", StringComparison.Ordinal);
        }

        return new AccountPrivileges(everywhere, elsewhere, mayGrant);
    }
}
