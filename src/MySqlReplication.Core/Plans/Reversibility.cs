namespace MySqlReplication.Plans;

/// <summary>Whether a step can be taken back later by Undo-ReplicationChange.</summary>
public enum Reversibility
{
    /// <summary>Nothing to take back: the step changes nothing that lasts.</summary>
    None,

    /// <summary>Can be taken back with what the journal holds.</summary>
    Reversible,

    /// <summary>Can be taken back, but needs a password that the journal does not hold.</summary>
    ReversibleWithSecret,

    /// <summary>Cannot be taken back.</summary>
    Irreversible,
}
