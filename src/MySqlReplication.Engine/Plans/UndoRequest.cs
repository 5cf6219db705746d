using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>Which change is to be taken back, and with which logins.</summary>
public sealed record UndoRequest
{
    /// <summary>The journal file; null when the change changed nothing.</summary>
    public string? JournalEntry { get; init; }

    /// <summary>Logins for servers, found by their address.</summary>
    public IReadOnlyList<ServerReference> Logins { get; init; } = [];

    /// <summary>The login for servers that are not among these; null when there is none.</summary>
    public ReplicationCredential? ServerLogin { get; init; }

    /// <summary>The password that stands in where a statement needs one; null when there is none.</summary>
    public ReplicationCredential? ReplicationCredential { get; init; }

    /// <summary>Whether it is done although a file was changed since, another server answers, or a step has to stay.</summary>
    public bool Force { get; init; }
}
