using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace MySqlReplication.Hosting;

/// <summary>
/// Turns Ctrl-C, SIGTERM and a closed terminal into one orderly stop: the pipeline is told to stop, its finally blocks run, and the
/// process ends with the exit code that shells expect (128 plus the number of the signal).
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;
    private int _exitCode;

    /// <summary>Starts to listen.</summary>
    public StopSignals()
    {
        Listen(PosixSignal.SIGINT, 130);
        Listen(PosixSignal.SIGTERM, 143);
        Listen(PosixSignal.SIGHUP, 129);
    }

    /// <summary>Cancelled with the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of the first signal; null when none came.</summary>
    public int? ExitCode => _stop.IsCancellationRequested ? Volatile.Read(ref _exitCode) : null;

    /// <summary>Called for the second signal, when somebody loses patience with the cleaning up; the third ends the process.</summary>
    public Action? Impatient { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Listen(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Received(exitCode);
        }));

    private void Received(int exitCode)
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                Volatile.Write(ref _exitCode, exitCode);
                _stop.Cancel();
                break;
            case 2:
                Impatient?.Invoke();
                break;
            default:
                Environment.Exit(exitCode);
                break;
        }
    }
}
