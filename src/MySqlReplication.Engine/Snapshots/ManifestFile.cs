namespace MySqlReplication.Engine.Snapshots;

/// <summary>A file of an export.</summary>
internal sealed record ManifestFile
{
    /// <summary>Its path within the directory, parts joined by '/'.</summary>
    public required string File { get; init; }

    /// <summary>Its size.</summary>
    public required long FileBytes { get; init; }

    /// <summary>SHA-256 of the file as it lies there, hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Files of rows: how many; null for definitions.</summary>
    public long? Rows { get; init; }

    /// <summary>Files of rows: bytes before they were compressed.</summary>
    public long? RowBytes { get; init; }
}
