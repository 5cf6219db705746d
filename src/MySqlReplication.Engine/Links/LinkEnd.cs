using System.Collections.Generic;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What one of the two servers of a link is and has, read at one moment. The rules decide on nothing else.</summary>
internal sealed record LinkEnd
{
    /// <summary>All variables that a link is judged, planned and undone by: LinkEnd, status and its verdict, filters, read_only, the server's identity.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        .. VerdictVariables.All, "server_id", "log_bin", "log_replica_updates", "log_slave_updates", "read_only", "super_read_only", "have_ssl",
        "gtid_mode", "gtid_strict_mode", "gtid_domain_id", "replica_net_timeout", "slave_net_timeout",
        "replicate_do_db", "replicate_ignore_db", "replicate_do_table", "replicate_ignore_table", "replicate_wild_do_table", "replicate_wild_ignore_table",
    ];

    public required ServerReference Server { get; init; }

    public required ServerVersion Version { get; init; }

    public Capabilities Capabilities => ReplicationDialect.For(Version).Capabilities;

    public bool IsMariaDB => Version.Flavour == ServerFlavour.MariaDB;

    public required long ServerId { get; init; }

    /// <summary>Null on MariaDB and before MySQL 5.6.</summary>
    public string? ServerUuid { get; init; }

    /// <summary>The server's own name for its machine.</summary>
    public string? MachineName { get; init; }

    /// <summary>The cluster that it is a member of, in words; null when it is in none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Where auto.cnf lies, for the message about a copied one.</summary>
    public string? DataDirectory { get; init; }

    public required bool LogBin { get; init; }

    public bool LogReplicaUpdates { get; init; }

    /// <summary>Whether it only reads; one that a copy keeps read-only until its link runs will write.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Null when the server has no such thing.</summary>
    public GtidMode? GtidMode { get; init; }

    /// <summary>Where its own binary log stood; null when it writes none.</summary>
    public BinlogCoordinates? Coordinates { get; init; }

    /// <summary>MySQL: executed transactions; null when the server has no GTIDs.</summary>
    public GtidSet? Executed { get; init; }

    /// <summary>MySQL: executed transactions that the binary log no longer holds.</summary>
    public GtidSet? Purged { get; init; }

    /// <summary>MariaDB: the domain that this server writes in.</summary>
    public long? GtidDomainId { get; init; }

    /// <summary>MariaDB: whether numbers out of order stop it.</summary>
    public bool GtidStrict { get; init; }

    /// <summary>MariaDB: the last transaction of each domain in the binary log.</summary>
    public MariaDBGtidPosition? BinlogPosition { get; init; }

    /// <summary>MariaDB: the last transaction of each server of each domain in the binary log.</summary>
    public MariaDBGtidPosition? BinlogState { get; init; }

    /// <summary>MariaDB: the last transaction of each domain that was replicated to here.</summary>
    public MariaDBGtidPosition? ReplicatedPosition { get; init; }

    /// <summary>MariaDB: whether it may write in its domain: it logs, and read_only does not hold it back.</summary>
    public bool MayWrite => LogBin && !ReadOnly;

    /// <summary>MariaDB: whether it has written in its domain, as its binary log tells.</summary>
    public bool HasWritten => GtidDomainId is { } domain && BinlogState?.LastOf(domain, ServerId) is not null;

    /// <summary>Whether clients and replicas may connect by TLS.</summary>
    public bool OffersTls { get; init; }

    /// <summary>Whether its receiver can connect by TLS.</summary>
    public bool CanUseTls { get; init; }

    /// <summary>Seconds after which a silent connection counts as dead; null when not told.</summary>
    public long? NetTimeout { get; init; }

    /// <summary>The channels on which this server follows somebody.</summary>
    public IReadOnlyList<ReplicaStatus> Links { get; init; } = [];

    /// <summary>Databases of users that hold something.</summary>
    public IReadOnlyList<string> UserDatabases { get; init; } = [];

    /// <summary>Databases of users that hold no table.</summary>
    public IReadOnlyList<string> EmptyDatabases { get; init; } = [];
}
