namespace MySqlReplication.Diagnosis;

/// <summary>
/// The public names of failures. Each is listed with cause and cure in about_MySqlReplication_Errors (a test compares).
/// One partial file a domain.
/// </summary>
public static partial class ErrorIds
{
    /// <summary>No TCP or socket connection within the limit.</summary>
    public const string ServerUnreachable = nameof(ServerUnreachable);

    /// <summary>The server refused name or password (1045, 1698).</summary>
    public const string LoginRefused = nameof(LoginRefused);

    /// <summary>The server refuses every login from this address (1130).</summary>
    public const string HostNotAllowed = nameof(HostNotAllowed);

    /// <summary>The server has no connection left (1040, 1203).</summary>
    public const string TooManyConnections = nameof(TooManyConnections);

    /// <summary>The connection broke in the middle of work.</summary>
    public const string ConnectionLost = nameof(ConnectionLost);

    /// <summary>A secure connection could not be made.</summary>
    public const string TlsFailed = nameof(TlsFailed);

    /// <summary>No login was given for the server.</summary>
    public const string CredentialMissing = nameof(CredentialMissing);

    /// <summary>A right is missing (1227, 1044, 1142).</summary>
    public const string PrivilegeMissing = nameof(PrivilegeMissing);

    /// <summary>The server is neither MySQL 5.5 or later nor MariaDB 10.5 or later.</summary>
    public const string ServerNotSupported = nameof(ServerNotSupported);

    /// <summary>The server answered a statement with an error.</summary>
    public const string StatementFailed = nameof(StatementFailed);

    /// <summary>The server did not answer within the limit.</summary>
    public const string ServerTimeout = nameof(ServerTimeout);

    /// <summary>A server was written in a form that is none.</summary>
    public const string InvalidServerReference = nameof(InvalidServerReference);

    /// <summary>A password stood inside a server's address.</summary>
    public const string PasswordInReference = nameof(PasswordInReference);

    /// <summary>Something in the module itself failed; please report it.</summary>
    public const string UnexpectedFailure = nameof(UnexpectedFailure);
}
