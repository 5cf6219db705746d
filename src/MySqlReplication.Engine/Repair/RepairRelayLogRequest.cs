using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Repair;

/// <summary>Which link's relay log is to be repaired on the running server.</summary>
public sealed record RepairRelayLogRequest
{
    /// <summary>The server that follows.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The channel or named connection; empty for the default one.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>The source, where it is asked; null takes the address that the replica's status names.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>The login for the source where its reference brings none; null takes one of <see cref="KnownServers"/>, else the replica's own.</summary>
    public ReplicationCredential? SourceLogin { get; init; }

    /// <summary>Servers whose login the session knows, for a source that is known by its address only.</summary>
    public IReadOnlyList<ServerReference> KnownServers { get; init; } = [];

    /// <summary>The account of the link, to be stated anew; null leaves what the replica has.</summary>
    public ReplicationCredential? Login { get; init; }

    /// <summary>Goes on from the executed coordinates though it could not be proven that they are right and that the source holds what follows.</summary>
    public bool Force { get; init; }
}
