using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>The server programs that tests/servers/fetch.sh brings, run for what they print. One that could not be brought fails its tests.</summary>
internal static class ServerPrograms
{
    private static readonly string Fetcher = Path.Combine(
        typeof(ServerPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "tests", "servers", "fetch.sh");

    private static readonly Lazy<Dictionary<string, string>> Fetched = new(() => Encoding.UTF8.GetString(Run("bash", [Fetcher], null).Output)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal));

    public static TheoryData<string> Names => [.. Encoding.UTF8.GetString(Run("bash", [Fetcher, "--list"], null).Output).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Runs the server program of one prefix with its own loader and libraries, where it has them.</summary>
    public static (int ExitCode, byte[] Output, string Error) Run(string name, params string[] arguments)
        => Run(name, ["usr/sbin/mariadbd", "usr/sbin/mysqld", "bin/mysqld"], null, arguments);

    /// <summary>Runs the server program, or its my_print_defaults, with an environment of its own.</summary>
    public static (int ExitCode, byte[] Output, string Error) Run(string name, string[] programs, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        Assert.True(Fetched.Value.TryGetValue(name, out var prefix), "The server " + name + " could not be brought by " + Fetcher);
        var program = programs.Select(p => Path.Combine(prefix!, p)).First(File.Exists);
        var loader = new[] { "usr/lib", "lib" }.Select(d => Path.Combine(prefix!, d)).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).SelectMany(d => Directory.GetFiles(d, "ld-linux-*.so.*")).FirstOrDefault();
        if (loader is null)
        {
            return Run(program, arguments, Path.Combine(prefix!, "lib"), environment);
        }

        var machine = Path.GetFileName(Path.GetDirectoryName(loader))!;
        var libraries = Path.Combine(prefix!, "lib", machine) + ":" + Path.Combine(prefix!, "usr/lib", machine);
        return Run(loader, ["--library-path", libraries, program, .. arguments], null, environment);
    }

    private static (int ExitCode, byte[] Output, string Error) Run(string program, string[] arguments, string? libraries, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        if (libraries is not null)
        {
            info.Environment["LD_LIBRARY_PATH"] = libraries;
        }

        using var process = Process.Start(info)!;
        var said = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), said.Result);
    }
}
