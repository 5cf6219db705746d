using System;
using System.Diagnostics;
using System.IO;

namespace MySqlReplication.Benchmarks;

/// <summary>The server's own command line client, started anew for one statement.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly string _login = Path.GetTempFileName();
    private readonly string _prefix;

    public ClientProcess(string prefix, string socket, string user, string password)
    {
        _prefix = prefix;
        File.SetUnixFileMode(_login, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_login, "[client]\nuser=" + user + "\npassword=\"" + password + "\"\nsocket=" + socket + "\n");
    }

    /// <summary>One status; how long it took in milliseconds.</summary>
    public double Run()
    {
        var libraries = Path.Combine(_prefix, "usr/lib/x86_64-linux-gnu");
        var start = new ProcessStartInfo(Path.Combine(libraries, "ld-linux-x86-64.so.2")) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "--library-path", Path.Combine(_prefix, "lib/x86_64-linux-gnu") + ":" + libraries, Path.Combine(_prefix, "usr/bin/mariadb"), "--defaults-file=" + _login, "-e", "SHOW ALL SLAVES STATUS" })
        {
            start.ArgumentList.Add(argument);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException("The client ended with " + process.ExitCode + ".");
    }

    public void Dispose() => File.Delete(_login);
}
