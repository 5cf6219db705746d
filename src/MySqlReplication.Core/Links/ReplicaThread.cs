namespace MySqlReplication.Links;

/// <summary>One of the two threads of a link.</summary>
public enum ReplicaThread
{
    /// <summary>Reads the source's binary log into the relay log (IO thread).</summary>
    Receiver,

    /// <summary>Executes what the relay log holds (SQL thread).</summary>
    Applier,
}
