namespace MySqlReplication.Links;

/// <summary>How a replica knows where to go on.</summary>
public enum LinkMode
{
    /// <summary>By file and position.</summary>
    FilePosition,

    /// <summary>MySQL's AUTO_POSITION: by the GTIDs that the replica lacks.</summary>
    AutoPosition,

    /// <summary>MariaDB's MASTER_USE_GTID=slave_pos.</summary>
    MariaDBGtid,
}
