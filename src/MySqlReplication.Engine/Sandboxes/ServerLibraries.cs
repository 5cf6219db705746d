using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>The loader and libraries that an unpacked distribution brings along.</summary>
internal static class ServerLibraries
{
    private static readonly string[] Folders = ["lib", Path.Combine("usr", "lib"), "lib64", Path.Combine("usr", "lib64")];
    private static readonly string[] Loaders = ["ld-linux*.so.*", "ld-musl-*.so.*"];

    /// <summary>How the program is started by the distribution's own loader, so that the host's C library does not matter; null when it brings none.</summary>
    public static ProgramLine? OwnLoader(string root, string file)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return null;
        }

        // lib and usr/lib themselves, and one level down the folder of the machine type (lib/x86_64-linux-gnu).
        var folders = Folders.Select(f => Path.Combine(root, f)).Where(Directory.Exists).ToList();
        folders.AddRange(folders.SelectMany(Directory.EnumerateDirectories).Where(d => Path.GetFileName(d).EndsWith("-linux-gnu", System.StringComparison.Ordinal)).ToList());
        var loader = folders.SelectMany(d => Loaders.SelectMany(p => Directory.EnumerateFiles(d, p))).FirstOrDefault();
        return loader is null
            ? null
            : new ProgramLine(loader, ["--library-path", string.Join(":", folders), file]) { HasOwnLoader = true };
    }

    /// <summary>Folders beside the program that hold libraries.</summary>
    public static IReadOnlyList<string> Beside(string baseDirectory, string programFolder)
        => new[] { Path.Combine(baseDirectory, "lib"), Path.Combine(baseDirectory, "lib64"), Path.Combine(baseDirectory, "lib", "private"), programFolder }
            .Where(d => Directory.Exists(d) && Directory.EnumerateFiles(d, "*.so*").Any())
            .Distinct()
            .ToList();
}
