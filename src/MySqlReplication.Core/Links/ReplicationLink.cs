using System.Collections.Generic;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Links;

/// <summary>One replica following one source, as it stood when the cmdlet ended.</summary>
public sealed record ReplicationLink : IReplicationChange
{
    /// <summary>The server that was changed: the replica.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The source; null when the link was forgotten and had none.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>The replica; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>The channel; empty for the default one.</summary>
    public required string Channel { get; init; }

    /// <summary>How it goes on; null when the link is gone.</summary>
    public LinkMode? Mode { get; init; }

    /// <summary>Why that mode was chosen; null when nothing was chosen.</summary>
    public string? ModeReason { get; init; }

    /// <summary>Where it was started; null by GTID or when nothing was started.</summary>
    public BinlogCoordinates? StartCoordinates { get; init; }

    /// <summary>What it was started from, by GTID; null by file and position.</summary>
    public string? StartGtidSet { get; init; }

    /// <summary>The server's answer after the change; null when the link is gone.</summary>
    public ReplicaStatus? Status { get; init; }

    /// <summary>Executed coordinates; null when unknown.</summary>
    public BinlogCoordinates? ExecutedCoordinates => Status?.ExecutedCoordinates;

    /// <summary>The receiver thread; null when the link is gone.</summary>
    public ReplicaThreadState? Receiver => Status?.Receiver;

    /// <summary>The applier thread; null when the link is gone.</summary>
    public ReplicaThreadState? Applier => Status?.Applier;

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>What would bring a forgotten link back, a command; null when nothing was forgotten.</summary>
    public string? BringBack { get; init; }

    /// <summary>Decisions made on the way, in order.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>"db2:3306 &lt;- db1:3306".</summary>
    public override string ToString() => Server + " <- " + (Source?.ToString() ?? "?") + (Channel.Length == 0 ? string.Empty : " (" + Channel + ")");
}
