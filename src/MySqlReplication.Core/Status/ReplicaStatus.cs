using System;
using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Status;

/// <summary>One channel (MariaDB: named connection) of one replica, as the server says it at one moment. Unknown is null.</summary>
public sealed record ReplicaStatus
{
    /// <summary>The replica that was asked.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The replica; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>The source as the replica names it, with no login; null when the link has no source yet.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>The channel's or connection's name; empty for the default one.</summary>
    public required string Channel { get; init; }

    /// <summary>The account that the receiver logs in with; null when none is set.</summary>
    public string? SourceUser { get; init; }

    /// <summary>The receiver thread (IO thread).</summary>
    public required ReplicaThreadState Receiver { get; init; }

    /// <summary>The applier thread (SQL thread).</summary>
    public required ReplicaThreadState Applier { get; init; }

    /// <summary>What the receiver is doing, in the server's words.</summary>
    public string? ReceiverState { get; init; }

    /// <summary>What the applier is doing, in the server's words.</summary>
    public string? ApplierState { get; init; }

    /// <summary>True: proven to work. False: broken. Null: cannot be known; <see cref="HealthReason"/> says why.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>Why <see cref="IsHealthy"/> is what it is, a sentence.</summary>
    public required string HealthReason { get; init; }

    /// <summary>The same in a few words, for a table: "applier error 1062"; null when nothing is known to be wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// When the last event or heartbeat that the server keeps a time of came from the source; null when it keeps none. MySQL
    /// keeps no time of the server's own changes that come back from its peer.
    /// </summary>
    public DateTimeOffset? LastHeard { get; init; }

    /// <summary>
    /// How long the replica is behind: the server's estimate (Seconds_Behind_Source) less the <see cref="WantedDelay"/>. Null
    /// when it is not known: a thread does not run, or nothing comes from the source.
    /// </summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>The wanted delay; zero when none is set, null when the server has no such thing.</summary>
    public TimeSpan? WantedDelay { get; init; }

    /// <summary>How much longer the applier waits on purpose before the next event; null when it does not wait or that is not told.</summary>
    public TimeSpan? RemainingDelay { get; init; }

    /// <summary>How far the receiver has read; null when nothing was read.</summary>
    public BinlogCoordinates? ReceivedCoordinates { get; init; }

    /// <summary>How far the applier has executed, in the source's coordinates; null when unknown.</summary>
    public BinlogCoordinates? ExecutedCoordinates { get; init; }

    /// <summary>The relay log file and offset the applier is at; null when there is none.</summary>
    public BinlogCoordinates? RelayLogCoordinates { get; init; }

    /// <summary>Bytes of all relay logs of this channel; null when not told.</summary>
    public long? RelayLogSpace { get; init; }

    /// <summary>Bytes of the source's log that are received and not executed; null when they lie in several files or are not told.</summary>
    public long? QueuedBytes { get; init; }

    /// <summary>Whether it goes by GTID (MySQL AUTO_POSITION, MariaDB Using_Gtid).</summary>
    public required bool UsesGtid { get; init; }

    /// <summary>MariaDB's Using_Gtid word; null on MySQL.</summary>
    public string? UsingGtid { get; init; }

    /// <summary>GTIDs received (MySQL Retrieved_Gtid_Set, MariaDB Gtid_IO_Pos); null when not told.</summary>
    public string? ReceivedGtidSet { get; init; }

    /// <summary>GTIDs executed (MySQL Executed_Gtid_Set, MariaDB Gtid_Slave_Pos); null when not told.</summary>
    public string? ExecutedGtidSet { get; init; }

    /// <summary>MySQL: what was received and is not executed; null where there are no such GTIDs.</summary>
    public GtidSet? NotExecutedGtidSet { get; init; }

    /// <summary>Where the source's own log stands; null unless the source was asked (-SourceCredential) and answered.</summary>
    public BinlogCoordinates? SourceCoordinates { get; init; }

    /// <summary>The source's own GTIDs; null unless the source was asked (-SourceCredential) and answered.</summary>
    public string? SourceGtidSet { get; init; }

    /// <summary>MySQL: what the source has executed and the replica has neither received nor executed; null unless the source was asked.</summary>
    public GtidSet? NotReceivedGtidSet { get; init; }

    /// <summary>Whether the receiver acknowledges to its source (semi-synchronous) now; null when the server does not tell.</summary>
    public bool? SemiSyncActive { get; init; }

    /// <summary>The cluster that the replica is a member of, beside this link ("Galera cluster 'x'"); null when it is in none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The receiver's last error; 0 is no error, null is not told.</summary>
    public int? ReceiverErrorCode { get; init; }

    /// <summary>Its text; null when there is none.</summary>
    public string? ReceiverError { get; init; }

    /// <summary>What that number means and what to do; null when there is no error, or the catalogue does not have it.</summary>
    public ErrorExplanation? ReceiverErrorExplanation { get; init; }

    /// <summary>When the receiver's last error was; null when there is none or the server keeps no time (MariaDB).</summary>
    public DateTimeOffset? ReceiverErrorTime { get; init; }

    /// <summary>The applier's last error; 0 is no error, null is not told.</summary>
    public int? ApplierErrorCode { get; init; }

    /// <summary>Its text; null when there is none.</summary>
    public string? ApplierError { get; init; }

    /// <summary>What that number means and what to do; null when there is no error, or the catalogue does not have it.</summary>
    public ErrorExplanation? ApplierErrorExplanation { get; init; }

    /// <summary>When the applier's last error was; null when there is none or the server keeps no time (MariaDB).</summary>
    public DateTimeOffset? ApplierErrorTime { get; init; }

    /// <summary>Errors of single workers of a parallel applier; empty when none, null when the server does not tell.</summary>
    public IReadOnlyList<WorkerError>? WorkerErrors { get; init; }

    /// <summary>The source's server id as the receiver learned it; 0 or null before the first contact.</summary>
    public long? SourceServerId { get; init; }

    /// <summary>The source's uuid; null on MariaDB and before the first contact.</summary>
    public string? SourceUuid { get; init; }

    /// <summary>Whether the receiver may use TLS as configured.</summary>
    public bool? TlsConfigured { get; init; }

    /// <summary>Whether the receiver's connection is encrypted now; null when that is not told or it is not connected.</summary>
    public bool? TlsInUse { get; init; }

    /// <summary>Seconds between two tries of the receiver.</summary>
    public int? ConnectRetry { get; init; }

    /// <summary>How often the receiver tries before it gives up; null when not told.</summary>
    public long? RetryCount { get; init; }

    /// <summary>Heartbeat period; null when not told; zero means that heartbeats are off.</summary>
    public TimeSpan? HeartbeatPeriod { get; init; }

    /// <summary>Filters in force, each as "replicate-do-db=hello"; empty when none.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Server ids whose events are dropped; empty when none.</summary>
    public IReadOnlyList<long> IgnoredServerIds { get; init; } = [];

    /// <summary>The whole row under the server's own column names.</summary>
    public required RawRow Row { get; init; }

    /// <summary>"db2:3306 &lt;- db1:3306".</summary>
    public override string ToString() => Server + " <- " + (Source?.ToString() ?? "?") + (Channel.Length == 0 ? string.Empty : " (" + Channel + ")");
}
