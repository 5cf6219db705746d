using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What Start-ReplicationLink is asked for, one replica at a time.</summary>
public sealed record StartLinkRequest
{
    /// <summary>The server to follow; its host and port are told to the replica as they are written here.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The server that is to follow.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The account by which the replica logs in to the source; null leaves a link's present one.</summary>
    public ReplicationCredential? Login { get; init; }

    /// <summary>Where to start; null leaves the choice to the servers' state. By GTID where that begins at the same place.</summary>
    public BinlogCoordinates? Coordinates { get; init; }

    /// <summary>True: by GTID (MySQL AUTO_POSITION, MariaDB slave_pos) or not at all; false: by file and position; null: what fits best.</summary>
    public bool? AutoPosition { get; init; }

    /// <summary>The channel; empty for the default one.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>Seconds to stay behind; null means none for a new link and "as it is" for a present one.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>How the connection is protected; null takes the best that both servers can do, or leaves a present link as it is.</summary>
    public LinkTls? Tls { get; init; }

    /// <summary>A file of certificates on the replica by which it checks the source's; null for none.</summary>
    public string? TlsCaFile { get; init; }

    /// <summary>The certificate that the replica shows, a file on its machine; null for none, or as a present link has it.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>The key of that certificate, a file on the replica's machine.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Whether a file says that the connection is to be encrypted.</summary>
    internal bool HasTlsFiles => (TlsCaFile ?? TlsCertificateFile ?? TlsKeyFile) is not null;

    /// <summary>The login that a present link has now, for putting it back; null when not known.</summary>
    public ReplicationCredential? FormerLogin { get; init; }

    /// <summary>Databases of the source that the replica's copy lacks: its filters must keep them out.</summary>
    public IReadOnlyList<string> LeftOutDatabases { get; init; } = [];

    /// <summary>Tables, as "shop.orders", that the replica's copy of their databases lacks: its filters must keep them out.</summary>
    public IReadOnlyList<string> LeftOutTables { get; init; } = [];

    /// <summary>Lifts the refusals that say so.</summary>
    public bool Force { get; init; }
}
