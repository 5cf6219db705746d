using System;
using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>What Restart-ReplicationServer did. Pipes into whatever takes a server.</summary>
public sealed record ServerRestart : IReplicationChange
{
    /// <summary>The server.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The option file that it was to take over; null when none was named or known.</summary>
    public string? OptionFile { get; init; }

    /// <summary>By what it was restarted: "sandbox demo1", "systemd unit mariadb", "Windows service MySQL84", "RESTART".</summary>
    public required string Method { get; init; }

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <summary>From the first step until it answered a login again; null when it was not restarted.</summary>
    public TimeSpan? Away { get; init; }

    /// <summary>Whether every replication option of the file is in force now; null when no option file is known.</summary>
    public bool? InForce { get; init; }

    /// <summary>What differs from the file all the same, and why.</summary>
    public required IReadOnlyList<ReplicationFinding> Findings { get; init; }

    /// <summary>The change of the option file that it was to bring into force; null when none was given.</summary>
    public MyCnfChange? Change { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Server.ToString();
}
