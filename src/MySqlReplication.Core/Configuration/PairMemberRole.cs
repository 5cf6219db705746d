namespace MySqlReplication.Configuration;

/// <summary>What a server is prepared for by its option file.</summary>
public enum PairMemberRole
{
    /// <summary>One of several writable members, each the replica of another.</summary>
    MasterMaster,

    /// <summary>A member that is ready to take over: the same, and read-only.</summary>
    Passive,
}
