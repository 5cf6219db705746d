using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.LogFiles;

/// <summary>
/// The index of a binary or relay log: one path a line, as the server wrote it. Bytes are kept: the server knows no encoding
/// when it reads one, so inside each byte is one char.
/// </summary>
internal sealed class LogIndex
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private LogIndex(string path, IReadOnlyList<string> lines)
    {
        Path = path;
        Lines = lines;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The entries in order, without line ends and empty lines.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Reads an index; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static LogIndex? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var lines = Latin1.GetString(File.ReadAllBytes(path)).Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0);
        return new LogIndex(path, lines.ToList());
    }

    /// <summary>Whether it lists a file of that name, wherever.</summary>
    public bool Lists(string file) => Lines.Any(l => string.Equals(FileName(l), FileName(file), StringComparison.Ordinal));

    /// <summary>The same index under other lines.</summary>
    public LogIndex With(IEnumerable<string> lines) => new(Path, lines.ToList());

    /// <summary>An index that is to be made.</summary>
    public static LogIndex New(string path) => new(path, []);

    /// <summary>The file.</summary>
    public byte[] ToBytes() => Latin1.GetBytes(string.Concat(Lines.Select(l => l + "\n")));

    /// <summary>An entry as a full path: relative ones are taken from the data directory, which is the server's current directory.</summary>
    public static string Resolve(string entry, string dataDirectory)
        => System.IO.Path.GetFullPath(System.IO.Path.Combine(dataDirectory, entry.Replace('\\', System.IO.Path.DirectorySeparatorChar)));

    /// <summary>The last part of a path as either kind of server writes it.</summary>
    public static string FileName(string entry) => entry.Substring(entry.LastIndexOfAny(['/', '\\']) + 1);
}
