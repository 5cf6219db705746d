using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Accounts;

/// <summary>The account by which one replica reads one source's binary log.</summary>
public sealed record ReplicationUser : IReplicationChange
{
    /// <summary>The server the account lives on.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The same server, in the part of the source.</summary>
    public ServerReference Source => Server;

    /// <summary>The server that may log in with it; null when a -HostPattern was given.</summary>
    public ServerReference? Replica { get; init; }

    /// <summary>The account's name.</summary>
    public required string UserName { get; init; }

    /// <summary>The account's host part, as the server stores it.</summary>
    public required string HostPattern { get; init; }

    /// <summary>Name and password, pipes into Start-ReplicationLink; the password shows nowhere.</summary>
    public required ReplicationCredential ReplicationCredential { get; init; }

    /// <summary>The authentication plugin; null when not told.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether the password was made here.</summary>
    public bool PasswordGenerated { get; init; }

    /// <summary>
    /// Whether what the server keeps is made of this password; null when that cannot be told from the server's tables (a plugin
    /// whose scheme is not known here).
    /// </summary>
    public bool? PasswordMatches { get; init; }

    /// <summary>What should be looked at though the account is made: a wide pattern, an anonymous account in front of it.</summary>
    public IReadOnlyList<ReplicationFinding> Findings { get; init; } = [];

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>"'repl'@'10.0.0.2' on db1:3306".</summary>
    public override string ToString() => "'" + UserName + "'@'" + HostPattern + "' on " + Server;
}
