namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>There is no such option file.</summary>
    public const string OptionFileNotFound = nameof(OptionFileNotFound);

    /// <summary>The path is a directory.</summary>
    public const string OptionFileIsDirectory = nameof(OptionFileIsDirectory);

    /// <summary>The path is a device, a pipe or a socket.</summary>
    public const string OptionFileNotRegular = nameof(OptionFileNotRegular);

    /// <summary>The path is no file of the file system.</summary>
    public const string OptionFileNotOnFileSystem = nameof(OptionFileNotOnFileSystem);

    /// <summary>The file cannot be read.</summary>
    public const string OptionFileNotReadable = nameof(OptionFileNotReadable);

    /// <summary>The file is read-only, or may not be written by this user.</summary>
    public const string OptionFileReadOnly = nameof(OptionFileReadOnly);

    /// <summary>The file's folder is read-only, or may not be written by this user.</summary>
    public const string OptionFileFolderReadOnly = nameof(OptionFileFolderReadOnly);

    /// <summary>The file is larger than any option file.</summary>
    public const string OptionFileTooLarge = nameof(OptionFileTooLarge);

    /// <summary>The file holds NUL bytes.</summary>
    public const string OptionFileIsBinary = nameof(OptionFileIsBinary);

    /// <summary>The file is UTF-16 or UTF-32.</summary>
    public const string OptionFileIsUtf16 = nameof(OptionFileIsUtf16);

    /// <summary>The file begins with a byte order mark, which no server takes.</summary>
    public const string OptionFileHasByteOrderMark = nameof(OptionFileHasByteOrderMark);

    /// <summary>A group's bracket is not closed.</summary>
    public const string OptionFileGroupNotClosed = nameof(OptionFileGroupNotClosed);

    /// <summary>An option stands before any group.</summary>
    public const string OptionFileOptionOutsideGroup = nameof(OptionFileOptionOutsideGroup);

    /// <summary>An include line names no file.</summary>
    public const string OptionFileIncludeIncomplete = nameof(OptionFileIncludeIncomplete);

    /// <summary>Somebody changed the file between reading and writing.</summary>
    public const string OptionFileChangedMeanwhile = nameof(OptionFileChangedMeanwhile);

    /// <summary>The file's owner or group cannot be kept.</summary>
    public const string OptionFileOwnerNotKept = nameof(OptionFileOwnerNotKept);

    /// <summary>The file is a link and this edition cannot follow it.</summary>
    public const string OptionFileIsLink = nameof(OptionFileIsLink);

    /// <summary>Writing failed (disk full, lost share); the old file stands.</summary>
    public const string OptionFileNotWritten = nameof(OptionFileNotWritten);

    /// <summary>A value cannot stand in an option file, or would not mean what it says.</summary>
    public const string OptionValueInvalid = nameof(OptionValueInvalid);

    /// <summary>A number is outside of what the server takes.</summary>
    public const string OptionValueOutOfRange = nameof(OptionValueOutOfRange);

    /// <summary>A database name holds a comma: the option takes one name a line.</summary>
    public const string DatabaseNameHasComma = nameof(DatabaseNameHasComma);

    /// <summary>auto-increment-offset is larger than auto-increment-increment.</summary>
    public const string AutoIncrementOffsetTooLarge = nameof(AutoIncrementOffsetTooLarge);

    /// <summary>-Role was given without -Node and -Of, or these without it.</summary>
    public const string PairMemberIncomplete = nameof(PairMemberIncomplete);

    /// <summary>-Node is larger than -Of, or there is room for fewer than two.</summary>
    public const string PairMemberOutOfRange = nameof(PairMemberOutOfRange);

    /// <summary>The text is no version of a supported server.</summary>
    public const string ServerVersionInvalid = nameof(ServerVersionInvalid);

    /// <summary>No option was given.</summary>
    public const string NoOptionGiven = nameof(NoOptionGiven);

    /// <summary>The backup that would be put back is gone.</summary>
    public const string OptionFileBackupMissing = nameof(OptionFileBackupMissing);

    /// <summary>The file was changed after the change that is to be undone.</summary>
    public const string OptionFileChangedSince = nameof(OptionFileChangedSince);

    /// <summary>The server does not know the option and would not start with it.</summary>
    public const string OptionNotOnServer = nameof(OptionNotOnServer);

    /// <summary>What was asked for is spelt otherwise on each server, and its version was not given.</summary>
    public const string ServerVersionNeeded = nameof(ServerVersionNeeded);

    /// <summary>A table filter, or a table to copy, names no table of a database.</summary>
    public const string TableNameInvalid = nameof(TableNameInvalid);

    /// <summary>The name is no option that can be removed.</summary>
    public const string OptionNotKnown = nameof(OptionNotKnown);

    /// <summary>An option is to be set and to be removed at once.</summary>
    public const string OptionSetAndRemoved = nameof(OptionSetAndRemoved);

    /// <summary>The option file includes no folder that would read the drop-in file.</summary>
    public const string DropInNotRead = nameof(DropInNotRead);

    /// <summary>Servers do not read files of this name from an included folder.</summary>
    public const string DropInNameInvalid = nameof(DropInNameInvalid);

    /// <summary>An include line leads back to a file that is being read.</summary>
    public const string OptionFileIncludeLoop = nameof(OptionFileIncludeLoop);

    /// <summary>A value begins with a quote that nothing closes.</summary>
    public const string OptionFileQuoteNotClosed = nameof(OptionFileQuoteNotClosed);

    /// <summary>Option files and servers were given in different numbers, so that nobody knows which belongs to which.</summary>
    public const string OptionFilesAndServersDiffer = nameof(OptionFilesAndServersDiffer);

    /// <summary>No server was named, and none is known for the option file.</summary>
    public const string RestartServerUnknown = nameof(RestartServerUnknown);

    /// <summary>The server cannot be restarted by what is known of it.</summary>
    public const string RestartNotPossible = nameof(RestartNotPossible);

    /// <summary>The text is no name of a service.</summary>
    public const string ServiceNameInvalid = nameof(ServiceNameInvalid);

    /// <summary>The service manager refused.</summary>
    public const string ServiceControlFailed = nameof(ServiceControlFailed);

    /// <summary>The service of this machine is not the one of that server.</summary>
    public const string ServiceNotOfServer = nameof(ServiceNotOfServer);

    /// <summary>Replicated temporary tables are open: a restart loses them, and the applier stops at the next statement that needs one.</summary>
    public const string TemporaryTablesOpen = nameof(TemporaryTablesOpen);

    /// <summary>The server did not come up with its new option file; the old one is back, and it runs with that.</summary>
    public const string RestartRolledBack = nameof(RestartRolledBack);

    /// <summary>The server did not come up again.</summary>
    public const string RestartFailed = nameof(RestartFailed);
}
