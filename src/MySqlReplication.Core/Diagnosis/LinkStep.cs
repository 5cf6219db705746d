namespace MySqlReplication.Diagnosis;

/// <summary>The stations of a link, in the order in which an event passes them.</summary>
public enum LinkStep
{
    /// <summary>The replica knows the source's name.</summary>
    Name,

    /// <summary>It reaches the source's port.</summary>
    Tcp,

    /// <summary>A server answers there.</summary>
    Handshake,

    /// <summary>The connection is as safe as either side demands.</summary>
    Tls,

    /// <summary>The account is let in and may read the binary log.</summary>
    Login,

    /// <summary>Ids, uuids and GTID modes fit.</summary>
    ServerIds,

    /// <summary>The source writes a binary log and still has the one that is needed.</summary>
    BinaryLog,

    /// <summary>The place to go on from is one in that log.</summary>
    Position,

    /// <summary>Filters let something through.</summary>
    Filters,

    /// <summary>The receiver runs and hears its source.</summary>
    Receiver,

    /// <summary>The relay log can be written and read.</summary>
    RelayLog,

    /// <summary>The applier runs without error.</summary>
    Applier,

    /// <summary>The rows are there: both hold the same, and what is written arrives.</summary>
    Row,
}
