using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Why an error log cannot be read, in sentences.</summary>
internal static class ErrorLogFailures
{
    public static ReplicationException NotFound(string path) => new(
        ErrorIds.ErrorLogNotFound,
        FailureKind.ObjectNotFound,
        path,
        "There is no error log " + path + ".",
        "SHOW VARIABLES LIKE 'log_error' on the server names it.");

    public static ReplicationException NotReadable(string path, string why) => new(
        ErrorIds.ErrorLogNotReadable,
        FailureKind.ReadError,
        path,
        "The error log " + path + " cannot be read: " + why.TrimEnd('.') + ".",
        "Run as a user who may read it (root, or the server's own user).");

    public static ReplicationException NotReachable(ServerReference server, string path) => new(
        ErrorIds.ErrorLogNotReachable,
        FailureKind.ResourceUnavailable,
        server,
        server + " keeps its error log in " + path + " on its own machine, which cannot be read from here.",
        "Run Get-ReplicationErrorLog -Path '" + path + "' on that machine, or copy the file here.");

    public static ReplicationException NotAFile(ServerReference server, string said) => new(
        ErrorIds.ErrorLogNotAFile,
        FailureKind.InvalidOperation,
        server,
        server + " writes its errors to no file: log_error is '" + said + "'.",
        "Look where its service manager keeps the output (journalctl -u mariadb, the Windows event log), or set log-error in the option file.");
}
