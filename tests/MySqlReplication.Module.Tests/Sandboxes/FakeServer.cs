using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using MySqlReplication.Module.Tests.Hosting;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>
/// A distribution whose program is a script: it tells a version, "initialises" a directory, and then behaves as the test wants.
/// For what real servers do too seldom. Gone when disposed, with what was cached of it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FakeServer : IDisposable
{
    /// <param name="version">What it answers to --version.</param>
    /// <param name="start">Shell lines for the start of a server; "$@" are its arguments.</param>
    /// <param name="initialize">Shell lines for filling the directory $data.</param>
    public FakeServer(string version, string start = "exit 1", string initialize = "mkdir -p \"$data/mysql\"")
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("mysqlreplication-fake-").FullName;
        Program = Path.Combine(Directory, "bin", "mysqld");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Program)!);
        Executable.Write(Program, $$"""
            #!/bin/sh
            for word; do
                case $word in
                    --version) echo "$0  Ver {{version}} for Linux on x86_64"; exit 0 ;;
                    --datadir=*) data=${word#--datadir=} ;;
                    --initialize-insecure | --bootstrap) initialize=1 ;;
                esac
            done
            if [ -n "$initialize" ]; then
                {{initialize}}
                exit 0
            fi
            {{start}}

            """);
    }

    /// <summary>What -ServerDirectory takes.</summary>
    public string Directory { get; }

    /// <summary>The script.</summary>
    public string Program { get; }

    public void Dispose()
    {
        // What was cached of it goes first: that of a program that is gone is taken away by whoever makes the next one.
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } said
            ? said
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var templates = Path.Combine(cache, "mysqlreplication", "templates");
        foreach (var template in System.IO.Directory.Exists(templates) ? System.IO.Directory.GetDirectories(templates).Where(IsOfThis) : [])
        {
            System.IO.Directory.Delete(template, recursive: true);
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    // Another test may make or take away its own meanwhile.
    private bool IsOfThis(string template)
    {
        try
        {
            return File.ReadAllText(Path.Combine(template, "made-of.txt")) == Program;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
