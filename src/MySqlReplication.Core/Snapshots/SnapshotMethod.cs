namespace MySqlReplication.Snapshots;

/// <summary>How the data of a snapshot comes over.</summary>
public enum SnapshotMethod
{
    /// <summary>Rows are streamed; CLONE is never chosen by itself.</summary>
    Auto,

    /// <summary>Rows are streamed from server to server.</summary>
    Stream,

    /// <summary>MySQL's CLONE INSTANCE: the files of the whole server, its accounts too; the replica is wiped and restarted.</summary>
    Clone,
}
