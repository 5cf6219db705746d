using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.LogFiles;

/// <summary>
/// relay-log.info (named connections: relay-log-NAME.info): where an applier stands, for servers that keep that in a file.
/// The server overwrites it without cutting it off, so only as many lines count as the first one says (dialects.md section 5).
/// </summary>
/// <param name="RelayLogFile">The relay log that the applier is in, as the server wrote its path.</param>
/// <param name="Executed">Executed coordinates in the source's log; null when there are none.</param>
internal sealed record RelayLogInfoFile(string RelayLogFile, BinlogCoordinates? Executed)
{
    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static RelayLogInfoFile? Read(string path) => File.Exists(path) ? Parse(File.ReadAllText(path)) : null;

    /// <summary>Reads the text.</summary>
    /// <exception cref="InvalidDataException">It is no such text.</exception>
    public static RelayLogInfoFile Parse(string text)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();

        // From 5.6 on the number of lines stands first (the count itself included or not differs; there are never fewer than
        // the four wanted here). 5.5 begins with the relay log's name.
        var start = int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? 1 : 0;
        if (lines.Count < start + 4 || lines[start].Length == 0)
        {
            throw new InvalidDataException("It does not hold the name and position of a relay log.");
        }

        var executed = lines[start + 2].Length > 0
            && long.TryParse(lines[start + 3], NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position > 0
                ? new BinlogCoordinates(lines[start + 2], position)
                : null;
        return new RelayLogInfoFile(lines[start], executed);
    }
}
