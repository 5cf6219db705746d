namespace MySqlReplication.Sandboxes;

/// <summary>How a sandbox stands at the moment it was looked at.</summary>
public enum SandboxState
{
    /// <summary>Its server's process runs.</summary>
    Running,

    /// <summary>Whole, and its server does not run.</summary>
    Stopped,

    /// <summary>Never finished, or its directory is gone: it can only be removed.</summary>
    Incomplete,

    /// <summary>It was removed; nothing of it is left.</summary>
    Removed,
}
