namespace MySqlReplication.Diagnosis;

/// <summary>What sort of failure it is; the cmdlet layer turns it into an ErrorCategory.</summary>
public enum FailureKind
{
    /// <summary>What was asked for makes no sense as written.</summary>
    InvalidArgument,

    /// <summary>A server or file holds something that cannot be read.</summary>
    InvalidData,

    /// <summary>The state of servers or files does not allow it.</summary>
    InvalidOperation,

    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,

    /// <summary>A server could not be reached or the connection broke.</summary>
    ConnectionError,

    /// <summary>Name or password were not accepted.</summary>
    AuthenticationError,

    /// <summary>A right is missing.</summary>
    PermissionDenied,

    /// <summary>It did not become so within the limit.</summary>
    OperationTimeout,

    /// <summary>Somebody or something else holds what is needed.</summary>
    ResourceBusy,

    /// <summary>Something needed is not there (a program, a plugin, TLS).</summary>
    ResourceUnavailable,

    /// <summary>This server or platform cannot do it.</summary>
    NotImplemented,

    /// <summary>A file could not be read.</summary>
    ReadError,

    /// <summary>A file could not be written.</summary>
    WriteError,

    /// <summary>A secure connection could not be made or is refused.</summary>
    SecurityError,

    /// <summary>Stopped by the user.</summary>
    OperationStopped,
}
