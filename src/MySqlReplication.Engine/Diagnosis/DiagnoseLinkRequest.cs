using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What <see cref="DiagnoseLink"/> is asked for.</summary>
public sealed record DiagnoseLinkRequest
{
    /// <summary>The replica.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The channel; empty for the default one; null for all.</summary>
    public string? Channel { get; init; }

    /// <summary>How the source is reached from here; null takes the address that the replica has.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>The login for the source where its reference brings none; null takes one of <see cref="KnownServers"/>, else the replica's own.</summary>
    public ReplicationCredential? SourceLogin { get; init; }

    /// <summary>Servers whose login this session knows.</summary>
    public IReadOnlyList<ServerReference> KnownServers { get; init; } = [];

    /// <summary>Whether the replica is to try the login of a link whose receiver is stopped.</summary>
    public bool TryLogin { get; init; }

    /// <summary>The login to try; null takes the link's own where the server shows it.</summary>
    public ReplicationCredential? Login { get; init; }

    /// <summary>Whether a row is written on the source and awaited on the replica.</summary>
    public bool Canary { get; init; }
}
