using System;
using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>What is asked of one option file. Null leaves an option as it is.</summary>
public sealed record MyCnfSettings
{
    /// <summary>The file, as a full path of the file system.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The server that reads the file, asked for its version and running values; null when it is not asked.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The version of the server that reads the file; null when unknown. What <see cref="Server"/> says goes before it.</summary>
    public ServerVersion? ServerVersion { get; init; }

    /// <summary>server-id, 1 to 4294967295.</summary>
    public long? ServerId { get; init; }

    /// <summary>log-bin: the base name of the binary logs.</summary>
    public string? LogBin { get; init; }

    /// <summary>relay-log: the base name of the relay logs.</summary>
    public string? RelayLog { get; init; }

    /// <summary>All of binlog-do-db; empty removes the option.</summary>
    public IReadOnlyList<string>? BinlogDoDb { get; init; }

    /// <summary>All of binlog-ignore-db; empty removes the option.</summary>
    public IReadOnlyList<string>? BinlogIgnoreDb { get; init; }

    /// <summary>All of replicate-do-db; empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateDoDb { get; init; }

    /// <summary>All of replicate-ignore-db; empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateIgnoreDb { get; init; }

    /// <summary>auto-increment-increment, 1 to 65535.</summary>
    public int? AutoIncrementIncrement { get; init; }

    /// <summary>auto-increment-offset, 1 to 65535.</summary>
    public int? AutoIncrementOffset { get; init; }

    /// <summary>log-replica-updates, which older servers call log-slave-updates.</summary>
    public bool? LogReplicaUpdates { get; init; }

    /// <summary>report-host: the address that the server names to its source.</summary>
    public string? ReportHost { get; init; }

    /// <summary>binlog-format: ROW, MIXED or STATEMENT.</summary>
    public string? BinlogFormat { get; init; }

    /// <summary>sync-binlog; 1 writes the binary log to disk with every commit.</summary>
    public long? SyncBinlog { get; init; }

    /// <summary>How long binary logs are kept, up to 99 days; zero keeps them for ever. Written in seconds or whole days, as the server takes it.</summary>
    public TimeSpan? BinlogExpiry { get; init; }

    /// <summary>gtid-mode of MySQL: ON, ON_PERMISSIVE, OFF_PERMISSIVE, OFF.</summary>
    public string? GtidMode { get; init; }

    /// <summary>enforce-gtid-consistency of MySQL: ON, WARN, OFF.</summary>
    public string? EnforceGtidConsistency { get; init; }

    /// <summary>gtid-domain-id of MariaDB, 0 to 4294967295.</summary>
    public long? GtidDomainId { get; init; }

    /// <summary>gtid-strict-mode of MariaDB.</summary>
    public bool? GtidStrictMode { get; init; }

    /// <summary>relay-log-recovery.</summary>
    public bool? RelayLogRecovery { get; init; }

    /// <summary>master-info-repository of MySQL before 8.3: TABLE or FILE.</summary>
    public string? MasterInfoRepository { get; init; }

    /// <summary>relay-log-info-repository of MySQL before 8.3: TABLE or FILE.</summary>
    public string? RelayLogInfoRepository { get; init; }

    /// <summary>skip-slave-start, which newer servers call skip-replica-start: links do not start with the server.</summary>
    public bool? SkipReplicaStart { get; init; }

    /// <summary>All of replicate-do-table ("db.table"); empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateDoTable { get; init; }

    /// <summary>All of replicate-ignore-table; empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateIgnoreTable { get; init; }

    /// <summary>All of replicate-wild-do-table ("db%.t_"); empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateWildDoTable { get; init; }

    /// <summary>All of replicate-wild-ignore-table; empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateWildIgnoreTable { get; init; }

    /// <summary>read-only.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>super-read-only of MySQL 5.7 and later.</summary>
    public bool? SuperReadOnly { get; init; }

    /// <summary>Semi-synchronous replication, both ends, with the plugins where it is none built in.</summary>
    public bool? SemiSync { get; init; }

    /// <summary>innodb-flush-log-at-trx-commit; 1 writes every commit to disk.</summary>
    public int? FlushLogAtCommit { get; init; }

    /// <summary>innodb-doublewrite.</summary>
    public bool? Doublewrite { get; init; }

    /// <summary>Names of options of which every line is taken out.</summary>
    public IReadOnlyList<string>? Remove { get; init; }

    /// <summary>A file in a folder that the option file includes, which takes all new lines; null writes into the files as they are.</summary>
    public string? DropIn { get; init; }

    /// <summary>Brings all that a member of a pair needs; needs <see cref="Node"/> and <see cref="Of"/>.</summary>
    public PairMemberRole? Role { get; init; }

    /// <summary>Which member this is, from 1.</summary>
    public int? Node { get; init; }

    /// <summary>For how many members there is to be room.</summary>
    public int? Of { get; init; }
}
