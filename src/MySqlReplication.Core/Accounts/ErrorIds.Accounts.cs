namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>A user's name that a server or a link cannot keep as it is written.</summary>
    public const string UserNameInvalid = nameof(UserNameInvalid);

    /// <summary>A user's name over the server's own limit.</summary>
    public const string UserNameTooLong = nameof(UserNameTooLong);

    /// <summary>An empty password, with which anybody may log in.</summary>
    public const string PasswordEmpty = nameof(PasswordEmpty);

    /// <summary>A password that a link cannot keep as it is written.</summary>
    public const string PasswordInvalid = nameof(PasswordInvalid);

    /// <summary>A password over the limit of the link.</summary>
    public const string PasswordTooLong = nameof(PasswordTooLong);

    /// <summary>The server's own rules for passwords refuse it (1819), or refuse to take a hash of it.</summary>
    public const string PasswordPolicyRefused = nameof(PasswordPolicyRefused);

    /// <summary>An empty host pattern, which a server reads as "any host".</summary>
    public const string HostPatternEmpty = nameof(HostPatternEmpty);

    /// <summary>A host pattern that could never fit a host.</summary>
    public const string HostPatternInvalid = nameof(HostPatternInvalid);

    /// <summary>A host pattern over the server's own limit.</summary>
    public const string HostPatternTooLong = nameof(HostPatternTooLong);

    /// <summary>A host's name as the pattern on a server that looks no names up.</summary>
    public const string HostPatternNeedsNameResolution = nameof(HostPatternNeedsNameResolution);

    /// <summary>The address that the source will see the peer come from cannot be told from here.</summary>
    public const string PeerAddressUnknown = nameof(PeerAddressUnknown);

    /// <summary>The account exists with another password.</summary>
    public const string AccountPasswordDiffers = nameof(AccountPasswordDiffers);

    /// <summary>The account exists and its password is not known here, so none can be returned.</summary>
    public const string AccountPasswordUnknown = nameof(AccountPasswordUnknown);

    /// <summary>The account exists and proves its password by another plugin than the one asked for.</summary>
    public const string AccountPluginDiffers = nameof(AccountPluginDiffers);

    /// <summary>The authentication plugin is not on the server (1524), or not one that this module can make accounts with there.</summary>
    public const string AccountPluginUnavailable = nameof(AccountPluginUnavailable);

    /// <summary>The account is to take TLS only, and the server offers none.</summary>
    public const string AccountTlsUnavailable = nameof(AccountTlsUnavailable);

    /// <summary>A subject or issuer of a certificate that is none.</summary>
    public const string CertificateNameInvalid = nameof(CertificateNameInvalid);

    /// <summary>There is no such account.</summary>
    public const string AccountNotFound = nameof(AccountNotFound);

    /// <summary>Replicas are logged in by the account, and not all of them are told.</summary>
    public const string AccountInUse = nameof(AccountInUse);

    /// <summary>Whether a replica is logged in by the account cannot be seen: PROCESS is missing.</summary>
    public const string AccountConnectionsUnknown = nameof(AccountConnectionsUnknown);

    /// <summary>The account is the one that the command itself logged in by.</summary>
    public const string AccountIsOwn = nameof(AccountIsOwn);

    /// <summary>The account may do more than replicate: it is somebody's for something else too.</summary>
    public const string AccountHasMoreRights = nameof(AccountHasMoreRights);

    /// <summary>A link that has to run for what is asked does not.</summary>
    public const string LinkNotRunning = nameof(LinkNotRunning);

    /// <summary>The server takes no account statements now: read-only, or without grant tables (1290).</summary>
    public const string AccountChangesRefused = nameof(AccountChangesRefused);

    /// <summary>The account was made or dropped by somebody else meanwhile (1396, 1133).</summary>
    public const string AccountChangedMeanwhile = nameof(AccountChangedMeanwhile);
}
