namespace MySqlReplication.Engine.Repair;

/// <summary>Which stopped server's relay log is to be repaired.</summary>
public sealed record StoppedRelayLogRequest
{
    /// <summary>The option file that the server will start with: it names the relay log.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The data directory; null takes datadir of the option file.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The channel or named connection; empty for the default one; null for all.</summary>
    public string? Channel { get; init; }

    /// <summary>The name that relay_log had before; null finds it.</summary>
    public string? FormerRelayLog { get; init; }
}
