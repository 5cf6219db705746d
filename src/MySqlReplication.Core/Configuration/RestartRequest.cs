using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>What is asked of Restart-ReplicationServer for one server.</summary>
public sealed record RestartRequest
{
    /// <summary>The server; null for a sandbox that its option file names.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The option file that it reads; null when it is not known.</summary>
    public string? OptionFile { get; init; }

    /// <summary>The change of the option file that is to come into force: without need for it nothing is restarted, and it is taken back when the server does not come up. Null to restart in any case.</summary>
    public MyCnfChange? Change { get; init; }

    /// <summary>The systemd unit or Windows service of a server on this machine; null for a sandbox, and for MySQL's RESTART.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Also while replicated temporary tables are open.</summary>
    public bool Force { get; init; }
}
