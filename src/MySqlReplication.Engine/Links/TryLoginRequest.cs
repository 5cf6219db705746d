using MySqlReplication.Accounts;
using MySqlReplication.Links;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Links;

/// <summary>Which account is tried, from where and how.</summary>
public sealed record TryLoginRequest
{
    /// <summary>The source, as the replica is to dial it. A login of an administrator in it is used to see whether it offers TLS, nothing else.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The replica, with an administrator's login.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The account that is tried.</summary>
    public required ReplicationCredential Login { get; init; }

    /// <summary>How the connection is protected; null takes what the replica's link to this source has, else the best that is known to be possible.</summary>
    public LinkTls? Tls { get; init; }

    /// <summary>A file of certificates on the replica's machine by which it checks the source's; null for none.</summary>
    public string? TlsCaFile { get; init; }

    /// <summary>The certificate that the replica shows, a file on its machine; null for none.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>The key of that certificate, a file on its machine; null for none.</summary>
    public string? TlsKeyFile { get; init; }
}
