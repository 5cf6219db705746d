using System;
using System.Diagnostics;
using System.IO;
using MySqlReplication.Module.Tests.Hosting;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>A PowerShell session in a process of its own, which can be killed.</summary>
internal sealed class CrashingSession : IDisposable
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("MySqlReplication.Module.Tests", "Host", StringComparison.Ordinal), "mysqlreplication-host.dll");

    // The engine's pipe and the runtime's sockets lie there: a session that crashes cannot take them away, this does.
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("mysqlreplication-crash-");
    private readonly Process _process;

    /// <summary>Runs a command text with the module imported, in the state directory of this run.</summary>
    public CrashingSession(string command, string? path = null)
    {
        var info = new ProcessStartInfo("dotnet", [Program, "-NonInteractive", "-Module", ModuleSession.Manifest, "-Command", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["XDG_STATE_HOME"] = StateFolder.Path;
        info.Environment["TMPDIR"] = _temporary.FullName;
        if (path is not null)
        {
            info.Environment["PATH"] = path + Path.PathSeparator + info.Environment["PATH"];
        }

        _process = Process.Start(info)!;
    }

    /// <summary>The next line that it writes; null at its end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>All that is left of its output and errors, at its end.</summary>
    public string ReadToEnd()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var text = _process.StandardOutput.ReadToEnd() + errors.Result;
        _process.WaitForExit();
        return text;
    }

    /// <summary>A crash.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _temporary.Delete(recursive: true);
    }
}
