using System;
using System.Globalization;
using System.Net.Sockets;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Connections;

/// <summary>The driver's exceptions in the module's words. No driver exception goes further than this.</summary>
internal static class ConnectionFailures
{
    public static ReplicationException CredentialMissing(ServerReference server) => new(
        ErrorIds.CredentialMissing,
        FailureKind.AuthenticationError,
        server,
        server.UserName is null
            ? "No login was given for " + server + "."
            : "No password was given for user '" + server.UserName + "' on " + server + ".",
        "Pass -Credential (Get-Credential), or a server that Connect-ReplicationServer returned.");

    public static ReplicationException Unreachable(ServerReference server, string reason) => new(
        ErrorIds.ServerUnreachable,
        FailureKind.ConnectionError,
        server,
        server + " cannot be reached: " + reason + ".",
        server.Socket is null
            ? "Check that the server runs and that nothing blocks " + server + " (bind-address, skip-networking, firewall, DNS)."
            : "Check that the server runs and that this user may open the socket " + server + ".");

    public static ReplicationException NotAServer(ServerReference server) => new(
        ErrorIds.ServerNotSupported,
        FailureKind.InvalidData,
        server,
        "What listens on " + server + " does not answer as a MySQL or MariaDB server does.",
        "Check the port: another program may own it.");

    public static ReplicationException AnswerInvalid(ServerReference server, SqlStatement statement, Exception exception) => new(
        ErrorIds.ServerAnswerInvalid,
        FailureKind.InvalidData,
        server,
        exception is NotSupportedException
            ? server + " asked for a file of this machine, which no server gets (LOAD DATA LOCAL). Statement: " + statement.Redacted
            : "What " + server + " sent is no answer to: " + statement.Redacted + " (" + Redaction.Clean(exception.Message, statement.Secrets) + ")",
        "If this was no LOAD DATA LOCAL of yours, do not trust that server: check who answers at " + server + ", and what stands between.");

    public static ReplicationException AnswerMissing(ServerReference server, SqlStatement statement, int seconds) => new(
        ErrorIds.ServerTimeout,
        FailureKind.OperationTimeout,
        server,
        server + " gave no answer within " + seconds + " s to: " + statement.Redacted,
        "See what the server does: SHOW FULL PROCESSLIST; raise -TimeoutSeconds if that is its pace. A server that asks for a file of this machine, which none gets, is silent in the same way.");

    /// <summary>A failed attempt to open a session.</summary>
    public static ReplicationException FromOpen(ServerReference server, MySqlException exception)
    {
        var said = Redaction.Clean(exception.Message, Secrets(server));
        var failure = (int)exception.ErrorCode switch
        {
            1045 or 1698 or 1251 or 1524 or 1862 or 1820 or 3118 or 4151 => new ReplicationException(
                ErrorIds.LoginRefused,
                FailureKind.AuthenticationError,
                server,
                server + " refused the login of '" + server.UserName + "' (" + Number(exception) + "): " + said,
                "Check name and password, and that the account exists for the address you come from: SELECT user, host FROM mysql.user."),
            1130 => new ReplicationException(
                ErrorIds.HostNotAllowed,
                FailureKind.AuthenticationError,
                server,
                server + " takes no login from this address (1130): " + said,
                "Create an account whose host part fits the address in the message."),
            1040 or 1203 or 1226 => new ReplicationException(
                ErrorIds.TooManyConnections,
                FailureKind.ResourceBusy,
                server,
                server + " has no connection left (" + Number(exception) + "): " + said,
                "Try again when load is lower, or raise max_connections."),
            1129 => new ReplicationException(
                ErrorIds.HostNotAllowed,
                FailureKind.ConnectionError,
                server,
                server + " has blocked this address after too many failed connections (1129): " + said,
                "Run FLUSH HOSTS on the server (MySQL 8 and later: TRUNCATE performance_schema.host_cache)."),
            _ => null,
        };
        if (failure is not null)
        {
            return WithCode(failure, exception);
        }

        if (IsAboutTls(exception))
        {
            return WithCode(new ReplicationException(
                ErrorIds.TlsFailed,
                FailureKind.SecurityError,
                server,
                "No secure connection to " + server + " (-Tls " + server.Tls.Mode + "): " + Innermost(exception, said),
                server.Tls.Mode switch
                {
                    ConnectionTls.Off => "An account with caching_sha2_password needs TLS or the socket: Connect-ReplicationServer " + server + " -Tls Encrypted.",
                    ConnectionTls.Preferred => "Check the server's certificate; Connect-ReplicationServer " + server + " -Tls Off goes in the clear, should that be what you want.",
                    ConnectionTls.Encrypted => "See whether the server offers TLS: SHOW GLOBAL STATUS LIKE 'Ssl_server_not_after' is empty without a certificate.",
                    _ => "Check that the server's certificate is made for " + (server.HostName ?? "its host") + " and signed by an authority of "
                        + (server.Tls.CaFile ?? "this system (-TlsCaFile FILE gives another)") + ". Connect-ReplicationServer " + server + " -Tls Encrypted does not check it.",
                }), exception);
        }

        return WithCode(Unreachable(server, said.TrimEnd('.')), exception);
    }

    /// <summary>A statement that failed.</summary>
    public static ReplicationException FromStatement(ServerReference server, SqlStatement statement, MySqlException exception)
    {
        var said = Redaction.Clean(exception.Message, statement.Secrets);
        var what = statement.Redacted;
        var number = (int)exception.ErrorCode;
        var failure = (IsNetwork(exception) && number is not -1 ? 2013 : number) switch
        {
            // No number: the driver's own words about bytes that it could not read.
            0 => AnswerInvalid(server, statement, exception.InnerException ?? exception),
            -1 or 1317 or 3024 or 1969 => new ReplicationException(
                ErrorIds.ServerTimeout,
                FailureKind.OperationTimeout,
                server,
                server + " did not finish within the limit: " + what,
                "Raise -TimeoutSeconds, or see what holds it with SHOW PROCESSLIST."),
            1227 or 1044 or 1142 or 1143 or 1370 or 1410 => new ReplicationException(
                ErrorIds.PrivilegeMissing,
                FailureKind.PermissionDenied,
                server,
                "'" + server.UserName + "' on " + server + " lacks a privilege (" + Number(exception) + "): " + said + " Statement: " + what,
                MissingPrivileges.Cure(server, said, what)),
            2006 or 2013 or 1053 or 1927 or 1152 or 1158 or 1159 or 1160 or 1161 or 4031 => new ReplicationException(
                ErrorIds.ConnectionLost,
                FailureKind.ConnectionError,
                server,
                "The connection to " + server + " broke: " + said,
                "Check that the server still runs, then run the command again."),
            _ => new ReplicationException(
                ErrorIds.StatementFailed,
                FailureKind.InvalidOperation,
                server,
                server + " answered " + Number(exception) + ": " + said + " Statement: " + what),
        };
        return WithCode(failure, exception);
    }

    private static string[] Secrets(ServerReference server) => server.Credential is { IsPasswordEmpty: false } credential ? [credential.Reveal()] : [];

    private static string Number(MySqlException exception) => ((int)exception.ErrorCode).ToString(CultureInfo.InvariantCulture);

    private static ReplicationException WithCode(ReplicationException failure, MySqlException exception) =>
        new(failure.ErrorId, failure.Kind, failure.TargetObject, failure.Message, failure.RecommendedAction)
        {
            ServerErrorCode = (int)exception.ErrorCode,
        };

    // "SSL Authentication Error" says less than what stands inside it.
    private static string Innermost(Exception exception, string said)
    {
        var inner = exception;
        while (inner.InnerException is { } deeper)
        {
            inner = deeper;
        }

        return ReferenceEquals(inner, exception) ? said : said.TrimEnd('.') + ": " + Redaction.Clean(inner.Message);
    }

    private static bool IsNetwork(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException or System.IO.IOException or TimeoutException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAboutTls(MySqlException exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is System.Security.Authentication.AuthenticationException
                || e.Message.IndexOf("SSL", StringComparison.OrdinalIgnoreCase) >= 0
                || e.Message.IndexOf("RSA public key", StringComparison.OrdinalIgnoreCase) >= 0
                || e.Message.IndexOf("secure connection", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
