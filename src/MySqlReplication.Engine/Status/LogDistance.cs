using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>How many bytes of a source's binary log lie between two places.</summary>
internal static class LogDistance
{
    /// <summary>The bytes; null when a place is not known, or lies in a file that is not known.</summary>
    /// <param name="from">The earlier place.</param>
    /// <param name="to">The later place; one that is before the other is no distance.</param>
    /// <param name="files">The source's files in order, each with its size as the position; null when they were not told.</param>
    public static long? Between(BinlogCoordinates? from, BinlogCoordinates? to, IReadOnlyList<BinlogCoordinates>? files)
    {
        if (from is null || to is null)
        {
            return null;
        }

        if (from.File == to.File)
        {
            return to.Position >= from.Position ? to.Position - from.Position : 0;
        }

        var names = files?.Select(f => f.File).ToList();
        var (first, last) = (names?.IndexOf(from.File) ?? -1, names?.IndexOf(to.File) ?? -1);
        return first < 0 || last < 0 ? null
            : last < first ? 0
            : files![first].Position - from.Position + files.Skip(first + 1).Take(last - first - 1).Sum(f => f.Position) + to.Position;
    }
}
