using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Repair;

/// <summary>What was wrong with one link's relay log, what was done about it, and how the server stands now.</summary>
public sealed record RelayLogRepair : IReplicationChange
{
    /// <summary>The server that was repaired: the replica.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The source as the replica names it; null when that could not be read (a stopped server).</summary>
    public ServerReference? Source { get; init; }

    /// <summary>The replica; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>The channel or named connection; empty for the default one.</summary>
    public required string Channel { get; init; }

    /// <summary>What was found, with its evidence; empty when nothing was wrong.</summary>
    public IReadOnlyList<ReplicationFinding> Diagnosis { get; init; } = [];

    /// <summary>How it was repaired.</summary>
    public required RelayLogRepairMethod Method { get; init; }

    /// <summary>Executed coordinates before; null when the link goes by GTID alone or they could not be read.</summary>
    public BinlogCoordinates? BeforeCoordinates { get; init; }

    /// <summary>Executed coordinates now; null when unknown.</summary>
    public BinlogCoordinates? AfterCoordinates { get; init; }

    /// <summary>GTIDs executed before; null when not told.</summary>
    public string? BeforeGtidSet { get; init; }

    /// <summary>GTIDs executed now; null when not told.</summary>
    public string? AfterGtidSet { get; init; }

    /// <summary>Every readable setting of the link before and after; empty when nothing was reset.</summary>
    public IReadOnlyList<RestoredSetting> SettingsRestored { get; init; } = [];

    /// <summary>Whether every setting is as it was; null when nothing was reset.</summary>
    public bool? SettingsEqual => SettingsRestored.Count == 0 ? null : SettingsRestored.All(s => s.IsEqual);

    /// <summary>What was proven; null when nothing was done.</summary>
    public RelayLogRepairProof? Proof { get; init; }

    /// <summary>The server's answer after the repair; null for a stopped server.</summary>
    public ReplicaStatus? Status { get; init; }

    /// <summary>Files that were changed or moved aside; empty when the server itself did it all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Decisions made on the way, in order.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>"db2:3306 &lt;- db1:3306: Online".</summary>
    public override string ToString()
        => Server + " <- " + (Source?.ToString() ?? "?") + (Channel.Length == 0 ? string.Empty : " (" + Channel + ")") + ": " + Method;
}
