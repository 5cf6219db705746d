namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>The link is broken, but not by its relay log.</summary>
    public const string RelayLogNotTheCause = nameof(RelayLogNotTheCause);

    /// <summary>The link was stopped by somebody; its relay log is whole.</summary>
    public const string LinkStopped = nameof(LinkStopped);

    /// <summary>The replica no longer knows how far it had executed.</summary>
    public const string ExecutedPositionLost = nameof(ExecutedPositionLost);

    /// <summary>Transactions behind the executed position had been executed already, so that going on from it would execute them twice.</summary>
    public const string ExecutedPositionUncertain = nameof(ExecutedPositionUncertain);

    /// <summary>It could not be proven that the source still holds what the replica lacks.</summary>
    public const string SourceNotProven = nameof(SourceNotProven);

    /// <summary>The server given as -Source is not the one that the link follows.</summary>
    public const string SourceIsAnother = nameof(SourceIsAnother);

    /// <summary>After the repair the executed position is not the saved one.</summary>
    public const string PositionNotKept = nameof(PositionNotKept);

    /// <summary>After the repair a setting of the link is not as it was.</summary>
    public const string SettingsNotRestored = nameof(SettingsNotRestored);

    /// <summary>A server runs on the data directory that is to be repaired.</summary>
    public const string ServerStillRuns = nameof(ServerStillRuns);

    /// <summary>It could not be proven that no server runs on the data directory.</summary>
    public const string ServerStateNotProven = nameof(ServerStateNotProven);

    /// <summary>The directory is not the data directory of a server.</summary>
    public const string NotADataDirectory = nameof(NotADataDirectory);

    /// <summary>The option file does not name the relay log.</summary>
    public const string RelayLogNameUnknown = nameof(RelayLogNameUnknown);

    /// <summary>The index that lists the former relay logs was not found.</summary>
    public const string FormerRelayLogNotFound = nameof(FormerRelayLogNotFound);

    /// <summary>Several former relay logs could be meant.</summary>
    public const string FormerRelayLogAmbiguous = nameof(FormerRelayLogAmbiguous);

    /// <summary>A relay log is listed in its index and is not there.</summary>
    public const string RelayLogFileMissing = nameof(RelayLogFileMissing);

    /// <summary>The relay log was moved to another directory, which joining the indexes cannot mend.</summary>
    public const string RelayLogDirectoryChanged = nameof(RelayLogDirectoryChanged);

    /// <summary>A relay log index or relay-log.info could not be read, or is none.</summary>
    public const string RelayLogFileNotReadable = nameof(RelayLogFileNotReadable);

    /// <summary>A relay log index could not be written or moved.</summary>
    public const string RelayLogIndexNotWritten = nameof(RelayLogIndexNotWritten);

    /// <summary>A relay log index is not any more as the repair left it: a server has used it since.</summary>
    public const string RelayLogIndexChangedSince = nameof(RelayLogIndexChangedSince);
}
