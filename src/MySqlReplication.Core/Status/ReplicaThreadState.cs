namespace MySqlReplication.Status;

/// <summary>What a replication thread says of itself.</summary>
public enum ReplicaThreadState
{
    /// <summary>The server said a word that this module does not know; the raw row has it.</summary>
    Other,

    /// <summary>"No".</summary>
    Stopped,

    /// <summary>"Yes".</summary>
    Running,

    /// <summary>"Connecting" (receiver only; MariaDB also "Preparing"): not receiving, trying.</summary>
    Connecting,
}
