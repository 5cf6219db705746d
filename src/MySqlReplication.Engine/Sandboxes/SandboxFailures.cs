using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.LogFiles;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>What goes wrong with sandboxes, in sentences.</summary>
internal static class SandboxFailures
{
    public static ReplicationException NoProgram(string? serverDirectory) => new(
        ErrorIds.ServerProgramNotFound,
        FailureKind.ObjectNotFound,
        serverDirectory,
        serverDirectory is null
            ? "No server program (mariadbd or mysqld) is on PATH."
            : "No server program (mariadbd or mysqld) is in " + serverDirectory + " (looked in bin, sbin, libexec, usr/sbin, usr/bin, usr/libexec and the folder itself).",
        "Install MariaDB or MySQL, or give the folder of an unpacked distribution with -ServerDirectory.");

    public static ReplicationException NotRunnable(string program, string said)
    {
        var library = Between(said, "error while loading shared libraries: ", ":") ?? Between(said, "Library not loaded: ", "\n");
        var reason = library is not null ? "the library " + library.Trim() + " is missing" : FirstLine(said);
        return new ReplicationException(
            ErrorIds.ServerProgramNotRunnable,
            FailureKind.ResourceUnavailable,
            program,
            "The server program " + program + " cannot be run: " + Redaction.Visible(reason) + ".",
            library is not null
                ? "Install the package that holds " + library.Trim() + ", or give another distribution with -ServerDirectory."
                : "Check that it is a server program for this system and that you may execute it, or give another distribution with -ServerDirectory.");
    }

    public static ReplicationException NotSupported(string program, string version) => new(
        ErrorIds.ServerNotSupported,
        FailureKind.NotImplemented,
        program,
        program + " says that it is version '" + Redaction.Visible(version) + "'. Sandboxes are made of MySQL 5.5 and later and of MariaDB 10.5 and later.",
        "Give another distribution with -ServerDirectory.");

    public static ReplicationException TlsUnavailable(ServerProgram program) => new(
        ErrorIds.SandboxTlsUnavailable,
        FailureKind.NotImplemented,
        program.File,
        program.File + " is MySQL " + program.Version + ", whose own TLS goes no further than version 1.1; the systems of today accept none below 1.2.",
        "Leave -Tls out, or give a newer distribution with -ServerDirectory.");

    public static ReplicationException ScriptMissing(string program, string script) => new(
        ErrorIds.SandboxInitializationFailed,
        FailureKind.ObjectNotFound,
        program,
        "The distribution of " + program + " lacks its script " + script + ", which makes the system tables.",
        "Give a complete distribution with -ServerDirectory (for Debian packages: mariadb-server-core with all its files).");

    public static ReplicationException NotInitialized(string program, string said) => new(
        ErrorIds.SandboxInitializationFailed,
        FailureKind.InvalidOperation,
        program,
        program + " could not initialise an empty data directory. It said:" + Environment.NewLine + Tail(said),
        "See what the last lines complain about (disk space, rights, a library); then run the command again.");

    public static ReplicationException NotStarted(SandboxRecord record, string said) => new(
        ErrorIds.SandboxStartFailed,
        FailureKind.InvalidOperation,
        record.Name,
        "The server of sandbox '" + record.Name + "' ended while it was starting. Its log says:" + Environment.NewLine + Tail(said),
        "See what the last lines complain about: an -Option, or a line of the option file; correct it and run the command again.");

    public static ReplicationException NoAnswer(SandboxRecord record, TimeSpan limit, string said) => new(
        ErrorIds.SandboxStartTimeout,
        FailureKind.OperationTimeout,
        record.Name,
        "The server of sandbox '" + record.Name + "' did not answer a login within " + Seconds(limit) + " and was ended. Its log says:" + Environment.NewLine + Tail(said),
        "Give it more time with -TimeoutSeconds.");

    public static ReplicationException NotStopped(SandboxRecord record, int processId) => new(
        ErrorIds.SandboxStopFailed,
        FailureKind.OperationTimeout,
        record.Name,
        "Process " + processId.ToString(CultureInfo.InvariantCulture) + " of sandbox '" + record.Name + "' did not end, not even killed.",
        "Check that you may end it (it may belong to another user), then run the command again.");

    public static ReplicationException NoPort(int tried) => new(
        ErrorIds.NoFreePort,
        FailureKind.ResourceBusy,
        "127.0.0.1",
        "No free port was found on 127.0.0.1 after " + tried.ToString(CultureInfo.InvariantCulture) + " tries.",
        "Remove sandboxes that are not needed any more: Get-ReplicationSandbox | Remove-ReplicationSandbox.");

    public static ReplicationException PortTaken(SandboxRecord record) => new(
        ErrorIds.SandboxPortTaken,
        FailureKind.ResourceBusy,
        record.Name,
        "Sandbox '" + record.Name + "' cannot start: another program listens on its port, 127.0.0.1:" + record.Port.ToString(CultureInfo.InvariantCulture) + ".",
        "End that program, then run Start-ReplicationSandbox " + record.Name + " again.");

    public static ReplicationException Exists(string name) => new(
        ErrorIds.SandboxExists,
        FailureKind.InvalidOperation,
        name,
        "There is a sandbox named '" + name + "' already.",
        "Choose another -Name, or run Remove-ReplicationSandbox " + name + " first.");

    public static ReplicationException NotFound(string name) => new(
        ErrorIds.SandboxNotFound,
        FailureKind.ObjectNotFound,
        name,
        "There is no sandbox named '" + name + "'.",
        "See Get-ReplicationSandbox for those there are.");

    public static ReplicationException Incomplete(string name) => new(
        ErrorIds.SandboxIncomplete,
        FailureKind.InvalidOperation,
        name,
        "Sandbox '" + name + "' was never finished, or its directory is gone.",
        "Run Remove-ReplicationSandbox " + name + ", then make it anew.");

    public static ReplicationException Busy(SandboxRecord record) => new(
        ErrorIds.SandboxBusy,
        FailureKind.ResourceBusy,
        record.Name,
        "Another session is working on sandbox '" + record.Name + "' and did not finish within the limit.",
        "Wait for it, or give more time with -TimeoutSeconds.");

    public static ReplicationException NotASandbox(string directory) => new(
        ErrorIds.NotASandboxDirectory,
        FailureKind.InvalidOperation,
        directory,
        directory + " does not hold the mark of this sandbox (.replication-sandbox). Nothing in it was touched.",
        "Look at what is in there; when it may go, delete it by hand and run the command again.");

    public static ReplicationException DirectoryRefused(string directory, string reason) => new(
        ErrorIds.SandboxDirectoryRefused,
        FailureKind.InvalidArgument,
        directory,
        "A sandbox cannot be made in " + directory + ": " + reason + ".",
        "Give another folder with -Directory, or another -Name.");

    public static ReplicationException NameInvalid(string name, string reason) => new(
        ErrorIds.SandboxNameInvalid,
        FailureKind.InvalidArgument,
        name,
        "'" + Redaction.Visible(name) + "' is no name for a sandbox: " + reason + ".",
        "Use 1 to 40 letters, digits, '-', '_' and '.', beginning with a letter or digit.");

    public static ReplicationException OptionRefused(string option, string reason) => new(
        ErrorIds.SandboxOptionRefused,
        FailureKind.InvalidArgument,
        option,
        "The option '" + Redaction.Visible(option) + "' cannot be given: " + reason + ".",
        "Leave it out of -Option.");

    public static ReplicationException Files(Exception failure, object? target) => new(
        ErrorIds.SandboxFilesFailed,
        FailureKind.WriteError,
        target,
        "Files of a sandbox could not be read or written: " + Redaction.Visible(failure.Message),
        "Check rights and free space of that folder.");

    /// <summary>The file's text; empty when there is none.</summary>
    public static string ReadShared(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string Tail(string said) => ErrorLogTail.Telling(said) is { Length: > 0 } told ? told : "  (nothing)";

    private static string FirstLine(string said)
        => said.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0)?.TrimEnd('.') ?? "it said nothing";

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? text.Substring(start) : text.Substring(start, end - start);
    }

    private static string Seconds(TimeSpan span) => ((int)span.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s";
}
