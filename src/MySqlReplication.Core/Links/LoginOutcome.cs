namespace MySqlReplication.Links;

/// <summary>What a source answered to a replica's login.</summary>
public enum LoginOutcome
{
    /// <summary>Not tried; the reason says why, and nothing is known.</summary>
    NotTried,

    /// <summary>Tried, and no answer that decides it came in time.</summary>
    Unknown,

    /// <summary>The source let it in, and would have sent its binary log.</summary>
    Accepted,

    /// <summary>Name, password or host part do not fit (1045 and its like).</summary>
    Refused,

    /// <summary>The source has no account at all for the address that the replica comes from (1130).</summary>
    HostNotAllowed,

    /// <summary>It was let in, but lacks REPLICATION SLAVE.</summary>
    PrivilegeMissing,

    /// <summary>The connection could not be secured as it should be (2026, 2061).</summary>
    SecureConnectionFailed,

    /// <summary>The replica does not know the plugin by which the account proves its password (2059).</summary>
    PluginUnknown,

    /// <summary>The replica cannot reach the source (2003, 2005).</summary>
    Unreachable,
}
