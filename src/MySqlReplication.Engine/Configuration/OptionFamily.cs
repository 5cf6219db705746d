namespace MySqlReplication.Engine.Configuration;

/// <summary>Options that people keep together in a file; a new one is put beside its relatives.</summary>
internal enum OptionFamily
{
    /// <summary>None of replication's.</summary>
    Other,

    /// <summary>server-id, report-host.</summary>
    Identity,

    /// <summary>The binary log.</summary>
    BinaryLog,

    /// <summary>GTIDs.</summary>
    Gtid,

    /// <summary>The relay log and what a replica applies.</summary>
    Replica,

    /// <summary>Semi-synchronous replication.</summary>
    SemiSync,

    /// <summary>auto-increment-...</summary>
    AutoIncrement,

    /// <summary>InnoDB.</summary>
    InnoDb,
}
