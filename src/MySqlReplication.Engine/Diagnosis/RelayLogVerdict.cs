namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What the signs say about a link's relay log.</summary>
internal enum RelayLogVerdict
{
    /// <summary>Receiver and applier run: the relay log is whole.</summary>
    Whole,

    /// <summary>The server cannot use the relay log; nothing else is known to be wrong.</summary>
    Unusable,

    /// <summary>Somebody stopped the link; the relay log is whole.</summary>
    StoppedByHand,

    /// <summary>The link is broken by something else.</summary>
    OtherCause,
}
