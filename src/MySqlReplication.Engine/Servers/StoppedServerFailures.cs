using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Servers;

/// <summary>Why the files of a server that should be stopped are not touched.</summary>
internal static class StoppedServerFailures
{
    public static ReplicationException StillRuns(string directory, string evidence) => new(
        ErrorIds.ServerStillRuns,
        FailureKind.ResourceBusy,
        directory,
        "A server runs on " + directory + ": " + evidence + ". Its files are not touched while it does.",
        "Repair-RelayLog with the server's address repairs it while it runs; or stop it first and run this command again.");

    public static ReplicationException StateNotProven(string directory, string reason) => new(
        ErrorIds.ServerStateNotProven,
        FailureKind.PermissionDenied,
        directory,
        "It cannot be proven that no server runs on " + directory + ": " + reason,
        "Run the command as root or as the user that owns the data directory.");

    public static ReplicationException NotADataDirectory(string directory, string reason) => new(
        ErrorIds.NotADataDirectory,
        FailureKind.InvalidArgument,
        directory,
        directory + " is not the data directory of a server: " + reason + ".",
        "Give the directory that SHOW VARIABLES LIKE 'datadir' names, with -DataDirectory.");
}
