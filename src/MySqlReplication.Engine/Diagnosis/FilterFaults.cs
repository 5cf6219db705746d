using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Filters that let nothing through, and what they do to one database.</summary>
internal static class FilterFaults
{
    public static IEnumerable<LinkFault> Find(ReplicaStatus status, SourceEvidence? source)
    {
        var f = new LinkFindings(status);
        if (status.SourceServerId is { } id && status.IgnoredServerIds.Contains(id))
        {
            yield return f.Broken(LinkStep.Filters, "FilterDropsEverything", "the link ignores server id " + id + ", which is the source's own", "Every event that the source itself writes is dropped.", "Take the id out of IGNORE_SERVER_IDS");
            yield break;
        }

        var wildIgnore = Values(status, "replicate-wild-ignore-table");
        if (wildIgnore.Any(pattern => pattern.Replace("%", string.Empty).Replace(".", string.Empty).Length == 0))
        {
            yield return f.Broken(LinkStep.Filters, "FilterDropsEverything", "replicate-wild-ignore-table is " + string.Join(", ", wildIgnore), "The pattern fits every table.", "Take the filter away");
            yield break;
        }

        var wanted = Values(status, "replicate-do-db");
        if (wanted.Count > 0 && source?.Databases is { } there && !wanted.Any(there.Contains) && !status.Filters.Any(x => x.StartsWith("replicate-rewrite-db", StringComparison.Ordinal)))
        {
            yield return f.Broken(LinkStep.Filters, "FilterDropsEverything", "replicate-do-db is " + string.Join(", ", wanted) + ", and the source has no such database", "Nothing of what the source has is replicated.", "Correct the name in the filter");
            yield break;
        }

        var domains = Values(status, "do-domain-ids").Select(v => long.TryParse(v, out var d) ? d : -1).ToList();
        if (domains.Count > 0 && source?.BinlogState is { IsEmpty: false } state && !state.Domains.Any(domains.Contains))
        {
            yield return f.Broken(LinkStep.Filters, "FilterDropsEverything", "only GTID domains " + string.Join(", ", domains) + " are taken, and the source writes in none of them", "Nothing of what the source writes is replicated.", "Correct DO_DOMAIN_IDS");
            yield break;
        }

        if (status.Filters.Count > 0)
        {
            yield return f.Tell(LinkStep.Filters, "FiltersInForce", string.Join(", ", status.Filters), "What these leave out is not replicated, and the two servers differ there on purpose.");
        }
    }

    /// <summary>The first filter that would drop rows of a table written with its database as the default; null when none would.</summary>
    public static string? Drops(ReplicaStatus status, string database, string table)
    {
        var only = Values(status, "replicate-do-db");
        if (only.Count > 0 && !only.Contains(database, StringComparer.Ordinal))
        {
            return "replicate-do-db=" + string.Join(",", only);
        }

        if (Values(status, "replicate-ignore-db").Contains(database, StringComparer.Ordinal))
        {
            return "replicate-ignore-db=" + database;
        }

        // The order of the servers: do-table, ignore-table, wild-do, wild-ignore; the first that fits decides.
        var name = database + "." + table;
        var (tables, wild) = (Values(status, "replicate-do-table"), Values(status, "replicate-wild-do-table"));
        return tables.Contains(name, StringComparer.Ordinal) ? null
            : Values(status, "replicate-ignore-table").Contains(name, StringComparer.Ordinal) ? "replicate-ignore-table=" + name
            : wild.Any(pattern => Like(pattern, name)) ? null
            : Values(status, "replicate-wild-ignore-table").FirstOrDefault(pattern => Like(pattern, name)) is { } ignored ? "replicate-wild-ignore-table=" + ignored
            : tables.Count > 0 ? "replicate-do-table=" + string.Join(",", tables)
            : wild.Count > 0 ? "replicate-wild-do-table=" + string.Join(",", wild)
            : null;
    }

    private static List<string> Values(ReplicaStatus status, string filter)
        => status.Filters.Where(x => x.StartsWith(filter + "=", StringComparison.Ordinal)).Select(x => x.Substring(filter.Length + 1)).ToList();

    // As LIKE has it: % for any, _ for one, a backslash before a plain one.
    private static bool Like(string pattern, string name)
        => Regex.IsMatch(name, "^" + Regex.Replace(Regex.Escape(pattern), @"\\\\(?<c>[%_])|(?<any>%)|(?<one>_)", m => m.Groups["any"].Success ? ".*" : m.Groups["one"].Success ? "." : m.Groups["c"].Value) + "$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
