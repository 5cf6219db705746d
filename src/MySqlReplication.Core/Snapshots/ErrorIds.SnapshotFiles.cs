namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>The directory of an export holds something already.</summary>
    public const string ExportPathNotEmpty = nameof(ExportPathNotEmpty);

    /// <summary>A directory or file of an export cannot be written: rights, or a full disk.</summary>
    public const string ExportNotWritable = nameof(ExportNotWritable);

    /// <summary>The path of an import names nothing, or nothing of the file system.</summary>
    public const string SnapshotPathNotFound = nameof(SnapshotPathNotFound);

    /// <summary>The directory holds an export that was cut off before its end.</summary>
    public const string ExportIncomplete = nameof(ExportIncomplete);

    /// <summary>The directory or file is no export of this module and no dump.</summary>
    public const string SnapshotNotRecognised = nameof(SnapshotNotRecognised);

    /// <summary>The export was written in a format that this version does not read.</summary>
    public const string SnapshotFormatUnknown = nameof(SnapshotFormatUnknown);

    /// <summary>The manifest of an export cannot be read, or says what cannot be.</summary>
    public const string ManifestInvalid = nameof(ManifestInvalid);

    /// <summary>A file that the manifest names is not there.</summary>
    public const string SnapshotFileMissing = nameof(SnapshotFileMissing);

    /// <summary>A file ends too early.</summary>
    public const string SnapshotFileTruncated = nameof(SnapshotFileTruncated);

    /// <summary>A file is not what was written: its checksum differs, or it cannot be unpacked.</summary>
    public const string SnapshotFileDamaged = nameof(SnapshotFileDamaged);

    /// <summary>The -Source given is not the server that the export was made from.</summary>
    public const string SnapshotSourceDiffers = nameof(SnapshotSourceDiffers);

    /// <summary>A dump does not say to which coordinates it belongs.</summary>
    public const string DumpWithoutCoordinates = nameof(DumpWithoutCoordinates);

    /// <summary>A dump holds a statement that this module does not run from a file.</summary>
    public const string DumpStatementRefused = nameof(DumpStatementRefused);

    /// <summary>The target refused a statement of a dump.</summary>
    public const string DumpStatementFailed = nameof(DumpStatementFailed);
}
