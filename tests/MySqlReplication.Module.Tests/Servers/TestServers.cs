using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>The real servers that tests run on, as tests/servers/fetch.sh brings them. One that could not be brought fails its tests.</summary>
public static class TestServers
{
    private static readonly string Fetcher = Path.Combine(ModuleSession.RepositoryRoot, "tests", "servers", "fetch.sh");
    private static readonly Lazy<(Dictionary<string, string> Directories, string Said)> Fetched = new(Fetch);
    private static readonly Lazy<string[]> Listed = new(() => Run("--list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Every server's name: [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))].</summary>
    public static TheoryData<string> All => [.. Listed.Value];

    /// <summary>Those of MySQL.</summary>
    public static TheoryData<string> MySql => [.. Listed.Value.Where(n => n.StartsWith("mysql", StringComparison.Ordinal))];

    /// <summary>Those of MariaDB.</summary>
    public static TheoryData<string> MariaDB => [.. Listed.Value.Where(n => n.StartsWith("mariadb", StringComparison.Ordinal))];

    /// <summary>Where a server was unpacked.</summary>
    public static string DirectoryOf(string name) => Fetched.Value.Directories.TryGetValue(name, out var directory)
        ? directory
        : throw new InvalidOperationException("The server " + name + " could not be brought: " + Fetched.Value.Said);

    private static (Dictionary<string, string> Directories, string Said) Fetch()
    {
        var (output, said) = Run();
        var directories = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return (directories, said);
    }

    private static (string Output, string Said) Run(params string[] arguments)
    {
        var info = new ProcessStartInfo("bash", [Fetcher, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, said.Result);
    }
}
