using System.Collections.Generic;
using System.IO;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Repair;

/// <summary>What the repair of a stopped server's relay log refuses.</summary>
internal static class RepairFailures
{
    private const string Online = "Start the server and run Repair-RelayLog with its address: on the running server what had been fetched is fetched again from the source.";

    public static ReplicationException DataDirectoryNotNamed(string optionFile) => new(
        ErrorIds.NotADataDirectory,
        FailureKind.InvalidArgument,
        optionFile,
        optionFile + " does not say datadir.",
        "Give the data directory with -DataDirectory.");

    public static ReplicationException RelayLogNameUnknown(string optionFile) => new(
        ErrorIds.RelayLogNameUnknown,
        FailureKind.InvalidData,
        optionFile,
        optionFile + " does not say relay-log, so the name that the server will look for depends on its host's name or pid-file and is not known here.",
        "Set it, which also keeps it from changing again: Set-MyCnfReplication " + optionFile + " -RelayLog NAME. Then run this command again.");

    public static ReplicationException FormerNotFound(string directory, string channel, string reason) => new(
        ErrorIds.FormerRelayLogNotFound,
        FailureKind.ObjectNotFound,
        directory,
        "The index of the former relay logs" + Of(channel) + " was not found: " + reason,
        "If relay_log had another name before, give it with -FormerRelayLog. " + Online);

    public static ReplicationException FormerAmbiguous(string directory, string channel, IEnumerable<string> candidates) => new(
        ErrorIds.FormerRelayLogAmbiguous,
        FailureKind.InvalidOperation,
        directory,
        "Several indexes could be the one of the former relay logs" + Of(channel) + ": " + string.Join(", ", candidates) + ". Which one was in use stands in a table that only the server can read.",
        "Give the name that relay_log had before with -FormerRelayLog.");

    public static ReplicationException FileMissing(string index, string file) => new(
        ErrorIds.RelayLogFileMissing,
        FailureKind.ObjectNotFound,
        index,
        index + " lists " + file + ", which is not there: what it held cannot be applied any more.",
        Online);

    public static ReplicationException DirectoryChanged(string index, string former, string wanted) => new(
        ErrorIds.RelayLogDirectoryChanged,
        FailureKind.InvalidOperation,
        index,
        "The relay logs lie in " + former + " and the option file sends the server to " + wanted + ": it would not find them there, whatever the index lists.",
        "Put the former directory back into relay-log; or: " + Online);

    public static ReplicationException NotReadable(string file, string reason) => new(
        ErrorIds.RelayLogFileNotReadable,
        FailureKind.ReadError,
        file,
        file + " cannot be read: " + reason,
        "Run the command as root or as the user that owns the data directory.");

    public static ReplicationException NotWritten(string file, IOException cause) => NotWritten(file, cause.Message);

    public static ReplicationException NotWritten(string file, string reason) => new(
        ErrorIds.RelayLogIndexNotWritten,
        FailureKind.WriteError,
        file,
        file + " could not be written: " + reason,
        "Run the command as root or as the user that owns the data directory, and see that the disk is not full.");

    public static ReplicationException ChangedSince(string file) => new(
        ErrorIds.RelayLogIndexChangedSince,
        FailureKind.InvalidOperation,
        file,
        file + " is not any more as the repair left it: a server has used it since, and putting it back would make it lose its place again. Nothing was done.",
        "Leave it as it is. -Force puts it back all the same.");

    private static string Of(string channel) => channel.Length == 0 ? string.Empty : " of channel '" + channel + "'";
}
