using System.Collections.Generic;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What the replica says of a link.</summary>
internal sealed record ReplicaEvidence(ReplicaStatus Status, ServerFacts Facts)
{
    /// <summary>Its databases, without the server's own.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>MySQL: executed transactions.</summary>
    public GtidSet? Executed { get; init; }

    /// <summary>The same, read after the source's.</summary>
    public GtidSet? ExecutedLater { get; init; }

    /// <summary>The end of its own log, read after what the source has executed of it; null when it writes none.</summary>
    public BinlogCoordinates? LogEnd { get; init; }

    /// <summary>MariaDB: the last transaction of each server of each domain in its own log.</summary>
    public MariaDBGtidPosition? BinlogState { get; init; }

    /// <summary>MariaDB: the last transaction of each domain that was replicated to here.</summary>
    public MariaDBGtidPosition? ReplicatedPosition { get; init; }

    /// <summary>What the source answered to the replica's own try to log in; null when none was made.</summary>
    public LoginProof? Tried { get; init; }

    /// <summary>How far the relay log of a stopped link reaches in the source's log; null when that is not known.</summary>
    public BinlogCoordinates? RelayLogEnd { get; init; }

    /// <summary>The server's words for what a thread waits for that has no room on the disk; null when none does.</summary>
    public string? WaitsForDisk { get; init; }
}
