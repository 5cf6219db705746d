using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace MySqlReplication.Benchmarks;

/// <summary>What others would type for the same job. Logins come from option files, never from the command line.</summary>
internal sealed class SnapshotPeers(SnapshotBench bench)
{
    /// <summary>mydumper and myloader, Debian's; null when installed, else what is missing.</summary>
    public static string? NoMyDumper => Missing("mydumper", "myloader");

    /// <summary>mariadb-dump, Debian's; null when installed, else what is missing.</summary>
    public static string? NoDump => Missing("mariadb-dump");

    private string Client => OfPackage(bench.IsMariaDB ? "mariadb" : "mysql");

    // A program of the server's own package, run by the loader that came with it.
    private string OfPackage(string program)
    {
        var libraries = Path.Combine(bench.Prefix, "usr/lib/x86_64-linux-gnu");
        var loader = Path.Combine(libraries, "ld-linux-x86-64.so.2");
        loader = File.Exists(loader) ? loader : Path.Combine(bench.Prefix, "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
        return loader + " --library-path " + Path.Combine(bench.Prefix, "lib/x86_64-linux-gnu") + ":" + libraries + " " + Path.Combine(bench.Prefix, "usr/bin", program);
    }

    private string Source => "--defaults-file=" + bench.LoginFile("a");

    private string Target => "--defaults-file=" + bench.LoginFile("b");

    /// <summary>Through files, two threads on either side; the big table in pieces, so that both threads load it.</summary>
    public void MyDumper(string database)
    {
        var folder = Path.Combine(bench.Folder, "dump");
        Shell("rm -rf " + folder + "; mydumper " + Source + " -S " + Socket("a") + " -B " + database + " -t 2 -r 500000 -v 0 -o " + folder
            + " && myloader " + Target + " -S " + Socket("b") + " -t 2 -o -v 0 -d " + folder);
    }

    /// <summary>mysqldump | mysql: one consistent snapshot with coordinates, a transaction a table, nothing logged.</summary>
    public void Dump(string database)
        => Shell("set -o pipefail; mariadb-dump " + Source + " --single-transaction --master-data=2 --quick --no-autocommit --databases " + database + " | " + Client + " " + Target + " --init-command='SET SESSION sql_log_bin = 0'");

    /// <summary>The same by MySQL's own mysqldump and client.</summary>
    public void MySqlDump(string database)
        => Shell("set -o pipefail; " + OfPackage("mysqldump") + " " + Source + " --single-transaction --source-data=2 --quick --no-autocommit --set-gtid-purged=OFF --databases " + database
            + " | " + Client + " " + Target + " --init-command='SET SESSION sql_log_bin = 0'");

    /// <summary>A floor: two LOAD DATA pipes by hand, the tables made before; no snapshot, no coordinates, no proof.</summary>
    public void Pipes(string database)
    {
        string Pipe(string table) => Client + " " + Source + " --quick -N -B -e 'SELECT * FROM " + database + "." + table + "' | " + Client + " " + Target
            + " --local-infile=1 -e \"SET SESSION sql_log_bin = 0, unique_checks = 0, foreign_key_checks = 0; LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE " + database + "." + table + "\"";
        Shell("set -o pipefail; (" + Pipe("big") + ") & first=$!; " + string.Join(" && ", Enumerable.Range(0, 10).Select(i => Pipe("t" + i))) + " && wait $first");
    }

    /// <summary>The tables of <see cref="Pipes"/>.</summary>
    public void MakeTables(string database)
        => Shell("set -o pipefail; mariadb-dump " + Source + " --no-data --databases " + database + " | " + Client + " " + Target + " --init-command='SET SESSION sql_log_bin = 0'");

    /// <summary>A floor: the files of the database, copied beneath a server that is not even stopped.</summary>
    public void CopyFiles(string database)
    {
        var to = Path.Combine(bench.Folder, "files");
        Shell("rm -rf " + to + "; cp -r '" + bench.Value("a", "SELECT @@datadir AS d") + "/" + database + "' " + to);
    }

    private static string? Missing(params string[] programs)
    {
        var missing = programs.Where(p => !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(d => File.Exists(Path.Combine(d, p)))).ToList();
        return missing.Count == 0 ? null : string.Join(" and ", missing) + " not installed";
    }

    private string Socket(string member) => bench.Text("$" + member + ".Socket");

    private static void Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(command + " ended with " + process.ExitCode + ": " + error + output.Result);
        }
    }
}
