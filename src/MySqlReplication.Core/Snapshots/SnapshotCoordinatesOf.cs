namespace MySqlReplication.Snapshots;

/// <summary>Whose binary log the coordinates of a copy are about, when its source is a replica itself.</summary>
public enum SnapshotCoordinatesOf
{
    /// <summary>The source's own: the new replica follows the source.</summary>
    Self,

    /// <summary>The log of the server that the source follows: the new replica follows that one.</summary>
    Upstream,
}
