using System;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Configuration;

namespace MySqlReplication.Hosting;

/// <summary>The third layer for cmdlets that set options: one parameter an option, null leaves it as it is.</summary>
public abstract class OptionSettingCmdlet : OptionFileCmdlet
{
    /// <summary>server-id.</summary>
    [Parameter]
    public long? ServerId { get; set; }

    /// <summary>log-bin.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [ValidateNotNull]
    public string? LogBin { get; set; }

    /// <summary>relay-log.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [ValidateNotNull]
    public string? RelayLog { get; set; }

    /// <summary>log-slave-updates, log-replica-updates.</summary>
    [Parameter]
    [Alias("LogReplicaUpdates")]
    public bool? LogSlaveUpdates { get; set; }

    /// <summary>binlog-do-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? BinlogDoDb { get; set; }

    /// <summary>binlog-ignore-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? BinlogIgnoreDb { get; set; }

    /// <summary>replicate-do-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateDoDb { get; set; }

    /// <summary>replicate-ignore-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateIgnoreDb { get; set; }

    /// <summary>auto-increment-increment.</summary>
    [Parameter]
    public int? AutoIncrementIncrement { get; set; }

    /// <summary>auto-increment-offset.</summary>
    [Parameter]
    public int? AutoIncrementOffset { get; set; }

    /// <summary>report-host.</summary>
    [Parameter]
    [ValidateNotNull]
    public string? ReportHost { get; set; }

    /// <summary>binlog-format.</summary>
    [Parameter]
    [ValidateSet("ROW", "MIXED", "STATEMENT")]
    public string? BinlogFormat { get; set; }

    /// <summary>sync-binlog.</summary>
    [Parameter]
    public long? SyncBinlog { get; set; }

    /// <summary>How long binary logs are kept.</summary>
    [Parameter]
    public TimeSpan? BinlogExpiry { get; set; }

    /// <summary>gtid-mode.</summary>
    [Parameter]
    [ValidateSet("ON", "ON_PERMISSIVE", "OFF_PERMISSIVE", "OFF")]
    public string? GtidMode { get; set; }

    /// <summary>enforce-gtid-consistency.</summary>
    [Parameter]
    [ValidateSet("ON", "WARN", "OFF")]
    public string? EnforceGtidConsistency { get; set; }

    /// <summary>gtid-domain-id.</summary>
    [Parameter]
    public long? GtidDomainId { get; set; }

    /// <summary>gtid-strict-mode.</summary>
    [Parameter]
    public bool? GtidStrictMode { get; set; }

    /// <summary>relay-log-recovery.</summary>
    [Parameter]
    public bool? RelayLogRecovery { get; set; }

    /// <summary>master-info-repository.</summary>
    [Parameter]
    [ValidateSet("TABLE", "FILE")]
    public string? MasterInfoRepository { get; set; }

    /// <summary>relay-log-info-repository.</summary>
    [Parameter]
    [ValidateSet("TABLE", "FILE")]
    public string? RelayLogInfoRepository { get; set; }

    /// <summary>skip-slave-start, skip-replica-start.</summary>
    [Parameter]
    [Alias("SkipReplicaStart")]
    public bool? SkipSlaveStart { get; set; }

    /// <summary>replicate-do-table, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateDoTable { get; set; }

    /// <summary>replicate-ignore-table, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateIgnoreTable { get; set; }

    /// <summary>replicate-wild-do-table, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateWildDoTable { get; set; }

    /// <summary>replicate-wild-ignore-table, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateWildIgnoreTable { get; set; }

    /// <summary>read-only.</summary>
    [Parameter]
    public bool? ReadOnly { get; set; }

    /// <summary>super-read-only.</summary>
    [Parameter]
    public bool? SuperReadOnly { get; set; }

    /// <summary>Semi-synchronous replication, both ends.</summary>
    [Parameter]
    public bool? SemiSync { get; set; }

    /// <summary>innodb-flush-log-at-trx-commit.</summary>
    [Parameter]
    public int? InnodbFlushLogAtTrxCommit { get; set; }

    /// <summary>innodb-doublewrite.</summary>
    [Parameter]
    public bool? InnodbDoublewrite { get; set; }

    /// <summary>What the parameters ask for.</summary>
    internal MyCnfSettings Options() => new()
    {
        OptionFile = string.Empty,
        ServerId = ServerId,
        LogBin = LogBin,
        RelayLog = RelayLog,
        LogReplicaUpdates = LogSlaveUpdates,
        BinlogDoDb = BinlogDoDb,
        BinlogIgnoreDb = BinlogIgnoreDb,
        ReplicateDoDb = ReplicateDoDb,
        ReplicateIgnoreDb = ReplicateIgnoreDb,
        AutoIncrementIncrement = AutoIncrementIncrement,
        AutoIncrementOffset = AutoIncrementOffset,
        ReportHost = ReportHost,
        BinlogFormat = BinlogFormat,
        SyncBinlog = SyncBinlog,
        BinlogExpiry = BinlogExpiry,
        GtidMode = GtidMode,
        EnforceGtidConsistency = EnforceGtidConsistency,
        GtidDomainId = GtidDomainId,
        GtidStrictMode = GtidStrictMode,
        RelayLogRecovery = RelayLogRecovery,
        MasterInfoRepository = MasterInfoRepository,
        RelayLogInfoRepository = RelayLogInfoRepository,
        SkipReplicaStart = SkipSlaveStart,
        ReplicateDoTable = ReplicateDoTable,
        ReplicateIgnoreTable = ReplicateIgnoreTable,
        ReplicateWildDoTable = ReplicateWildDoTable,
        ReplicateWildIgnoreTable = ReplicateWildIgnoreTable,
        ReadOnly = ReadOnly,
        SuperReadOnly = SuperReadOnly,
        SemiSync = SemiSync,
        FlushLogAtCommit = InnodbFlushLogAtTrxCommit,
        Doublewrite = InnodbDoublewrite,
    };
}
