namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>No mysqld or mariadbd on PATH or in the -ServerDirectory.</summary>
    public const string ServerProgramNotFound = nameof(ServerProgramNotFound);

    /// <summary>The server's program cannot be run: wrong platform, no right, or a library is missing.</summary>
    public const string ServerProgramNotRunnable = nameof(ServerProgramNotRunnable);

    /// <summary>An empty data directory could not be initialised.</summary>
    public const string SandboxInitializationFailed = nameof(SandboxInitializationFailed);

    /// <summary>The server ended while it was starting.</summary>
    public const string SandboxStartFailed = nameof(SandboxStartFailed);

    /// <summary>The server did not answer a login within the limit.</summary>
    public const string SandboxStartTimeout = nameof(SandboxStartTimeout);

    /// <summary>The server's process did not end.</summary>
    public const string SandboxStopFailed = nameof(SandboxStopFailed);

    /// <summary>No free port was found on 127.0.0.1.</summary>
    public const string NoFreePort = nameof(NoFreePort);

    /// <summary>Somebody else listens on the port of a sandbox that is to be started.</summary>
    public const string SandboxPortTaken = nameof(SandboxPortTaken);

    /// <summary>A sandbox of this name exists already.</summary>
    public const string SandboxExists = nameof(SandboxExists);

    /// <summary>There is no sandbox of this name.</summary>
    public const string SandboxNotFound = nameof(SandboxNotFound);

    /// <summary>A sandbox that was never finished, or whose directory is gone, can only be removed.</summary>
    public const string SandboxIncomplete = nameof(SandboxIncomplete);

    /// <summary>Another session is making, starting, stopping or removing this sandbox.</summary>
    public const string SandboxBusy = nameof(SandboxBusy);

    /// <summary>A directory that should be a sandbox's has not its mark: nothing in it is touched.</summary>
    public const string NotASandboxDirectory = nameof(NotASandboxDirectory);

    /// <summary>The directory for a new sandbox holds files already, or is not one of the file system.</summary>
    public const string SandboxDirectoryRefused = nameof(SandboxDirectoryRefused);

    /// <summary>The name is none that a sandbox can have.</summary>
    public const string SandboxNameInvalid = nameof(SandboxNameInvalid);

    /// <summary>An -Option that cannot be written, or that the sandbox sets itself.</summary>
    public const string SandboxOptionRefused = nameof(SandboxOptionRefused);

    /// <summary>Files of a sandbox, of its registry or of the cache could not be read or written.</summary>
    public const string SandboxFilesFailed = nameof(SandboxFilesFailed);

    /// <summary>A sandbox with TLS was asked for, of a server whose TLS no client of today accepts.</summary>
    public const string SandboxTlsUnavailable = nameof(SandboxTlsUnavailable);
}
