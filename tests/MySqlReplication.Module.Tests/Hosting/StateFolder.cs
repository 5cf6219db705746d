using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>
/// The state directory of this run, in place of the developer's own: journal and sandboxes. Gone at the end. What a killed run
/// left, servers too, goes at the beginning of the next.
/// </summary>
internal static class StateFolder
{
    private const string Prefix = "mysqlreplication-tests-";
    private const string OwnerFile = "owner";

    private static readonly Lazy<string> Ours = new(Create);

    /// <summary>The folder, made and set at the first call.</summary>
    public static string Path => Ours.Value;

    private static string Create()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*").Where(IsAbandoned).ToList())
        {
            Clear(left);
        }

        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, OwnerFile), Environment.ProcessId + " " + StartOf(Environment.ProcessId));
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Clear(folder);
        return folder;
    }

    // A folder without an owner's mark may be in the making.
    private static bool IsAbandoned(string folder)
    {
        var file = System.IO.Path.Combine(folder, OwnerFile);
        var owner = File.Exists(file) ? File.ReadAllText(file).Split(' ') : [];
        return owner.Length == 2 && StartOf(int.Parse(owner[0], CultureInfo.InvariantCulture)) != owner[1];
    }

    private static string? StartOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    // Ends the servers of the sandboxes registered there, each by its number and only if its arguments name that sandbox.
    private static void Clear(string folder)
    {
        var registry = System.IO.Path.Combine(folder, "MySqlReplication", "sandboxes");
        foreach (var entry in Directory.Exists(registry) ? Directory.GetFiles(registry, "*.json") : [])
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(entry));
            var directory = record.RootElement.GetProperty("Directory").GetString()!;
            if (record.RootElement.GetProperty("ProcessId") is { ValueKind: JsonValueKind.Number } number
                && File.Exists($"/proc/{number.GetInt32()}/cmdline")
                && File.ReadAllText($"/proc/{number.GetInt32()}/cmdline").Contains("--defaults-file=" + directory + "/", StringComparison.Ordinal))
            {
                using var server = Process.GetProcessById(number.GetInt32());
                server.Kill();
                server.WaitForExit();
            }

            if (directory.StartsWith(System.IO.Path.GetTempPath(), StringComparison.Ordinal) && Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
