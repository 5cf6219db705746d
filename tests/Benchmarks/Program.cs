using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MySqlReplication.Benchmarks;

internal static class Program
{
    private static readonly Dictionary<string, string?> Metadata = typeof(Program).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value);

    internal static string Root => Metadata["RepositoryRoot"]!;

    internal static string Manifest => Path.Combine(Root, "MySqlReplication.psd1");

    internal static string Configuration => Metadata["Configuration"]!;

    private static string EmptyManifest => Path.Combine(Root, "tests", "Benchmarks", "EmptyModule", "bin", Configuration, "net8.0", "EmptyModule.psd1");

    private static string Host => Path.Combine(Root, "tests", "Host", "bin", Configuration, "net10.0", "mysqlreplication-host.dll");

    public static int Main(string[] args)
    {
        // The engine reports module names over the network unless this is set before its first type is touched.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        if (args is ["import", var manifest])
        {
            Console.WriteLine(ImportMilliseconds(manifest).ToString("R", CultureInfo.InvariantCulture));
            return 0;
        }

        var figures = new List<Figure>
        {
            Figure.Measure("Import-Module against an empty binary module", 20, 2.0, () => Import(Manifest), () => Import(EmptyManifest)),
        };
        Show(figures[^1]);
        using (var servers = new BenchmarkPair())
        {
            figures.Add(Figure.Measure(
                "a process with one Get-SlaveStatus against the host doing nothing",
                15,
                1.5,
                () => WallTime("-Module", Manifest, "-Command", servers.StatusCommand),
                () => WallTime("-Command", "1")));
            Show(figures[^1]);
            figures.Add(Figure.Measure("Start-ReplicationLink against the statements in one client", 9, 1.5, servers.StartByCmdlet, servers.StartByClient));
            Show(figures[^1]);
        }

        return figures.All(f => f.Holds) ? 0 : 1;
    }

    private static void Show(Figure figure) => Console.WriteLine(figure);

    /// <summary>A fresh process that times Import-Module alone.</summary>
    private static double Import(string manifest)
        => double.Parse(Run([typeof(Program).Assembly.Location, "import", manifest]).Output, CultureInfo.InvariantCulture);

    private static double WallTime(params string[] arguments) => Run([Host, .. arguments]).Milliseconds;

    private static double ImportMilliseconds(string manifest)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using (var warm = PowerShell.Create(runspace))
        {
            warm.AddScript("Get-Command Import-Module").Invoke();
        }

        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Import-Module").AddArgument(manifest).AddParameter("ErrorAction", "Stop");
        var watch = Stopwatch.StartNew();
        shell.Invoke();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static (string Output, double Milliseconds) Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0
            ? (output.Trim(), milliseconds)
            : throw new InvalidOperationException("dotnet " + string.Join(' ', arguments) + " ended with " + process.ExitCode + ": " + error.Result + output);
    }
}
