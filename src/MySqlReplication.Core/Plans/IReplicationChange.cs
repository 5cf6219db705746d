namespace MySqlReplication.Plans;

/// <summary>Shared by the results of all changing cmdlets.</summary>
public interface IReplicationChange
{
    /// <summary>Whether anything was changed; false on a second run.</summary>
    bool Changed { get; }

    /// <summary>The journal entry that Undo-ReplicationChange reads; null when nothing was changed.</summary>
    string? JournalEntry { get; }
}
