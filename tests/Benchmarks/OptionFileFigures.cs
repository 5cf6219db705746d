using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;

namespace MySqlReplication.Benchmarks;

/// <summary>What editing a large option file costs: read, edit and write in a warm session, against crudini (Debian's package) for the same options.</summary>
internal sealed class OptionFileFigures : IFigures
{
    private const int Lines = 10_000;
    private static readonly (string Name, string Value)[] Options =
        [("server-id", "7"), ("sync-binlog", "1"), ("relay-log", "relay"), ("auto-increment-increment", "10"), ("auto-increment-offset", "3")];

    public string Name => "optionfile";

    public IEnumerable<Figure> Measure()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(d => File.Exists(Path.Combine(d, "crudini"))))
        {
            Console.WriteLine("Set-MyCnfReplication against crudini: not measured, crudini is not installed (apt-get install crudini)");
            yield break;
        }

        var folder = Directory.CreateTempSubdirectory("bench-mycnf-").FullName;
        try
        {
            using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            runspace.Open();
            Invoke(runspace, "Import-Module '" + Program.Manifest + "' -ErrorAction Stop");

            // A warm process: the code is compiled as it is going to be.
            for (var i = 0; i < 15; i++)
            {
                Ours(runspace, folder);
            }

            yield return Figure.Measure("Set-MyCnfReplication of 5 options in 10,000 lines against crudini", 9, 1.0 / 20, () => Ours(runspace, folder), () => Peer(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Ours(Runspace runspace, string folder)
    {
        var file = Fresh(folder);
        var watch = Stopwatch.StartNew();
        Invoke(runspace, "$null = Set-MyCnfReplication '" + file + "' -ServerId 7 -SyncBinlog 1 -RelayLog relay -AutoIncrementIncrement 10 -AutoIncrementOffset 3 -JournalPath '" + folder + "' -WarningAction SilentlyContinue");
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return File.ReadLines(file).Contains("auto-increment-offset = 3") ? milliseconds : throw new InvalidOperationException("Set-MyCnfReplication did not write it.");
    }

    private static double Peer(string folder)
    {
        var file = Fresh(folder);
        var watch = Stopwatch.StartNew();
        foreach (var (name, value) in Options)
        {
            using var process = Process.Start(new ProcessStartInfo("crudini", ["--set", file, "mysqld", name, value]))!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException("crudini ended with " + process.ExitCode);
            }
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    // The options stand far apart; includes follow, which crudini passes over.
    private static string Fresh(string folder)
    {
        var parts = Directory.CreateDirectory(Path.Combine(folder, "conf.d")).FullName;
        for (var i = 0; i < 10; i++)
        {
            File.WriteAllText(Path.Combine(parts, i + ".cnf"), "[mysqld]\nloose-part-" + i + " = 1\n");
        }

        var text = new StringBuilder("[client]\nport = 3306\n\n[mysqld]\n");
        for (var i = 0; i < Lines; i++)
        {
            text.Append(i % 2000 == 1000 ? Options[i / 2000].Name + " = 2\n" : i % 2 == 0 ? "# line " + i + " of a long file\n" : "loose-option-" + i + " = " + i + "\n");
        }

        var file = Path.Combine(folder, "my.cnf");
        File.WriteAllText(file, text.Append("!includedir ").Append(parts).Append('\n').ToString());
        return file;
    }

    private static void Invoke(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script).Invoke();
        if (shell.HadErrors && shell.Streams.Error.Count > 0)
        {
            throw new InvalidOperationException(script + ": " + shell.Streams.Error[0]);
        }
    }
}
