using System;
using System.Diagnostics;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>
/// Programs that a test makes and runs at once. They are written by a shell: a process that another test starts at the same moment
/// inherits for an instant what this one has open, and a file that somebody has open for writing cannot be executed (ETXTBSY).
/// </summary>
internal static class Executable
{
    /// <summary>A script of this text.</summary>
    public static void Write(string path, string text) => Run("printf %s \"$2\" > \"$1\" && chmod 700 \"$1\"", path, text);

    /// <summary>A copy of a program.</summary>
    public static void Copy(string from, string to) => Run("cp \"$1\" \"$2\"", from, to);

    private static void Run(string command, params string[] arguments)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command, "sh", .. arguments]);
        shell.WaitForExit();
        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException(command + " ended with " + shell.ExitCode + ".");
        }
    }
}
