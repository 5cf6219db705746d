namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>The journal's folder cannot be written; nothing was changed.</summary>
    public const string JournalNotWritable = nameof(JournalNotWritable);

    /// <summary>The journal entry is missing or is none.</summary>
    public const string JournalNotReadable = nameof(JournalNotReadable);

    /// <summary>What was given to be undone names no journal entry.</summary>
    public const string JournalEntryMissing = nameof(JournalEntryMissing);

    /// <summary>A step of the change cannot be taken back.</summary>
    public const string UndoIncomplete = nameof(UndoIncomplete);

    /// <summary>Taking the change back needs a password that the journal does not hold.</summary>
    public const string UndoSecretMissing = nameof(UndoSecretMissing);

    /// <summary>At the address of the change there is another server now.</summary>
    public const string UndoOtherServer = nameof(UndoOtherServer);
}
