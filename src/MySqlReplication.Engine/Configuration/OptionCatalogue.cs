using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// The options that this module sets. Abbreviations were computed from what --verbose --help of MySQL 5.6, 9.7 and MariaDB
/// 10.5, 10.11, 11.8 lists; defaults were read off these servers.
/// </summary>
internal static class OptionCatalogue
{
    public static readonly OptionDefinition ServerId = Define("server-id", "server-i", OptionKind.Number, OptionFamily.Identity) with
    {
        Default = s => s.HasMariaDBGtid || s.LogsByDefault ? "1" : "0",
    };

    public static readonly OptionDefinition ReportHost = Define("report-host", "report-h", OptionKind.Text, OptionFamily.Identity);

    public static readonly OptionDefinition LogBin = Define("log-bin", "log-bin", OptionKind.Text, OptionFamily.BinaryLog);

    /// <summary>Measured: 5.6 and MariaDB do not start with the new name. Manual: MySQL 8.0.26 brought it.</summary>
    public static readonly OptionDefinition LogReplicaUpdates = Define("log-slave-updates", "log-sla", OptionKind.Flag, OptionFamily.BinaryLog) with
    {
        NewName = "log-replica-updates",
        NewAbbreviation = "log-re",
        HasNewName = s => s.HasReplicaOptionNames,
        Default = s => s.LogsByDefault ? "1" : "0",
    };

    public static readonly OptionDefinition BinlogFormat = Define("binlog-format", "binlog-f", OptionKind.Choice, OptionFamily.BinaryLog, "MIXED", "STATEMENT", "ROW") with
    {
        Reach = OptionReach.NewSessions,
        Default = s => s.DefaultsToRowFormat ? "ROW" : s.HasMariaDBGtid ? "MIXED" : "STATEMENT",
    };

    public static readonly OptionDefinition SyncBinlog = Define("sync-binlog", "sync-b", OptionKind.Number, OptionFamily.BinaryLog) with
    {
        Reach = OptionReach.AtOnce,
        Default = s => s.DefaultsToRowFormat ? "1" : "0",
    };

    public static readonly OptionDefinition ExpireLogsDays = Define("expire-logs-days", "expi", OptionKind.Number, OptionFamily.BinaryLog) with
    {
        Reach = OptionReach.AtOnce,
        IsKnownTo = s => s.TakesExpireLogsDays,
        Default = _ => "0",
    };

    public static readonly OptionDefinition BinlogExpireSeconds = Define("binlog-expire-logs-seconds", "binlog-e", OptionKind.Number, OptionFamily.BinaryLog) with
    {
        Reach = OptionReach.AtOnce,
        IsKnownTo = s => s.HasBinlogExpireSeconds,
        Default = s => s.HasMariaDBGtid ? "0" : "2592000",
    };

    public static readonly OptionDefinition BinlogDoDb = Define("binlog-do-db", "binlog-do", OptionKind.List, OptionFamily.BinaryLog);

    public static readonly OptionDefinition BinlogIgnoreDb = Define("binlog-ignore-db", "binlog-i", OptionKind.List, OptionFamily.BinaryLog);

    public static readonly OptionDefinition GtidMode = Define("gtid-mode", "gt", OptionKind.Choice, OptionFamily.Gtid, "OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON") with
    {
        IsKnownTo = s => s.HasGtidMode,
    };

    public static readonly OptionDefinition EnforceGtidConsistency = Define("enforce-gtid-consistency", "enf", OptionKind.Choice, OptionFamily.Gtid, "OFF", "ON", "WARN") with
    {
        IsKnownTo = s => s.HasGtidMode,
    };

    public static readonly OptionDefinition GtidDomainId = Define("gtid-domain-id", "gtid-d", OptionKind.Number, OptionFamily.Gtid) with
    {
        IsKnownTo = s => s.HasMariaDBGtid,
        Reach = OptionReach.NewSessions,
        Default = _ => "0",
    };

    public static readonly OptionDefinition GtidStrictMode = Define("gtid-strict-mode", "gtid-s", OptionKind.Flag, OptionFamily.Gtid) with
    {
        IsKnownTo = s => s.HasMariaDBGtid,
        Reach = OptionReach.AtOnce,
        Default = _ => "0",
    };

    public static readonly OptionDefinition RelayLog = Define("relay-log", "relay-log", OptionKind.Text, OptionFamily.Replica);

    public static readonly OptionDefinition RelayLogRecovery = Define("relay-log-recovery", "relay-log-r", OptionKind.Flag, OptionFamily.Replica) with
    {
        Default = _ => "0",
    };

    public static readonly OptionDefinition MasterInfoRepository = Define("master-info-repository", "master-info-r", OptionKind.Choice, OptionFamily.Replica, "FILE", "TABLE") with
    {
        IsKnownTo = s => s.TakesInfoRepositories,
        Default = s => s.DefaultsToInfoFiles ? "FILE" : null,
    };

    public static readonly OptionDefinition RelayLogInfoRepository = Define("relay-log-info-repository", "relay-log-info-r", OptionKind.Choice, OptionFamily.Replica, "FILE", "TABLE") with
    {
        IsKnownTo = s => s.TakesInfoRepositories,
        Default = s => s.DefaultsToInfoFiles ? "FILE" : null,
    };

    /// <summary>"skip-" belongs to the name. Manual: MySQL 8.0.26 brought the new one.</summary>
    public static readonly OptionDefinition SkipReplicaStart = Define("skip-slave-start", "skip-sl", OptionKind.Flag, OptionFamily.Replica) with
    {
        NewName = "skip-replica-start",
        NewAbbreviation = "skip-r",
        HasNewName = s => s.HasReplicaOptionNames,
    };

    public static readonly OptionDefinition ReplicateDoDb = Define("replicate-do-db", "replicate-do-d", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReplicateIgnoreDb = Define("replicate-ignore-db", "replicate-ignore-d", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReplicateDoTable = Define("replicate-do-table", "replicate-do-t", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReplicateIgnoreTable = Define("replicate-ignore-table", "replicate-ignore-t", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReplicateWildDoTable = Define("replicate-wild-do-table", "replicate-wild-d", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReplicateWildIgnoreTable = Define("replicate-wild-ignore-table", "replicate-wild-i", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReadOnly = Define("read-only", "read-o", OptionKind.Flag, OptionFamily.Replica) with
    {
        Reach = OptionReach.AtOnce,
        Default = _ => "0",
    };

    public static readonly OptionDefinition SuperReadOnly = Define("super-read-only", "super-r", OptionKind.Flag, OptionFamily.Replica) with
    {
        IsKnownTo = s => s.HasSuperReadOnly,
        Reach = OptionReach.AtOnce,
        Default = _ => "0",
    };

    /// <summary>The plugins of semi-synchronous replication, where it is none built in.</summary>
    public static readonly OptionDefinition PluginLoadAdd = Define("plugin-load-add", "plugin-load-", OptionKind.List, OptionFamily.SemiSync);

    public static readonly OptionDefinition SemiSyncSource = Define("rpl-semi-sync-master-enabled", "rpl-semi-sync-master-e", OptionKind.Flag, OptionFamily.SemiSync) with
    {
        Reach = OptionReach.AtOnce,
    };

    public static readonly OptionDefinition SemiSyncReplica = Define("rpl-semi-sync-slave-enabled", "rpl-semi-sync-slave-e", OptionKind.Flag, OptionFamily.SemiSync);

    public static readonly OptionDefinition SemiSyncSourceNew = Define("rpl-semi-sync-source-enabled", "rpl-semi-sync-source-e", OptionKind.Flag, OptionFamily.SemiSync) with
    {
        IsKnownTo = s => s.HasSemiSyncSourceNames,
        Reach = OptionReach.AtOnce,
    };

    public static readonly OptionDefinition SemiSyncReplicaNew = Define("rpl-semi-sync-replica-enabled", "rpl-semi-sync-replica-e", OptionKind.Flag, OptionFamily.SemiSync) with
    {
        IsKnownTo = s => s.HasSemiSyncSourceNames,
    };

    public static readonly OptionDefinition AutoIncrementIncrement = Define("auto-increment-increment", "auto-increment-i", OptionKind.Number, OptionFamily.AutoIncrement) with
    {
        Reach = OptionReach.NewSessions,
        Default = _ => "1",
    };

    public static readonly OptionDefinition AutoIncrementOffset = Define("auto-increment-offset", "auto-increment-o", OptionKind.Number, OptionFamily.AutoIncrement) with
    {
        Reach = OptionReach.NewSessions,
        Default = _ => "1",
    };

    public static readonly OptionDefinition FlushLogAtCommit = Define("innodb-flush-log-at-trx-commit", "innodb-flush-log-at-tr", OptionKind.Number, OptionFamily.InnoDb) with
    {
        Reach = OptionReach.AtOnce,
        Default = _ => "1",
    };

    /// <summary>A flag on older servers, one of these words on MySQL 8.0.30 and MariaDB 11; ON and OFF mean the same on all.</summary>
    public static readonly OptionDefinition Doublewrite = Define("innodb-doublewrite", "innodb-do", OptionKind.Choice, OptionFamily.InnoDb, "OFF", "ON") with
    {
        Default = _ => "ON",
    };

    /// <summary>All of them, in the order in which they are written into a file that has none.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        ServerId, ReportHost, LogBin, LogReplicaUpdates, BinlogFormat, SyncBinlog, ExpireLogsDays, BinlogExpireSeconds, BinlogDoDb, BinlogIgnoreDb,
        GtidMode, EnforceGtidConsistency, GtidDomainId, GtidStrictMode,
        RelayLog, RelayLogRecovery, MasterInfoRepository, RelayLogInfoRepository, SkipReplicaStart, ReplicateDoDb, ReplicateIgnoreDb,
        ReplicateDoTable, ReplicateIgnoreTable, ReplicateWildDoTable, ReplicateWildIgnoreTable, ReadOnly, SuperReadOnly,
        PluginLoadAdd, SemiSyncSource, SemiSyncReplica, SemiSyncSourceNew, SemiSyncReplicaNew,
        AutoIncrementIncrement, AutoIncrementOffset, FlushLogAtCommit, Doublewrite,
    ];

    // The name behind "skip-" is what a line is looked up by.
    private static readonly Dictionary<(char, char), IReadOnlyList<OptionDefinition>> ByBeginning = All
        .SelectMany(o => new[] { o.Name, o.NewName }.OfType<string>().Select(n => (Option: o, Body: OptionName.Of(n).Body)))
        .GroupBy(o => (o.Body[0], o.Body[1]), o => o.Option)
        .ToDictionary(g => g.Key, g => (IReadOnlyList<OptionDefinition>)g.Distinct().ToList());

    private static readonly (string Beginning, OptionFamily Family)[] Families =
    [
        ("server-id", OptionFamily.Identity), ("report-", OptionFamily.Identity), ("log-bin", OptionFamily.BinaryLog),
        ("binlog-", OptionFamily.BinaryLog), ("sync-binlog", OptionFamily.BinaryLog), ("log-slave-updates", OptionFamily.BinaryLog),
        ("log-replica-updates", OptionFamily.BinaryLog), ("max-binlog-", OptionFamily.BinaryLog), ("expire-logs-days", OptionFamily.BinaryLog),
        ("gtid-", OptionFamily.Gtid), ("enforce-gtid-consistency", OptionFamily.Gtid), ("relay-log", OptionFamily.Replica),
        ("max-relay-log-size", OptionFamily.Replica), ("sync-relay-log", OptionFamily.Replica), ("sync-master-info", OptionFamily.Replica),
        ("sync-source-info", OptionFamily.Replica), ("master-", OptionFamily.Replica), ("replicate-", OptionFamily.Replica), ("slave-", OptionFamily.Replica),
        ("replica-", OptionFamily.Replica), ("read-only", OptionFamily.Replica), ("super-read-only", OptionFamily.Replica),
        ("rpl-semi-sync-", OptionFamily.SemiSync), ("plugin-load-add", OptionFamily.SemiSync),
        ("auto-increment-", OptionFamily.AutoIncrement), ("innodb-", OptionFamily.InnoDb),
    ];

    /// <summary>The family of any option by its name without prefixes.</summary>
    public static OptionFamily FamilyOf(OptionName name)
        => Families.FirstOrDefault(f => name.Body.StartsWith(f.Beginning, StringComparison.Ordinal)).Family;

    /// <summary>The option that a line sets on a server; null for one that this module does not set.</summary>
    public static OptionDefinition? Find(OptionName name, Capabilities? server)
    {
        foreach (var option in Candidates(name))
        {
            if (option.IsSetBy(name, server))
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>Those that a line may mean by its first two letters: a large file is asked for every line.</summary>
    public static IReadOnlyList<OptionDefinition> Candidates(OptionName name)
        => name.Body.Length > 1 && ByBeginning.TryGetValue((name.Body[0], name.Body[1]), out var found) ? found : [];

    private static OptionDefinition Define(string name, string abbreviation, OptionKind kind, OptionFamily family, params string[] choices) => new()
    {
        Name = name,
        Abbreviation = abbreviation,
        Kind = kind,
        Family = family,
        Choices = choices,
    };
}
