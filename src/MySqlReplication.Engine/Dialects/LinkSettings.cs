using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// Everything that a CHANGE states. Null leaves the server's present value as it is; a new link states all of them, because the
/// defaults of the versions differ (dialects.md section 6).
/// </summary>
internal sealed record LinkSettings
{
    public string? HostName { get; init; }

    public int? Port { get; init; }

    public ReplicationCredential? Login { get; init; }

    public LinkMode? Mode { get; init; }

    /// <summary>File and position of the source; only with <see cref="LinkMode.FilePosition"/>.</summary>
    public BinlogCoordinates? Coordinates { get; init; }

    /// <summary>MariaDB's word when <see cref="Mode"/> is MariaDBGtid: slave_pos (default) or current_pos.</summary>
    public string? UsingGtid { get; init; }

    public bool? Tls { get; init; }

    public bool? TlsVerify { get; init; }

    public string? TlsCa { get; init; }

    public string? TlsCaPath { get; init; }

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    public string? TlsCipher { get; init; }

    public bool? GetPublicKey { get; init; }

    public int? ConnectRetry { get; init; }

    public long? RetryCount { get; init; }

    /// <summary>Seconds; zero switches heartbeats off.</summary>
    public decimal? HeartbeatPeriod { get; init; }

    public int? DelaySeconds { get; init; }

    public IReadOnlyList<long>? IgnoreServerIds { get; init; }

    /// <summary>MariaDB: the only GTID domains whose events are taken.</summary>
    public IReadOnlyList<long>? DoDomainIds { get; init; }

    /// <summary>MariaDB: GTID domains whose events are dropped.</summary>
    public IReadOnlyList<long>? IgnoreDomainIds { get; init; }
}
