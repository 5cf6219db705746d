using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MySqlReplication.Benchmarks;

/// <summary>The server's own command line client, started anew for one statement.</summary>
internal sealed class ClientProcess : IDisposable
{
    private const string Statement = "SHOW ALL SLAVES STATUS";
    private readonly string _login = Path.GetTempFileName();
    private readonly string _prefix;
    private readonly string _loader;

    public ClientProcess(string prefix, string socket, string user, string password)
    {
        _prefix = prefix;
        _loader = Path.Combine(Libraries, "ld-linux-x86-64.so.2");
        File.SetUnixFileMode(_login, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_login, "[client]\nuser=" + user + "\npassword=\"" + password + "\"\nsocket=" + socket + "\n");
    }

    private string Libraries => Path.Combine(_prefix, "usr/lib/x86_64-linux-gnu");

    /// <summary>One status; how long it took in milliseconds.</summary>
    public double Run() => Time(_loader, [.. Client(), "-e", Statement]);

    /// <summary>One status each of many servers, 64 at a time, as people write it: xargs -P 64. A dead one is given up after two seconds.</summary>
    public double RunMany(IEnumerable<int> ports)
    {
        var list = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(list, ports.Select(p => p.ToString(CultureInfo.InvariantCulture)));
            return Time("xargs", ["-a", list, "-P", "64", "-I", "PORT", _loader, .. Client(), "--protocol=tcp", "--host=127.0.0.1", "--port=PORT", "--connect-timeout=2", "-e", Statement], isAllowedToFail: true);
        }
        finally
        {
            File.Delete(list);
        }
    }

    private string[] Client() => ["--library-path", Path.Combine(_prefix, "lib/x86_64-linux-gnu") + ":" + Libraries, Path.Combine(_prefix, "usr/bin/mariadb"), "--defaults-file=" + _login];

    private static double Time(string program, string[] arguments, bool isAllowedToFail = false)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 || isAllowedToFail ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException("The client ended with " + process.ExitCode + ": " + errors.Result);
    }

    public void Dispose() => File.Delete(_login);
}
