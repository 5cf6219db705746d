using MySqlReplication.Accounts;
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

    /// <summary>Whether the account statements go into the binary log.</summary>
    public bool LogStatement { get; init; }

    /// <summary>Whether the password of an account that exists is set.</summary>
    public bool Force { get; init; }
}
