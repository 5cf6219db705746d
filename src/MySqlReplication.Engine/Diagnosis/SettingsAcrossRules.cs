using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Whether the settings of several servers of one topology go together.</summary>
internal static class SettingsAcrossRules
{
    /// <summary>All rules.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="writable">Those of them that are written to: the members of a pair.</param>
    public static IReadOnlyList<ReplicationFinding> Of(IReadOnlyList<ServerSettings> servers, IReadOnlyList<ServerSettings> writable)
        => ServerIdShared(servers).Concat(IncrementDiffers(writable)).Concat(OffsetShared(writable)).Concat(DomainShared(writable)).ToList();

    /// <summary>Which of them count as written to: those that are not read-only and write a binary log.</summary>
    public static IReadOnlyList<ServerSettings> Writable(IEnumerable<ServerSettings> servers)
        => servers.Where(s => s.Value(OptionCatalogue.ReadOnly) != "1" && s.LogsBinary != false).ToList();

    /// <summary>Measured: both receivers stop with 1593 (9.7: 13117).</summary>
    public static IEnumerable<ReplicationFinding> ServerIdShared(IReadOnlyList<ServerSettings> servers)
        => from same in Alike(servers, OptionCatalogue.ServerId)
           where same.Key != "0"
           from s in same
           select SettingsRules.Finding(
               s, OptionCatalogue.ServerId, "ServerIdShared", FindingSeverity.Error,
               Others(same, s) + " the same server-id: the receiver stops with error 1593 (newer: 13117), or events are passed over as one's own.",
               Commands(same, Free(same.Count() - 1, servers, OptionCatalogue.ServerId).Prepend(null), n => "-ServerId " + n, s));

    /// <summary>Members that count in different steps collide after some rows.</summary>
    public static IEnumerable<ReplicationFinding> IncrementDiffers(IReadOnlyList<ServerSettings> writable)
    {
        var known = writable.Where(s => s.Number(OptionCatalogue.AutoIncrementIncrement) is not null).ToList();
        var most = known.Select(s => s.Number(OptionCatalogue.AutoIncrementIncrement)!.Value).DefaultIfEmpty(1).Max();
        return known.Count < 2 ? [] : known.Where(s => s.Number(OptionCatalogue.AutoIncrementIncrement) != most).Select(s => SettingsRules.Finding(
            s, OptionCatalogue.AutoIncrementIncrement, "AutoIncrementIncrementDiffers", FindingSeverity.Error,
            "Another member counts in steps of " + most.ToString(CultureInfo.InvariantCulture) + ": members that are both written to then give the same key sooner or later (1062).",
            s.SetCommand("-AutoIncrementIncrement " + most.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Equal offsets give equal keys; an increment of 1 does so whatever the offset is.</summary>
    public static IEnumerable<ReplicationFinding> OffsetShared(IReadOnlyList<ServerSettings> writable)
        => from same in Alike(writable, OptionCatalogue.AutoIncrementOffset)
           from s in same
           select SettingsRules.Finding(
               s, OptionCatalogue.AutoIncrementOffset, "AutoIncrementOffsetShared", FindingSeverity.Error,
               Others(same, s) + " the same offset: when both are written to, they give the same keys (1062).",
               Commands(same, Free(same.Count(), writable, OptionCatalogue.AutoIncrementOffset), n => "-AutoIncrementIncrement " + Room(writable) + " -AutoIncrementOffset " + n, s));

    /// <summary>Measured: two writers in one domain under strict mode stop both appliers with 1950.</summary>
    public static IEnumerable<ReplicationFinding> DomainShared(IReadOnlyList<ServerSettings> writable)
        => from same in Alike(writable.Where(s => s.Capabilities is { HasMariaDBGtid: true }).ToList(), OptionCatalogue.GtidDomainId)
           from s in same
           select SettingsRules.Finding(
               s, OptionCatalogue.GtidDomainId, "GtidDomainShared", s.Value(OptionCatalogue.GtidStrictMode) == "1" ? FindingSeverity.Error : FindingSeverity.Warning,
               Others(same, s) + " the same gtid-domain-id: two that are written to make numbers out of order in it; with gtid-strict-mode both appliers stop with 1950.",
               Commands(same, Free(same.Count(), writable, OptionCatalogue.GtidDomainId), n => "-GtidDomainId " + n, s));

    private static IEnumerable<IGrouping<string, ServerSettings>> Alike(IEnumerable<ServerSettings> servers, OptionDefinition option)
        => servers.Where(s => s.Value(option) is not null).GroupBy(s => s.Value(option)!, StringComparer.Ordinal).Where(g => g.Count() > 1);

    private static string Others(IEnumerable<ServerSettings> same, ServerSettings one)
    {
        var others = same.Where(s => s != one).Select(s => s.Name).ToList();
        return string.Join(", ", others) + (others.Count == 1 ? " has" : " have");
    }

    /// <summary>A server-id that none of them has.</summary>
    public static long FreeServerId(IReadOnlyList<ServerSettings> servers) => Free(1, servers, OptionCatalogue.ServerId)[0]!.Value;

    // One that may keep its number has no command of its own: it is told those of the others.
    private static string Commands(IEnumerable<ServerSettings> same, IEnumerable<long?> numbers, Func<string, string> parameters, ServerSettings one)
    {
        var all = same.Zip(numbers, (s, n) => (Server: s, Command: n is { } number ? s.SetCommand(parameters(number.ToString(CultureInfo.InvariantCulture))) : null)).ToList();
        return all.First(c => c.Server == one).Command ?? string.Join("; ", all.Select(c => c.Command).OfType<string>());
    }

    // The lowest numbers that no other server has; those that share one are to get new ones, so theirs is free for the first of them.
    private static List<long?> Free(int count, IReadOnlyList<ServerSettings> servers, OptionDefinition option)
    {
        var shared = Alike(servers, option).Select(g => g.Key).ToList();
        var taken = new HashSet<long>(servers.Where(s => option == OptionCatalogue.ServerId || s.Value(option) is not { } value || !shared.Contains(value)).Select(s => s.Number(option) ?? 0));
        return Enumerable.Range(1, taken.Count + count).Where(n => !taken.Contains(n)).Take(count).Select(n => (long?)n).ToList();
    }

    // Steps in which every member finds room, and that are no smaller than any is now.
    private static string Room(IReadOnlyList<ServerSettings> writable)
        => writable.Select(s => s.Number(OptionCatalogue.AutoIncrementIncrement) ?? 1).Append(10).Append(writable.Count).Max().ToString(CultureInfo.InvariantCulture);
}
