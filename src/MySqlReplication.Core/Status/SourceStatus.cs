using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Status;

/// <summary>A server's own binary log at one moment: what a replica needs to start from here.</summary>
public sealed record SourceStatus
{
    /// <summary>The server that was asked.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The same server, in the part of the source: pipes into Start-ReplicationLink.</summary>
    public ServerReference Source => Server;

    /// <summary>Where the next event will stand.</summary>
    public required BinlogCoordinates Coordinates { get; init; }

    /// <summary>The file alone.</summary>
    public string File => Coordinates.File;

    /// <summary>The position alone, in bytes.</summary>
    public long Position => Coordinates.Position;

    /// <summary>Databases that alone are logged; empty means all.</summary>
    public IReadOnlyList<string> BinlogDoDatabases { get; init; } = [];

    /// <summary>Databases that are not logged.</summary>
    public IReadOnlyList<string> BinlogIgnoreDatabases { get; init; } = [];

    /// <summary>GTIDs executed here (MySQL) or the binary log's GTID position (MariaDB); null when the server does not use GTIDs.</summary>
    public string? ExecutedGtidSet { get; init; }

    /// <summary>How many replicas read the binary log now; null when the login may not see it.</summary>
    public int? ConnectedReplicas { get; init; }

    /// <summary>Those replicas, each as the server sees it; null when the login may not see them.</summary>
    public IReadOnlyList<ConnectedReplica>? Replicas { get; init; }

    /// <summary>
    /// Replicas that registered here, by what they say of themselves: "server id 2, db2:3306, uuid ...". MariaDB does not tell
    /// which connection is whose. Null when the login may not see them.
    /// </summary>
    public IReadOnlyList<string>? RegisteredReplicas { get; init; }

    /// <summary>Whether commits wait for a replica's acknowledgement now; null when the server does not tell.</summary>
    public bool? SemiSyncActive { get; init; }

    /// <summary>How many semi-synchronous replicas are connected; null when the server does not tell.</summary>
    public int? SemiSyncReplicas { get; init; }

    /// <summary>The cluster that the server is a member of; null when it is in none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The whole row under the server's own column names.</summary>
    public required RawRow Row { get; init; }

    /// <summary>"db1:3306 mysql-bin.000014:107".</summary>
    public override string ToString() => Server + " " + Coordinates;
}
