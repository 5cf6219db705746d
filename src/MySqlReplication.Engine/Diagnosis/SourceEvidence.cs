using System.Collections.Generic;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What the source says of itself, as far as the diagnosis of one link needs it.</summary>
internal sealed record SourceEvidence
{
    public required long ServerId { get; init; }

    public string? ServerUuid { get; init; }

    public required bool LogBin { get; init; }

    /// <summary>Its binary logs, each with its size as the position; null when the login may not see them.</summary>
    public IReadOnlyList<BinlogCoordinates>? Files { get; init; }

    /// <summary>Whether an event begins where the receiver wants to go on; null when that was not asked or cannot be told.</summary>
    public bool? EventBeginsAtPosition { get; init; }

    /// <summary>MySQL: executed transactions.</summary>
    public GtidSet? Executed { get; init; }

    /// <summary>MySQL: of those, what the log no longer holds.</summary>
    public GtidSet? Purged { get; init; }

    /// <summary>MariaDB: the last transaction of each server of each domain in the log.</summary>
    public MariaDBGtidPosition? BinlogState { get; init; }

    /// <summary>How far it has executed the replica's own log, where it follows the replica; null else.</summary>
    public BinlogCoordinates? ExecutedOfReplica { get; init; }

    /// <summary>Accounts of the link's user; null when the login may not see them.</summary>
    public IReadOnlyList<SourceAccount>? Accounts { get; init; }

    /// <summary>Its databases; null when not asked.</summary>
    public IReadOnlyList<string>? Databases { get; init; }

    /// <summary>Whether it follows the replica itself: the two are a pair.</summary>
    public bool IsPair { get; init; }
}
