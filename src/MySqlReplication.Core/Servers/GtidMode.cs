namespace MySqlReplication.Servers;

/// <summary>MySQL's gtid_mode. MariaDB has no such switch: there the value is null.</summary>
public enum GtidMode
{
    /// <summary>Transactions are anonymous; replication goes by file and position.</summary>
    Off,

    /// <summary>New ones anonymous, replicated ones may have GTIDs.</summary>
    OffPermissive,

    /// <summary>New ones have GTIDs, replicated ones may be anonymous.</summary>
    OnPermissive,

    /// <summary>Every transaction has a GTID.</summary>
    On,
}
