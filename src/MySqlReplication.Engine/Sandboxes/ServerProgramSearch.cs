using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Where a server's program lies: on PATH, or inside an unpacked distribution of any layout.</summary>
internal static class ServerProgramSearch
{
    // Archives have bin, Debian packages usr/sbin, Red Hat packages usr/libexec, the npm package the folder itself.
    private static readonly string[] Folders =
    [
        "bin", "sbin", "libexec", Path.Combine("usr", "sbin"), Path.Combine("usr", "bin"), Path.Combine("usr", "libexec"), string.Empty, "server",
    ];

    // What root's PATH has and a user's often lacks.
    private static readonly string[] UsualFolders = ["/usr/local/sbin", "/usr/sbin", "/usr/libexec", "/usr/local/mysql/bin", "/opt/homebrew/bin", "/usr/local/bin"];

    private static readonly string[] Names = Path.DirectorySeparatorChar == '\\' ? ["mariadbd.exe", "mysqld.exe"] : ["mariadbd", "mysqld"];

    /// <summary>The program's file, links followed.</summary>
    /// <param name="serverDirectory">A folder, or the program; null searches PATH.</param>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">ServerProgramNotFound.</exception>
    public static string Find(string? serverDirectory)
    {
        if (serverDirectory is not null && File.Exists(serverDirectory))
        {
            return Resolve(serverDirectory);
        }

        var found = serverDirectory is null ? OnPath() : Directory.Exists(serverDirectory) ? Inside(serverDirectory) : null;
        return Resolve(found ?? throw SandboxFailures.NoProgram(serverDirectory));
    }

    private static string? OnPath()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Where(p => p.Length > 0);
        return First(Path.DirectorySeparatorChar == '\\' ? path : path.Concat(UsualFolders));
    }

    // An archive is often unpacked into a folder of its own, one level down.
    private static string? Inside(string directory)
        => First(Folders.Select(f => Path.Combine(directory, f)))
            ?? Directory.EnumerateDirectories(directory).OrderBy(d => d, StringComparer.Ordinal)
                .Select(child => First(Folders.Select(f => Path.Combine(child, f))))
                .FirstOrDefault(f => f is not null);

    private static string? First(IEnumerable<string> folders)
        => folders.SelectMany(f => Names.Select(n => Path.Combine(f, n))).FirstOrDefault(File.Exists);

    private static string Resolve(string file)
    {
        var full = Path.GetFullPath(file);
#if NET8_0_OR_GREATER
        return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
#else
        return full;
#endif
    }
}
