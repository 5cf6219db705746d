namespace MySqlReplication.Diagnosis;

/// <summary>What a server is to be in replication, for judging whether it is fit for it.</summary>
public enum ServerRole
{
    /// <summary>Written to, and followed; the other one of the pair writes too.</summary>
    PairMember,

    /// <summary>Written to, and followed.</summary>
    Source,

    /// <summary>Follows, and is followed by nobody.</summary>
    Replica,

    /// <summary>Follows, and is followed.</summary>
    Intermediate,
}
