namespace MySqlReplication.Engine.Configuration;

/// <summary>How a changed option comes into force on a running server.</summary>
internal enum OptionReach
{
    /// <summary>By a restart only.</summary>
    Restart,

    /// <summary>At once, for all sessions.</summary>
    AtOnce,

    /// <summary>At once, but each session keeps the value that it began with.</summary>
    NewSessions,
}
