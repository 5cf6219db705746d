using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>The TCP addresses that a process listens on, read from /proc.</summary>
internal static class ListeningPorts
{
    private const string Listening = "0A";

    public static IReadOnlyList<string> Of(int processId)
    {
        var inodes = Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd")
            .Select(f => new FileInfo(f).LinkTarget ?? string.Empty)
            .Where(t => t.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(t => t[8..^1])
            .ToHashSet(StringComparer.Ordinal);
        return new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists)
            .SelectMany(f => File.ReadLines(f).Skip(1))
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(c => c[3] == Listening && inodes.Contains(c[9]))
            .Select(c => Address(c[1]))
            .ToList();
    }

    // "0100007F:5DC1": the address in the machine's byte order, the port in hex.
    private static string Address(string text)
    {
        var port = int.Parse(text.Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (text.StartsWith("0100007F:", StringComparison.Ordinal) ? "127.0.0.1" : text.Split(':')[0]) + ":" + port.ToString(CultureInfo.InvariantCulture);
    }
}
