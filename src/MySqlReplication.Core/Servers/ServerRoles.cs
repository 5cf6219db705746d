using System;

namespace MySqlReplication.Servers;

/// <summary>What a server does in replication at the moment it was asked.</summary>
[Flags]
public enum ServerRoles
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>At least one replica is reading its binary log now.</summary>
    Source = 1,

    /// <summary>At least one link is configured on it, running or not.</summary>
    Replica = 2,
}
