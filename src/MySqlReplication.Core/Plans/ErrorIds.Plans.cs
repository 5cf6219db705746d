namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>The journal's folder cannot be written; nothing was changed.</summary>
    public const string JournalNotWritable = nameof(JournalNotWritable);

    /// <summary>The journal entry is missing or is none.</summary>
    public const string JournalNotReadable = nameof(JournalNotReadable);
}
