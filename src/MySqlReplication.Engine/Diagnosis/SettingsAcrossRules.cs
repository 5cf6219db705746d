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
               s.SetCommand("-ServerId " + Free(servers)));

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
               s.SetCommand("-AutoIncrementIncrement 10 -AutoIncrementOffset <another on each>"));

    /// <summary>Measured: two writers in one domain under strict mode stop both appliers with 1950.</summary>
    public static IEnumerable<ReplicationFinding> DomainShared(IReadOnlyList<ServerSettings> writable)
        => from same in Alike(writable.Where(s => s.Capabilities is { HasMariaDBGtid: true }).ToList(), OptionCatalogue.GtidDomainId)
           from s in same
           select SettingsRules.Finding(
               s, OptionCatalogue.GtidDomainId, "GtidDomainShared", s.Value(OptionCatalogue.GtidStrictMode) == "1" ? FindingSeverity.Error : FindingSeverity.Warning,
               Others(same, s) + " the same gtid-domain-id: two that are written to make numbers out of order in it; with gtid-strict-mode both appliers stop with 1950.",
               s.SetCommand("-GtidDomainId <another on each>"));

    private static IEnumerable<IGrouping<string, ServerSettings>> Alike(IEnumerable<ServerSettings> servers, OptionDefinition option)
        => servers.Where(s => s.Value(option) is not null).GroupBy(s => s.Value(option)!, StringComparer.Ordinal).Where(g => g.Count() > 1);

    private static string Others(IEnumerable<ServerSettings> same, ServerSettings one)
    {
        var others = same.Where(s => s != one).Select(s => s.Name).ToList();
        return string.Join(", ", others) + (others.Count == 1 ? " has" : " have");
    }

    private static string Free(IReadOnlyList<ServerSettings> servers)
    {
        var taken = new HashSet<long>(servers.Select(s => s.Number(OptionCatalogue.ServerId) ?? 0));
        return Enumerable.Range(1, taken.Count + 1).First(n => !taken.Contains(n)).ToString(CultureInfo.InvariantCulture);
    }
}
