using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What this room refuses and how it says so. No sentence repeats a password.</summary>
internal static class AccountFailures
{
    /// <summary>What to do when sql_log_bin cannot be set.</summary>
    public const string OrLogStatement = "Or give -LogStatement: the account is then made on every replica too, so in a pair on one member only.";

    private const string GiveCredential = "Give another name: -UserName NAME, or -ReplicationCredential (Get-Credential NAME).";
    private const string GivePassword = "Give another password with -ReplicationCredential, or let one be made with -UserName NAME.";

    public static ReplicationException UserNameInvalid(ServerReference server, string user, string why) => new(
        ErrorIds.UserNameInvalid,
        FailureKind.InvalidArgument,
        server,
        "'" + Redaction.Visible(user) + "' cannot be the name of a replication account: " + why,
        GiveCredential);

    public static ReplicationException UserNameTooLong(ServerReference server, string user, int limit) => new(
        ErrorIds.UserNameTooLong,
        FailureKind.InvalidArgument,
        server,
        "'" + Redaction.Visible(user) + "' has " + Text(user.Length) + " characters; " + server + " takes user names of at most " + Text(limit) + ".",
        GiveCredential);

    public static ReplicationException PasswordEmpty(ServerReference server, string user) => new(
        ErrorIds.PasswordEmpty,
        FailureKind.InvalidArgument,
        server,
        "The password for '" + Redaction.Visible(user) + "' is empty: anybody who reaches the server could read all its changes.",
        GivePassword);

    public static ReplicationException PasswordInvalid(ServerReference server, string user, string why) => new(
        ErrorIds.PasswordInvalid,
        FailureKind.InvalidArgument,
        server,
        "The password for '" + Redaction.Visible(user) + "' cannot be used by a replication link: " + why,
        GivePassword);

    public static ReplicationException PasswordTooLong(ServerReference server, string user, int length, int limit) => new(
        ErrorIds.PasswordTooLong,
        FailureKind.InvalidArgument,
        server,
        "The password for '" + Redaction.Visible(user) + "' is " + Text(length) + " bytes long in UTF-8; a replication link of this server's kind takes at most "
            + Text(limit) + ", and some versions cut the rest off without a word.",
        GivePassword);

    public static ReplicationException AccountPasswordDiffers(ServerSession session, string user, string host) => new(
        ErrorIds.AccountPasswordDiffers,
        FailureKind.InvalidOperation,
        session.Server,
        Account(user, host) + " exists on " + session.Server + " with another password. Somebody may be using it; nothing was changed.",
        "Give its password with -ReplicationCredential, another name, or -Force to set this password (links that use the old one then fail at their next connect).");

    public static ReplicationException AccountPasswordUnknown(ServerSession session, string user, string host) => new(
        ErrorIds.AccountPasswordUnknown,
        FailureKind.InvalidOperation,
        session.Server,
        Account(user, host) + " exists on " + session.Server + ", and its password cannot be read back. Nothing was changed.",
        "Give name and password with -ReplicationCredential, another -UserName, or -Force to set a new password (links that use the old one then fail at their next connect).");

    public static ReplicationException AccountPluginDiffers(ServerSession session, string user, string host, string? plugin, string wanted) => new(
        ErrorIds.AccountPluginDiffers,
        FailureKind.InvalidOperation,
        session.Server,
        Account(user, host) + " exists on " + session.Server + " with plugin '" + Redaction.Visible(plugin ?? "(not told)") + "', not " + wanted + ". Nothing was changed.",
        "Leave -Plugin out to keep it, or add -Force: that sets plugin and password (links that use the old ones then fail at their next connect).");

    public static ReplicationException PluginUnavailable(ServerSession session, string plugin, string why) => new(
        ErrorIds.AccountPluginUnavailable,
        FailureKind.NotImplemented,
        session.Server,
        "No account with plugin '" + Redaction.Visible(plugin) + "' can be made on " + session.Server + ": " + why,
        "Leave -Plugin out to take the server's own, or see which are there: SELECT PLUGIN_NAME FROM information_schema.PLUGINS WHERE PLUGIN_TYPE = 'AUTHENTICATION'.");

    public static ReplicationException TlsUnavailable(ServerSession session, string user) => new(
        ErrorIds.AccountTlsUnavailable,
        FailureKind.InvalidOperation,
        session.Server,
        session.Server + " offers no TLS (it has no certificate), so '" + Redaction.Visible(user) + "' could never log in if it took TLS only.",
        "Give the server a certificate (ssl-ca, ssl-cert and ssl-key in its option file) and restart it; or leave -RequireTls and the X509 parameters out.");

    public static ReplicationException CertificateNameInvalid(ServerReference server, string name, string why) => new(
        ErrorIds.CertificateNameInvalid,
        FailureKind.InvalidArgument,
        server,
        "'" + Redaction.Visible(name) + "' is no name of a certificate as servers compare it: " + why,
        "Write it as 'openssl x509 -noout -subject -issuer -nameopt compat' prints it, for instance /C=DE/O=Example/CN=db2.");

    public static ReplicationException InUse(ServerSession session, string user, string host, IEnumerable<string> hosts) => new(
        ErrorIds.AccountInUse,
        FailureKind.ResourceBusy,
        session.Server,
        "A replica is logged in by " + Account(user, host) + " on " + session.Server + " (from " + string.Join(", ", hosts.Distinct(StringComparer.Ordinal).Select(Redaction.Visible)) + "). Without the account it would go on until its connection ends, and then stop.",
        "Remove the link first (Remove-ReplicationLink REPLICA), give it another account (Start-ReplicationLink), or add -Force.");

    public static ReplicationException ConnectionsUnknown(ServerSession session, string user, string host) => new(
        ErrorIds.AccountConnectionsUnknown,
        FailureKind.PermissionDenied,
        session.Server,
        "Whether a replica is logged in by " + Account(user, host) + " cannot be seen: " + Who(session) + " on " + session.Server + " lacks PROCESS.",
        "Let an administrator grant PROCESS to it, connect with another account (-Credential), or add -Force.");

    public static ReplicationException OwnAccount(ServerSession session, string user, string host) => new(
        ErrorIds.AccountIsOwn,
        FailureKind.InvalidOperation,
        session.Server,
        Account(user, host) + " is the account that this command itself is logged in by on " + session.Server + ".",
        "Connect with another account: -Credential.");

    public static ReplicationException HasMoreRights(ServerSession session, string user, string host, IReadOnlyList<string> rights) => new(
        ErrorIds.AccountHasMoreRights,
        FailureKind.InvalidOperation,
        session.Server,
        Account(user, host) + " on " + session.Server + " is more than a replica's account: " + AccountTexts.Some(rights) + ". Somebody may need it for something else.",
        "Take REPLICATION SLAVE away from it instead (REVOKE REPLICATION SLAVE ON *.* FROM " + Account(user, host) + "), or add -Force to drop it all the same.");

    public static ReplicationException StillThere(ServerSession session, string user, string host) => new(
        ErrorIds.AccountChangedMeanwhile,
        FailureKind.ResourceBusy,
        session.Server,
        Account(user, host) + " is on " + session.Server + " again: somebody else made it in the meantime.",
        "Run the command again.");

    public static ReplicationException Gone(ServerSession session, string user, string host) => new(
        ErrorIds.AccountChangedMeanwhile,
        FailureKind.ResourceBusy,
        session.Server,
        Account(user, host) + " is not on " + session.Server + " (any more): somebody else dropped it in the meantime.",
        "Run the command again.");

    /// <summary>A refused account statement in this room's words; anything else as it is.</summary>
    /// <param name="session">Whose answer it is.</param>
    /// <param name="failure">The answer.</param>
    /// <param name="privilege">What the statement needs.</param>
    /// <param name="advice">What else could be done instead of granting it; null for nothing.</param>
    public static ReplicationException Refused(ServerSession session, ReplicationException failure, string privilege, string? advice = null)
    {
        if (failure.ErrorId is ErrorIds.ConnectionLost or ErrorIds.ServerTimeout)
        {
            return failure;
        }

        var server = session.Server;
        switch (failure.ServerErrorCode)
        {
            // GRANT without the right to grant answers 1045, as if the login had failed (measured on all five).
            case 1227 or 1045 or 1044 or 1142 or 1143:
                return With(failure, new ReplicationException(
                    ErrorIds.PrivilegeMissing,
                    FailureKind.PermissionDenied,
                    server,
                    Who(session) + " on " + server + " lacks " + privilege + ". " + failure.Message,
                    "Let an administrator grant " + privilege + " to it, or connect with another account (-Credential)." + (advice is null ? string.Empty : " " + advice)));
            case 1819:
                return With(failure, new ReplicationException(
                    ErrorIds.PasswordPolicyRefused,
                    FailureKind.InvalidArgument,
                    server,
                    "The password does not meet the rules of " + server + " (1819). " + failure.Message,
                    "See the rules: SHOW GLOBAL VARIABLES LIKE 'validate_password%'. " + GivePassword));

            // By the source of MariaDB 10.5 (sql/sql_acl.cc, validate_password), not measured: no such plugin comes with the core packages.
            case 1290 when failure.Message.IndexOf("strict-password-validation", StringComparison.OrdinalIgnoreCase) >= 0:
                return With(failure, new ReplicationException(
                    ErrorIds.PasswordPolicyRefused,
                    FailureKind.InvalidOperation,
                    server,
                    server + " checks passwords with a plugin and therefore takes none as a hash; this module sends no password in clear to MariaDB, which would log it. " + failure.Message,
                    "For this command only: SET GLOBAL strict_password_validation = OFF, and ON again afterwards."));
            case 1290 or 1836 or 1792:
                return With(failure, new ReplicationException(
                    ErrorIds.AccountChangesRefused,
                    FailureKind.InvalidOperation,
                    server,
                    server + " takes no account statements now (" + Text(failure.ServerErrorCode.Value) + "). " + failure.Message,
                    "Make it writable first (SET GLOBAL super_read_only = OFF, SET GLOBAL read_only = OFF), or restart it without skip-grant-tables."));

            // 1410: what MySQL 8 and later say to a GRANT for an account that is not there; this room grants to existing ones only.
            case 1396 or 1133 or 1410:
                return With(failure, new ReplicationException(
                    ErrorIds.AccountChangedMeanwhile,
                    FailureKind.ResourceBusy,
                    server,
                    "Somebody else made or dropped the account on " + server + " in the meantime. " + failure.Message,
                    "Run the command again: it reads the account anew."));
            case 1524:
                return With(failure, new ReplicationException(
                    ErrorIds.AccountPluginUnavailable,
                    FailureKind.NotImplemented,
                    server,
                    "The authentication plugin is not loaded on " + server + " (1524). " + failure.Message,
                    "Load it there, or leave -Plugin out to take the server's own."));
            case 1470:
                return With(failure, new ReplicationException(
                    ErrorIds.UserNameTooLong,
                    FailureKind.InvalidArgument,
                    server,
                    "A name is longer than " + server + " takes (1470). " + failure.Message,
                    GiveCredential));
            case 1372 or 1827:
                return With(failure, new ReplicationException(
                    ErrorIds.PasswordPolicyRefused,
                    FailureKind.InvalidOperation,
                    server,
                    server + " does not take the form in which the password is kept (" + Text(failure.ServerErrorCode.Value) + "). " + failure.Message,
                    "Look at old_passwords there (it must be 0), then run the command again."));
            case 3638 or 3892:
                return With(failure, new ReplicationException(
                    ErrorIds.PasswordPolicyRefused,
                    FailureKind.InvalidArgument,
                    server,
                    "The rules of " + server + " for changing passwords refuse this one (" + Text(failure.ServerErrorCode.Value) + "). " + failure.Message,
                    "See the rules: SHOW GLOBAL VARIABLES LIKE 'password%'. " + GivePassword));
            default:
                return failure;
        }
    }

    public static string Account(string user, string host) => "'" + Redaction.Visible(user) + "'@'" + host + "'";

    /// <summary>The account that the server matched us with.</summary>
    public static string Who(ServerSession session)
    {
        var account = session.Facts.Account;
        var at = account.LastIndexOf('@');
        return at < 0 ? "'" + Redaction.Visible(account) + "'" : Account(account.Substring(0, at), account.Substring(at + 1));
    }

    private static ReplicationException With(ReplicationException from, ReplicationException to)
        => new(to.ErrorId, to.Kind, to.TargetObject, to.Message, to.RecommendedAction) { ServerErrorCode = from.ServerErrorCode };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
