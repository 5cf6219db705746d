namespace MySqlReplication.Engine.Snapshots;

/// <summary>The server that an export was made from: what the rules of an import ask of it.</summary>
internal sealed record ManifestSource
{
    /// <summary>As it was reached, without a login.</summary>
    public required string Address { get; init; }

    /// <summary>Its own name for its machine.</summary>
    public string? MachineName { get; init; }

    public required string Version { get; init; }

    public required long ServerId { get; init; }

    /// <summary>server_uuid, on MariaDB server_uid where it has one; null when it has none.</summary>
    public string? ServerUuid { get; init; }

    /// <summary>MySQL: gtid_mode; null on MariaDB.</summary>
    public string? GtidMode { get; init; }

    /// <summary>MariaDB: gtid_binlog_state, the last transaction of each server of each domain; null on MySQL.</summary>
    public string? GtidState { get; init; }
}
