using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>mysqldump of the MySQL 9 package, run by the package's own loader.</summary>
internal static class DumpProcess
{
    /// <summary>Writes a dump of a sandbox into a file.</summary>
    public static async Task RunAsync(ReplicationSandbox sandbox, string file, params string[] arguments)
    {
        var prefix = TestServers.DirectoryOf("mysql-9");
        var libraries = Path.Combine(prefix, "usr/lib/x86_64-linux-gnu");
        var start = new ProcessStartInfo(Path.Combine(libraries, "ld-linux-x86-64.so.2")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--library-path", libraries, Path.Combine(prefix, "usr/bin/mysqldump"), "--no-defaults", "--host=127.0.0.1", "--port=" + sandbox.Port, "--user=dump", "--password=Dump-It-1" }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await using (var output = File.Create(file))
        {
            await process.StandardOutput.BaseStream.CopyToAsync(output);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("mysqldump ended with " + process.ExitCode + ": " + await error);
        }
    }
}
