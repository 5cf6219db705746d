namespace MySqlReplication.Diagnosis;

/// <summary>What is known of a station of a link.</summary>
public enum LinkStepState
{
    /// <summary>Proven to be well.</summary>
    Passed,

    /// <summary>Broken.</summary>
    Broken,

    /// <summary>Could not be found out.</summary>
    Unknown,

    /// <summary>Nothing gets so far, because a station before it is broken.</summary>
    NotReached,
}
