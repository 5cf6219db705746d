using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Starts the server of a sandbox and waits until it answers a login.</summary>
internal static class SandboxStart
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    // 5.5 to 9.x and MariaDB: "Do you already have another mysqld server running on port: 3306 ?"
    private static readonly string[] PortTaken = ["Bind on TCP/IP port", "already have another", "Address already in use"];

    /// <summary>How an attempt ended.</summary>
    internal enum Outcome
    {
        /// <summary>It answers.</summary>
        Ready,

        /// <summary>Somebody else has its port.</summary>
        PortTaken,
    }

    /// <summary>Launches it, notes its process in the registry, and waits. Whatever goes wrong, no process is left.</summary>
    /// <exception cref="ReplicationException">SandboxStartFailed, SandboxStartTimeout, ServerProgramNotRunnable.</exception>
    public static async Task<(Outcome Outcome, SandboxRecord Record)> RunAsync(SandboxRecord record, ProgramLine line, OperationContext context, CancellationToken cancellationToken)
    {
        var logBefore = File.Exists(record.ErrorLog) ? new FileInfo(record.ErrorLog).Length : 0;
        using var process = SandboxProcess.Launch(record, line);
        var started = record with { ProcessId = process.Id, ProcessStart = SandboxProcess.StartOf(process.Id) };
        var ready = false;
        try
        {
            SandboxRegistry.Save(started);
            var outcome = await WaitAsync(started, process, logBefore, context, cancellationToken).ConfigureAwait(false);
            ready = outcome == Outcome.Ready;
            return (outcome, started);
        }
        finally
        {
            if (!ready)
            {
                await EndAsync(started).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the process of a sandbox at once, if it runs.</summary>
    /// <exception cref="ReplicationException">SandboxStopFailed.</exception>
    public static async Task EndAsync(SandboxRecord record)
    {
        if (SandboxProcess.Find(record) is not { } processId)
        {
            return;
        }

        SandboxProcess.Kill(processId);
        if (!await SandboxProcess.WaitForEndAsync(record, processId, TimeSpan.FromSeconds(60), CancellationToken.None).ConfigureAwait(false))
        {
            throw SandboxFailures.NotStopped(record, processId);
        }
    }

    private static async Task<Outcome> WaitAsync(SandboxRecord record, Process process, long logBefore, OperationContext context, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var server = SandboxPassword.Server(record, SandboxPassword.Read(record));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // setsid may have to leave a child behind and end itself: then the arguments tell who goes on.
            if (process.HasExited && SandboxProcess.Find(record) is null)
            {
                return Array.Exists(PortTaken, p => Said(record, logBefore).IndexOf(p, StringComparison.OrdinalIgnoreCase) >= 0)
                    ? Outcome.PortTaken
                    : throw Died(record, process, logBefore);
            }

            // The server writes its pid-file after it has bound its port: from then on it is this one that answers there.
            if (new FileInfo(record.ProcessIdFile) is { Exists: true, Length: > 0 } && await AnswersAsync(server, context, watch, cancellationToken).ConfigureAwait(false))
            {
                return Outcome.Ready;
            }

            if (watch.Elapsed > context.Timeout)
            {
                throw SandboxFailures.NoAnswer(record, context.Timeout, Said(record, logBefore));
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> AnswersAsync(ServerReference server, OperationContext context, Stopwatch watch, CancellationToken cancellationToken)
    {
        var left = context.Timeout - watch.Elapsed;
        var patient = context with { ConnectTimeout = left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1) };
        try
        {
            using var connection = await ServerConnection.OpenAsync(server, patient, cancellationToken).ConfigureAwait(false);
            await connection.ScalarAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.ServerUnreachable or ErrorIds.ConnectionLost or ErrorIds.TooManyConnections or ErrorIds.ServerTimeout)
        {
            return false;
        }
    }

    private static ReplicationException Died(SandboxRecord record, Process process, long logBefore)
    {
        var log = LogSince(record, logBefore);
        var first = SandboxFailures.ReadShared(record.StartLog);

        // Nothing in its log, and the shell's or the loader's codes for "cannot be executed": it never came to run.
        return log.Length == 0 && process.ExitCode is 126 or 127
            ? SandboxFailures.NotRunnable(record.Program, first)
            : SandboxFailures.NotStarted(record, first + "\n" + log);
    }

    private static string Said(SandboxRecord record, long logBefore) => SandboxFailures.ReadShared(record.StartLog) + "\n" + LogSince(record, logBefore);

    private static string LogSince(SandboxRecord record, long before)
    {
        try
        {
            using var stream = new FileStream(record.ErrorLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(Math.Min(before, stream.Length), SeekOrigin.Begin);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
