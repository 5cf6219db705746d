using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What <see cref="DiagnoseServers"/> is asked for.</summary>
public sealed record DiagnoseServersRequest
{
    /// <summary>The servers; compared with each other.</summary>
    public required IReadOnlyList<ServerReference> Servers { get; init; }

    /// <summary>What each is to be.</summary>
    public required ServerRole Role { get; init; }

    /// <summary>The server at the other end; null when there is none yet.</summary>
    public ServerReference? Peer { get; init; }

    /// <summary>The replication account to be tried between each server and the peer, by whichever is the replica; null: nothing is tried.</summary>
    public ReplicationCredential? Login { get; init; }

    /// <summary>How many are asked at once.</summary>
    public int ThrottleLimit { get; init; } = 64;
}
