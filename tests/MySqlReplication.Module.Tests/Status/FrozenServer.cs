using System;
using System.Diagnostics;
using System.Globalization;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>
/// A server stopped in the middle (SIGSTOP) until disposed: its connections stay open and nothing comes through them, as
/// behind a network that drops everything.
/// </summary>
public sealed class FrozenServer : IDisposable
{
    private readonly int _process;

    public FrozenServer(ReplicationSandbox sandbox)
    {
        _process = sandbox.ProcessId ?? throw new InvalidOperationException(sandbox.Name + " does not run.");
        Send("STOP");
    }

    public void Dispose() => Send("CONT");

    private void Send(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException("kill -" + signal + " ended with " + kill.ExitCode + ".");
        }
    }
}
