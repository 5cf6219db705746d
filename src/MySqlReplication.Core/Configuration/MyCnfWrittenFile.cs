namespace MySqlReplication.Configuration;

/// <summary>An option file that was written.</summary>
public sealed record MyCnfWrittenFile
{
    /// <summary>The file.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The copy of how it was; null for one that was not there before.</summary>
    public string? BackupPath { get; init; }

    /// <summary>The file's path.</summary>
    public override string ToString() => OptionFile;
}
