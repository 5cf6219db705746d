using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>The server's process: started apart from this one, found again by what it is and not by its number alone, ended.</summary>
internal static class SandboxProcess
{
    // A session of its own, so that neither Ctrl-C nor the end of the terminal reaches it; where setsid is missing (macOS)
    // the signals are ignored instead. The streams leave this process's pipes before the program begins.
    private const string Detached = "log=$1; shift; command -v setsid >/dev/null 2>&1 && exec setsid \"$@\" </dev/null >>\"$log\" 2>&1; trap '' HUP INT; exec \"$@\" </dev/null >>\"$log\" 2>&1";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private static bool HasProc => Directory.Exists("/proc/self");

    /// <summary>Whether this process has root's rights on a Unix.</summary>
    public static bool RunsAsRoot { get; } = Path.DirectorySeparatorChar == '/' && EffectiveUser() == 0;

    /// <summary>The command by which the server of a record runs.</summary>
    public static ProgramLine Line(SandboxRecord record, ServerProgram program) => program.Line.With(DefaultsFile(record));

    /// <summary>Starts it and returns at once.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">ServerProgramNotRunnable.</exception>
    public static Process Launch(SandboxRecord record, ProgramLine line)
    {
        File.Delete(record.ProcessIdFile);
        File.Delete(record.StartLog);
        var wrapped = Path.DirectorySeparatorChar == '\\'
            ? line
            : line with { File = "/bin/sh", Arguments = ["-c", Detached, "sh", record.StartLog, line.File, .. line.Arguments] };
        var info = wrapped.ToStartInfo();
        info.WorkingDirectory = record.Directory;
        var process = new Process { StartInfo = info };
        ProgramRun.Start(process, line);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>The process of this very sandbox; null when it does not run.</summary>
    public static int? Find(SandboxRecord record)
    {
        if (!HasProc)
        {
            return record.ProcessId is { } seen && StartOf(seen) is { } start && start == record.ProcessStart ? seen : null;
        }

        foreach (var candidate in new[] { record.ProcessId, ProcessIdInFile(record) })
        {
            if (candidate is { } id && IsServerOf(record, id))
            {
                return id;
            }
        }

        // A crash may have come before anybody wrote the number down.
        return Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && IsServerOf(record, id))
            .Cast<int?>()
            .FirstOrDefault();
    }

    /// <summary>What tells this process from a later one of the same number; null when it is gone.</summary>
    public static string? StartOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Asks it to end cleanly. The server does so in its own time.</summary>
    public static async Task AskToEndAsync(int processId, CancellationToken cancellationToken)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            AskToEndOnWindows(processId);
            return;
        }

        var line = new ProgramLine("/bin/sh", ["-c", "kill -TERM \"$1\"", "sh", processId.ToString(CultureInfo.InvariantCulture)]);
        await ProgramRun.ToEndAsync(line, null, TimeSpan.FromSeconds(10), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends it at once.</summary>
    public static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile, or may not be ended by us: whether it is gone is looked at afterwards.
        }
    }

    /// <summary>Waits until it is gone; false when it is not within the limit.</summary>
    public static async Task<bool> WaitForEndAsync(SandboxRecord record, int processId, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (IsRunning(record, processId))
        {
            if (watch.Elapsed > limit)
            {
                return false;
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static bool IsRunning(SandboxRecord record, int processId)
        => HasProc ? IsServerOf(record, processId) : StartOf(processId) is { } start && (record.ProcessStart is null || start == record.ProcessStart);

    private static string DefaultsFile(SandboxRecord record) => "--defaults-file=" + record.OptionFile;

    // Its arguments name a server's program and, behind it, this sandbox's option file: a client that reads the same file has
    // another program. The program need not be the one that was started: that may be a script. A zombie has no arguments.
    private static bool IsServerOf(SandboxRecord record, int processId)
    {
        var arguments = ReadProc(processId, "cmdline").Split('\0');
        var file = Array.IndexOf(arguments, DefaultsFile(record));
        return file > 0 && arguments.Take(file).Any(a => a == record.Program || Path.GetFileName(a) is "mysqld" or "mariadbd");
    }

    private static int? ProcessIdInFile(SandboxRecord record)
        => int.TryParse(SandboxFailures.ReadShared(record.ProcessIdFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string ReadProc(int processId, string file)
        => SandboxFailures.ReadShared("/proc/" + processId.ToString(CultureInfo.InvariantCulture) + "/" + file);

    private static int EffectiveUser()
    {
        foreach (var line in SandboxFailures.ReadShared("/proc/self/status").Split('\n'))
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
            {
                return int.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture);
            }
        }

        return Environment.UserName == "root" ? 0 : -1;
    }

    // Servers on Windows wait for an event of this name (sql/mysqld.cc, shutdown_event_name).
    private static void AskToEndOnWindows(int processId)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            return;
        }
#endif
        if (EventWaitHandle.TryOpenExisting("MySQLShutdown" + processId.ToString(CultureInfo.InvariantCulture), out var asked))
        {
            using (asked)
            {
                asked.Set();
            }
        }
    }
}
