namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that is known of an import of a dump before anything is done: the copy that it amounts to, and what the dump holds.</summary>
/// <param name="Copy">As for a copy from server to server.</param>
/// <param name="Dump">The dump.</param>
/// <param name="KnowsSource">Whether somebody said of which server it is.</param>
internal sealed record DumpCase(SnapshotCase Copy, DumpFacts Dump, bool KnowsSource)
{
    /// <summary>GTIDs in the data; null when neither the dump nor its source tells.</summary>
    public string? Gtids { get; init; }
}
