namespace MySqlReplication.Engine.Snapshots;

/// <summary>What is done with a statement of a dump.</summary>
internal enum DumpStatementKind
{
    /// <summary>It runs as it is.</summary>
    Run,

    /// <summary>It runs, and is looked at for warnings: rows.</summary>
    Rows,

    /// <summary>CREATE EVENT: it runs with the event disabled, as on any replica.</summary>
    Event,

    /// <summary>It changes the database.</summary>
    Use,

    /// <summary>It makes or drops a database.</summary>
    Database,

    /// <summary>It tells the coordinates; never run.</summary>
    Coordinates,

    /// <summary>It tells the GTIDs; set by the rules of every copy.</summary>
    Gtids,

    /// <summary>It is about the session's binary logging, which is off; not run.</summary>
    BinaryLog,

    /// <summary>
    /// It locks a table to fill it, or lets go of it; not run, for nobody else fills it here. Under it a table whose default takes a sequence's
    /// next value could not be filled: "not locked with LOCK TABLES" (1100, measured with mariadb-dump 10.5 to 11.8).
    /// </summary>
    Lock,

    /// <summary>It is about the server itself or its accounts; left out.</summary>
    ServerWide,

    /// <summary>Nothing that a dump holds.</summary>
    Refused,
}
