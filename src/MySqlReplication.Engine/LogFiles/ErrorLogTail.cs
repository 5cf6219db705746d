using System;
using System.IO;
using System.Linq;
using System.Text;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.LogFiles;

/// <summary>The end of an error log on this machine, from a moment on.</summary>
internal sealed class ErrorLogTail
{
    private const int Lines = 15;
    private const int MostBytes = 64 * 1024;
    private readonly string? _file;
    private readonly long _before;

    /// <param name="file">The log; null when it is not known.</param>
    public ErrorLogTail(string? file)
    {
        _file = file is not null && File.Exists(file) ? file : null;
        _before = _file is null ? 0 : new FileInfo(_file).Length;
    }

    /// <summary>What was written since, its last lines, secrets struck out; empty when that cannot be read.</summary>
    public string Read()
    {
        if (_file is null)
        {
            return string.Empty;
        }

        try
        {
            using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(Math.Max(Math.Min(_before, stream.Length), stream.Length - MostBytes), SeekOrigin.Begin);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return Telling(reader.ReadToEnd());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    /// <summary>
    /// The lines that say why, indented, secrets struck out. What says why comes before a long farewell; beside the errors stand
    /// lines without a word for how bad they are.
    /// </summary>
    public static string Telling(string log)
    {
        var lines = log.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).ToList();
        var last = lines.FindLastIndex(l => l.IndexOf("ERROR", StringComparison.OrdinalIgnoreCase) >= 0);
        var told = last < 0 ? lines : lines.Take(last + 1).Where(l => !IsNote(l)).ToList();
        return string.Join(Environment.NewLine, told.Skip(Math.Max(0, told.Count - Lines)).Select(l => "  " + Redaction.Visible(Redaction.Clean(l))));
    }

    private static bool IsNote(string line) => line.IndexOf("[Note]", StringComparison.Ordinal) >= 0 || line.IndexOf("[System]", StringComparison.Ordinal) >= 0;
}
