using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>The servers' own dump tools: mysqldump of the MySQL 9 package, mariadb-dump of each MariaDB's client package; run by the loader of the server's package.</summary>
internal static class DumpProcess
{
    /// <summary>Writes a dump of a sandbox into a file, packed when its name ends in .gz.</summary>
    public static async Task RunAsync(string tool, ReplicationSandbox sandbox, string file, params string[] arguments)
    {
        var prefix = TestServers.DirectoryOf(tool);
        var program = tool == "mysql-9" ? Path.Combine(prefix, "usr/bin/mysqldump") : Path.Combine(TestServers.DirectoryOf(tool + "-client"), "usr/bin/mariadb-dump");
        var loader = new[] { "usr/lib", "lib" }.Select(d => Path.Combine(prefix, d)).Where(Directory.Exists)
            .SelectMany(d => Directory.GetFiles(d, "ld-linux-*.so.*", SearchOption.AllDirectories)).First();
        var folder = Path.GetFileName(Path.GetDirectoryName(loader))!;
        var start = new ProcessStartInfo(loader) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--library-path", Path.Combine(prefix, "lib", folder) + ":" + Path.Combine(prefix, "usr/lib", folder), program, "--no-defaults", "--default-character-set=utf8mb4", "--host=127.0.0.1", "--port=" + sandbox.Port, "--user=dump", "--password=Dump-It-1" }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await using (var output = File.Create(file))
        await using (Stream packed = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(output, CompressionLevel.Fastest) : output)
        {
            await process.StandardOutput.BaseStream.CopyToAsync(packed);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(Path.GetFileName(program) + " ended with " + process.ExitCode + ": " + await error);
        }
    }
}
