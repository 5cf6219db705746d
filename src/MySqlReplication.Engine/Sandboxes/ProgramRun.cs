using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Runs a program to its end.</summary>
internal static class ProgramRun
{
    /// <summary>Its exit code and all that it said. Killed when it does not end in time (exit code null) or the caller cancels.</summary>
    /// <exception cref="ReplicationException">ServerProgramNotRunnable: it could not be started at all.</exception>
    public static async Task<(int? ExitCode, string Said)> ToEndAsync(ProgramLine line, Stream? input, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = line.ToStartInfo(), EnableRaisingEvents = true };
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.TrySetResult(true);
        Start(process, line);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        using var registration = limited.Token.Register(() => Kill(process));
        var output = ReadAsync(process.StandardOutput.BaseStream);
        var error = ReadAsync(process.StandardError.BaseStream);
        try
        {
            if (input is not null)
            {
                await input.CopyToAsync(process.StandardInput.BaseStream, 81920, CancellationToken.None).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; what it said tells why.
        }

        await ended.Task.ConfigureAwait(false);
        var said = await error.ConfigureAwait(false) + await output.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return (limited.IsCancellationRequested ? null : process.ExitCode, said);
    }

    /// <summary>Starts it, or says why it cannot be.</summary>
    public static void Start(Process process, ProgramLine line)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw SandboxFailures.NotRunnable(line.File, e.Message);
        }
    }

    // To the end, whatever happens: the streams end with the process.
    private static async Task<string> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, 81920, CancellationToken.None).ConfigureAwait(false);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }
}
