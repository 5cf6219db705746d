namespace MySqlReplication.Status;

/// <summary>How a lag was found out.</summary>
public enum LagMethod
{
    /// <summary>Not at all; the reason says why.</summary>
    None,

    /// <summary>A row was written on the source and awaited on the replica, both by one clock: exact.</summary>
    Heartbeat,

    /// <summary>MySQL 8 and later: the source's commit time of what is being applied, by the two servers' clocks.</summary>
    CommitTimestamp,

    /// <summary>The replica's own estimate in whole seconds (Seconds_Behind_Source) less the wanted delay.</summary>
    SecondsBehind,
}
