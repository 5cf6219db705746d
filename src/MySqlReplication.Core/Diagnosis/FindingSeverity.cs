namespace MySqlReplication.Diagnosis;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Works now, will hurt.</summary>
    Warning,

    /// <summary>Replication is broken or will break data.</summary>
    Error,

    /// <summary>Could not be found out; the reason says why.</summary>
    Unknown,
}
