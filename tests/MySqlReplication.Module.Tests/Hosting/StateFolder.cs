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
    private const string OwnerFile = "run";

    private static readonly Lazy<string> Ours = new(Create);

    /// <summary>The folder, made and set at the first call.</summary>
    public static string Path => Ours.Value;

    private static string Create()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*").Where(IsAbandoned).ToList())
        {
            // Moved first: of two runs that begin at once, one clears it.
            var ours = left + ".clearing-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            try
            {
                EndServers(left);
                Directory.Move(left, ours);
                Directory.Delete(ours, recursive: true);
            }
            catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException)
            {
                // The other one does it, and has ended the server or moved the folder.
            }
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
        try
        {
            var owner = File.ReadAllText(System.IO.Path.Combine(folder, OwnerFile)).Split(' ');
            return owner.Length == 2 && StartOf(int.Parse(owner[0], CultureInfo.InvariantCulture)) != owner[1];
        }
        catch (IOException)
        {
            // None, or another run has cleared it this moment.
            return false;
        }
    }

    // In clock ticks since boot, the 22nd field: the same for whoever asks, which Process.StartTime is not. The second field is
    // the program's name in brackets and may hold anything.
    private static string? StartOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Ends the servers of the sandboxes registered there, each by its number and only if its arguments name that sandbox.
    private static void EndServers(string folder)
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
                End(number.GetInt32());
            }

            if (directory.StartsWith(System.IO.Path.GetTempPath(), StringComparison.Ordinal) && !directory.StartsWith(folder, StringComparison.Ordinal) && Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static void End(int processId)
    {
        try
        {
            using var server = Process.GetProcessById(processId);
            server.Kill();
            server.WaitForExit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }

    // The run is over and judged: what cannot be cleared now, the next run clears.
    private static void Clear(string folder)
    {
        try
        {
            EndServers(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine("What this run left could not be cleared: " + e.Message);
        }
    }
}
