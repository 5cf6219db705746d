using System;

namespace MySqlReplication.Snapshots;

/// <summary>One table of a snapshot.</summary>
public sealed record SnapshotTable
{
    /// <summary>Its database.</summary>
    public required string Database { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its storage engine on the source.</summary>
    public required string Engine { get; init; }

    /// <summary>Rows read from the source; the same number was written.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of its rows as they were sent.</summary>
    public required long Bytes { get; init; }

    /// <summary>The sum of its rows' hashes, the same in the snapshot and on the replica; null when it was not verified.</summary>
    public string? RowHash { get; init; }

    /// <summary>How many pieces it was copied in.</summary>
    public required int Chunks { get; init; }

    /// <summary>Time spent on its pieces; pieces that went side by side count each.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>"shop.orders"; in quotes, `a.b`.`c`, where that could be read in two ways.</summary>
    public override string ToString() => QualifiedName.Of(Database, Name);
}
