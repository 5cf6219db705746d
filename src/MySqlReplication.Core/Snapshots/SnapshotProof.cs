namespace MySqlReplication.Snapshots;

/// <summary>What Copy-ReplicationSnapshot -Verify proved; what it could not prove is an error, not a proof.</summary>
public sealed record SnapshotProof
{
    /// <summary>Marker rows whose transactions end at or before the coordinates in the source's binary log: all of them are in the copy. Null when none were written.</summary>
    public long? MarkersBefore { get; init; }

    /// <summary>Marker rows that the binary log holds behind the coordinates: none of them is in the copy. Null when none were written.</summary>
    public long? MarkersAfter { get; init; }

    /// <summary>The table of the markers, "mysql_replication.copy_marker_..."; on the replica it goes when the link brings its DROP. Null when none were written.</summary>
    public string? MarkerTable { get; init; }

    /// <summary>Tables whose rows, counted and hashed in the snapshot and on the replica, are the same.</summary>
    public required int TablesEqual { get; init; }

    /// <summary>Rows of these.</summary>
    public required long RowsEqual { get; init; }

    /// <summary>The function by which rows were hashed: the strongest that both servers have.</summary>
    public required string Hash { get; init; }

    /// <summary>A sentence.</summary>
    public override string ToString() => TablesEqual + " tables with " + RowsEqual + " rows are equal (" + Hash + ")"
        + (MarkersBefore is null ? string.Empty : "; " + MarkersBefore + " markers before the coordinates are in the copy, " + MarkersAfter + " behind them are not");
}
