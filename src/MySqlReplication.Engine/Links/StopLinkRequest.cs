using MySqlReplication.Links;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Links;

/// <summary>What Stop-ReplicationLink and Remove-ReplicationLink are asked for, one replica at a time.</summary>
public sealed record StopLinkRequest
{
    /// <summary>The server that follows.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The channel; empty for the default one.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>The thread to stop; null for both.</summary>
    public ReplicaThread? Thread { get; init; }

    /// <summary>Stop though replicated temporary tables are open.</summary>
    public bool Force { get; init; }
}
