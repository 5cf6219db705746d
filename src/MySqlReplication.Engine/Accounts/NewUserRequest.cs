using MySqlReplication.Accounts;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What a replication account is to be: on one server, for one peer or one host pattern.</summary>
public sealed record NewUserRequest
{
    /// <summary>Where the account is made: the source.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The replica; null when a pattern is given. Nobody logs in there.</summary>
    public ServerReference? Peer { get; init; }

    /// <summary>The account's host part; null when a peer is given.</summary>
    public string? HostPattern { get; init; }

    /// <summary>Name and password.</summary>
    public required ReplicationCredential Login { get; init; }

    /// <summary>Whether the password was made for this and is known to nobody yet.</summary>
    public bool PasswordGenerated { get; init; }

    /// <summary>The plugin; null leaves the choice to the server, and a present account as it is.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether the account takes connections by TLS only.</summary>
    public bool RequireTls { get; init; }

    /// <summary>The subject of the certificate that the replica has to show; null for any or none.</summary>
    public string? X509Subject { get; init; }

    /// <summary>The issuer of that certificate; null for any or none.</summary>
    public string? X509Issuer { get; init; }

    /// <summary>Whether it also gets the rights to see the server's coordinates and replica status.</summary>
    public bool ForMonitoring { get; init; }

    /// <summary>What is demanded of the client.</summary>
    internal AccountDemand Demand => X509Subject is null && X509Issuer is null
        ? RequireTls ? AccountDemand.None with { Tls = true } : AccountDemand.None
        : new AccountDemand(true, true, X509Subject, X509Issuer);

    /// <summary>Whether the account statements go into the binary log.</summary>
    public bool LogStatement { get; init; }

    /// <summary>Whether the password of an account that exists is set.</summary>
    public bool Force { get; init; }
}
