namespace MySqlReplication.Diagnosis;

/// <summary>How a server ranks a line of its error log.</summary>
public enum ErrorLogLevel
{
    /// <summary>The line has no level, or a word that this module does not know.</summary>
    Other,

    /// <summary>Neither good nor bad: the server started, a link was changed (MySQL 8 and later).</summary>
    System,

    /// <summary>Something failed.</summary>
    Error,

    /// <summary>Something may fail.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Note,
}
