namespace MySqlReplication.Hosting;

/// <summary>When progress records are shown.</summary>
internal enum ProgressDisplay
{
    /// <summary>On one line of standard error while that is a terminal; not at all otherwise.</summary>
    Auto,

    /// <summary>As Auto on a terminal; otherwise each change as a line of its own.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}
