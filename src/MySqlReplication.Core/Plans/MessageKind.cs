namespace MySqlReplication.Plans;

/// <summary>How loud a sentence is.</summary>
public enum MessageKind
{
    /// <summary>Each statement and server answer, for developers.</summary>
    Debug,

    /// <summary>What is being done and why.</summary>
    Verbose,

    /// <summary>Something an admin should act on though the work went through.</summary>
    Warning,
}
