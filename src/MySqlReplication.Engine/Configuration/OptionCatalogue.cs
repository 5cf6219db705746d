using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// The options that this module sets. Abbreviations were computed from what --verbose --help of MySQL 5.6, 9.7 and MariaDB
/// 10.5, 10.11, 11.8 lists.
/// </summary>
internal static class OptionCatalogue
{
    public static readonly OptionDefinition ServerId = Define("server-id", "server-i", OptionKind.Number, OptionFamily.Identity);

    public static readonly OptionDefinition LogBin = Define("log-bin", "log-bin", OptionKind.Text, OptionFamily.BinaryLog);

    /// <summary>Measured: 5.6 and MariaDB do not start with the new name. Manual: MySQL 8.0.26 brought it.</summary>
    public static readonly OptionDefinition LogReplicaUpdates = Define("log-slave-updates", "log-sla", OptionKind.Flag, OptionFamily.BinaryLog) with
    {
        NewName = "log-replica-updates",
        NewAbbreviation = "log-re",
        HasNewName = s => s.HasReplicaOptionNames,
    };

    public static readonly OptionDefinition BinlogFormat = Define("binlog-format", "binlog-f", OptionKind.Choice, OptionFamily.BinaryLog, "MIXED", "STATEMENT", "ROW");

    public static readonly OptionDefinition SyncBinlog = Define("sync-binlog", "sync-b", OptionKind.Number, OptionFamily.BinaryLog);

    public static readonly OptionDefinition BinlogDoDb = Define("binlog-do-db", "binlog-do", OptionKind.List, OptionFamily.BinaryLog);

    public static readonly OptionDefinition BinlogIgnoreDb = Define("binlog-ignore-db", "binlog-i", OptionKind.List, OptionFamily.BinaryLog);

    public static readonly OptionDefinition GtidDomainId = Define("gtid-domain-id", "gtid-d", OptionKind.Number, OptionFamily.Gtid) with
    {
        IsKnownTo = s => s.HasMariaDBGtid,
    };

    public static readonly OptionDefinition GtidStrictMode = Define("gtid-strict-mode", "gtid-s", OptionKind.Flag, OptionFamily.Gtid) with
    {
        IsKnownTo = s => s.HasMariaDBGtid,
    };

    public static readonly OptionDefinition RelayLog = Define("relay-log", "relay-log", OptionKind.Text, OptionFamily.Replica);

    public static readonly OptionDefinition RelayLogRecovery = Define("relay-log-recovery", "relay-log-r", OptionKind.Flag, OptionFamily.Replica);

    public static readonly OptionDefinition MasterInfoRepository = Define("master-info-repository", "master-info-r", OptionKind.Choice, OptionFamily.Replica, "FILE", "TABLE") with
    {
        IsKnownTo = s => s.TakesInfoRepositories,
    };

    public static readonly OptionDefinition RelayLogInfoRepository = Define("relay-log-info-repository", "relay-log-info-r", OptionKind.Choice, OptionFamily.Replica, "FILE", "TABLE") with
    {
        IsKnownTo = s => s.TakesInfoRepositories,
    };

    public static readonly OptionDefinition ReplicateDoDb = Define("replicate-do-db", "replicate-do-d", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition ReplicateIgnoreDb = Define("replicate-ignore-db", "replicate-ignore-d", OptionKind.List, OptionFamily.Replica);

    public static readonly OptionDefinition AutoIncrementIncrement = Define("auto-increment-increment", "auto-increment-i", OptionKind.Number, OptionFamily.AutoIncrement);

    public static readonly OptionDefinition AutoIncrementOffset = Define("auto-increment-offset", "auto-increment-o", OptionKind.Number, OptionFamily.AutoIncrement);

    public static readonly OptionDefinition FlushLogAtCommit = Define("innodb-flush-log-at-trx-commit", "innodb-flush-log-at-tr", OptionKind.Number, OptionFamily.InnoDb);

    /// <summary>A flag on older servers, one of these words on MySQL 8.0.30 and MariaDB 11; ON and OFF mean the same on all.</summary>
    public static readonly OptionDefinition Doublewrite = Define("innodb-doublewrite", "innodb-do", OptionKind.Choice, OptionFamily.InnoDb, "OFF", "ON");

    /// <summary>All of them, in the order in which they are written into a file that has none.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        ServerId, LogBin, LogReplicaUpdates, BinlogFormat, SyncBinlog, BinlogDoDb, BinlogIgnoreDb, GtidDomainId, GtidStrictMode,
        RelayLog, RelayLogRecovery, MasterInfoRepository, RelayLogInfoRepository, ReplicateDoDb, ReplicateIgnoreDb,
        AutoIncrementIncrement, AutoIncrementOffset, FlushLogAtCommit, Doublewrite,
    ];

    private static readonly (string Beginning, OptionFamily Family)[] Families =
    [
        ("server-id", OptionFamily.Identity), ("report-", OptionFamily.Identity), ("log-bin", OptionFamily.BinaryLog),
        ("binlog-", OptionFamily.BinaryLog), ("sync-binlog", OptionFamily.BinaryLog), ("log-slave-updates", OptionFamily.BinaryLog),
        ("log-replica-updates", OptionFamily.BinaryLog), ("max-binlog-", OptionFamily.BinaryLog), ("expire-logs-days", OptionFamily.BinaryLog),
        ("gtid-", OptionFamily.Gtid), ("enforce-gtid-consistency", OptionFamily.Gtid), ("relay-log", OptionFamily.Replica),
        ("max-relay-log-size", OptionFamily.Replica), ("sync-relay-log", OptionFamily.Replica), ("sync-master-info", OptionFamily.Replica),
        ("master-", OptionFamily.Replica), ("replicate-", OptionFamily.Replica), ("slave-", OptionFamily.Replica), ("replica-", OptionFamily.Replica),
        ("auto-increment-", OptionFamily.AutoIncrement), ("innodb-", OptionFamily.InnoDb),
    ];

    /// <summary>The family of any option by its name without prefixes.</summary>
    public static OptionFamily FamilyOf(OptionName name)
        => Families.FirstOrDefault(f => name.Body.StartsWith(f.Beginning, System.StringComparison.Ordinal)).Family;

    private static OptionDefinition Define(string name, string abbreviation, OptionKind kind, OptionFamily family, params string[] choices) => new()
    {
        Name = name,
        Abbreviation = abbreviation,
        Kind = kind,
        Family = family,
        Choices = choices,
    };
}
