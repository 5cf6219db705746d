using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Another password for a replication account and for the replicas that use it.</summary>
public sealed record RotatePasswordRequest : AccountRequest
{
    /// <summary>Name and new password.</summary>
    public required ReplicationCredential Wanted { get; init; }

    /// <summary>Whether the new password was made for this.</summary>
    public bool PasswordGenerated { get; init; }

    /// <summary>Name and present password, needed to put a replica back that does not show what it stores; null when not known.</summary>
    public ReplicationCredential? Former { get; init; }

    /// <summary>The replicas that log in by the account.</summary>
    public IReadOnlyList<ServerReference> Replicas { get; init; } = [];
}
