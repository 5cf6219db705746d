using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Lines of an error log file, packed by gzip or not, also while a server writes to it.</summary>
internal static class ErrorLogFile
{
    /// <summary>The lines, as they are read.</summary>
    /// <exception cref="ReplicationException">ErrorLogNotFound, ErrorLogNotReadable.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using var file = Open(path);
        using var unpacked = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(unpacked, new UTF8Encoding(false));
        while (Next(reader, path) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>A log and those that were rotated away from it, the oldest first: error.log.2.gz, error.log.1, error.log-old, error.log.</summary>
    public static IReadOnlyList<string> WithRotated(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        var name = Path.GetFileName(path);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, name + "*")
                .Where(f => IsRotated(Path.GetFileName(f).Substring(name.Length)))
                .OrderBy(f => File.GetLastWriteTimeUtc(f))
                .Concat([path])
                .ToList()
            : [path];
    }

    // ".1", ".2.gz", "-old", "-20261122", "-20261122.gz".
    private static bool IsRotated(string rest)
    {
        var end = rest.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? rest.Substring(0, rest.Length - 3) : rest;
        return (end.Length > 1 && (end[0] is '.' or '-') && end.Skip(1).All(c => c is >= '0' and <= '9')) || end == "-old" || (end.Length == 0 && rest.Length > 0);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ErrorLogFailures.NotFound(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw ErrorLogFailures.NotReadable(path, e.Message);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }

    private static string? Next(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw ErrorLogFailures.NotReadable(path, e.Message);
        }
    }
}
