namespace MySqlReplication.Servers;

/// <summary>
/// Facts of one server at one moment, with the login they were read by. Holds no open connection. Pipes into every -Server.
/// </summary>
public sealed record ReplicationServer
{
    /// <summary>How it is reached; carries the login, shows only the address.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>MySQL or MariaDB.</summary>
    public required ServerFlavour Flavour { get; init; }

    /// <summary>Its version.</summary>
    public required ServerVersion Version { get; init; }

    /// <summary>server_id; 0 means that it can neither be a source nor a replica.</summary>
    public required long ServerId { get; init; }

    /// <summary>MySQL's server_uuid; null on MariaDB, whose server_uid says something else.</summary>
    public string? ServerUuid { get; init; }

    /// <summary>The name that the server's host gives itself (@@hostname).</summary>
    public string? HostName { get; init; }

    /// <summary>read_only.</summary>
    public required bool ReadOnly { get; init; }

    /// <summary>super_read_only; null where the server has none.</summary>
    public bool? SuperReadOnly { get; init; }

    /// <summary>Whether it writes a binary log.</summary>
    public required bool LogBin { get; init; }

    /// <summary>Whether it logs what it applies from its source (log_replica_updates).</summary>
    public required bool LogReplicaUpdates { get; init; }

    /// <summary>binlog_format; null where the server has no such variable.</summary>
    public string? BinlogFormat { get; init; }

    /// <summary>gtid_mode; null on MariaDB and on servers before 5.6.</summary>
    public GtidMode? GtidMode { get; init; }

    /// <summary>MariaDB's gtid_domain_id; null on MySQL.</summary>
    public long? GtidDomainId { get; init; }

    /// <summary>auto_increment_increment.</summary>
    public required long AutoIncrementIncrement { get; init; }

    /// <summary>auto_increment_offset.</summary>
    public required long AutoIncrementOffset { get; init; }

    /// <summary>What it does in replication now; null when the login may not see it.</summary>
    public ServerRoles? Roles { get; init; }

    /// <summary>The cluster that it is a member of, which replicates in its own way beside any link ("Galera cluster 'x'"); null when it is in none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Whether the connection by which this was read is encrypted; null over a socket, which leaves no machine.</summary>
    public bool? TlsInUse { get; init; }

    /// <summary>The cipher of that connection; null when it is not encrypted.</summary>
    public string? TlsCipher { get; init; }

    /// <summary>The address, as "db2:3306".</summary>
    public override string ToString() => Server.ToString();
}
