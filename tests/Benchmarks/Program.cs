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

    internal static string EmptyManifest => Path.Combine(Root, "tests", "Benchmarks", "EmptyModule", "bin", Configuration, "net8.0", "EmptyModule.psd1");

    private static string Host => Path.Combine(Root, "tests", "Host", "bin", Configuration, "net10.0", "mysqlreplication-host.dll");

    private static readonly IFigures[] Rooms = [new MainJobFigures(), new OptionFileFigures(), new StatusFigures(), new SnapshotFigures(), new LagFigures()];

    public static int Main(string[] args)
    {
        // The engine reports module names over the network unless this is set before its first type is touched.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        if (args is ["import", var manifest])
        {
            Console.WriteLine(ImportMilliseconds(manifest).ToString("R", CultureInfo.InvariantCulture));
            return 0;
        }

        // Names of rooms choose; none means all.
        var rooms = Rooms.Where(r => args.Length == 0 || args.Contains(r.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (rooms.Count == 0)
        {
            Console.Error.WriteLine("There are figures of: " + string.Join(", ", Rooms.Select(r => r.Name)));
            return 2;
        }

        var holds = true;
        foreach (var figure in rooms.SelectMany(r => r.Measure()))
        {
            Console.WriteLine(figure);
            holds &= figure.Holds;
        }

        return holds ? 0 : 1;
    }

    /// <summary>Whether a part of a room is to be measured: those named in MYSQLREPLICATION_BENCH_PARTS; all when that is not set.</summary>
    internal static bool Wants(string part)
        => Environment.GetEnvironmentVariable("MYSQLREPLICATION_BENCH_PARTS") is not { Length: > 0 } wanted || wanted.Split(',').Contains(part, StringComparer.OrdinalIgnoreCase);

    /// <summary>A fresh process that times Import-Module alone.</summary>
    internal static double Import(string manifest)
        => double.Parse(Run([typeof(Program).Assembly.Location, "import", manifest]).Output, CultureInfo.InvariantCulture);

    /// <summary>A fresh process of the small host, from start to end.</summary>
    internal static double WallTime(params string[] arguments) => Run([Host, .. arguments]).Milliseconds;

    /// <summary>What a fresh process of the small host wrote.</summary>
    internal static string HostOutput(params string[] arguments) => Run([Host, .. arguments]).Output;

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
