using System;
using System.IO;
using System.Text;

namespace MySqlReplication.Engine.LogFiles;

/// <summary>
/// What a log file says of itself. The format description event at its beginning carries the flag LOG_EVENT_RELAY_LOG_F
/// (0x40) in a relay log and not in a binary log (log_event.h; measured on MySQL 5.6, 9.7 and MariaDB 10.5, 10.11, 11.8).
/// </summary>
internal static class RelayLogFile
{
    private const int HeaderLength = 19;
    private const byte FormatDescription = 15;
    private const int RelayLogFlag = 0x40;

    // Headers only are read; more of them than this in a file without any from a source would be no relay log.
    private const int MostHeaders = 10000;

    /// <summary>Whether it is a relay log; null when that cannot be told (it is encrypted, cut off or not readable).</summary>
    public static bool? IsRelayLog(string path) => Look(path, (stream, header) => (header[17] & RelayLogFlag) != 0);

    /// <summary>
    /// Whether a receiver has written into it: then an event carries another server's id than the server's own at the beginning.
    /// A relay log that a server made while it could not use the former one has none. Null when it cannot be told.
    /// </summary>
    public static bool? HoldsSourceEvents(string path) => Look(path, (stream, first) =>
    {
        var own = BitConverter.ToUInt32(first, 5);
        var at = 4L;
        var header = first;
        for (var i = 0; i < MostHeaders && BitConverter.ToUInt32(header, 9) is var length and >= HeaderLength; i++)
        {
            if (BitConverter.ToUInt32(header, 5) != own)
            {
                return true;
            }

            at += length;
            stream.Position = at;
            if (!Fill(stream, header))
            {
                return false;
            }
        }

        return null;
    });

    private static bool? Look(string path, Func<FileStream, byte[], bool?> judge)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var magic = new byte[4];
            var header = new byte[HeaderLength];
            var isLog = Fill(stream, magic) && Encoding.ASCII.GetString(magic, 1, 3) == "bin";
            return !isLog ? false
                : magic[0] == 0xFE && Fill(stream, header) && header[4] == FormatDescription ? judge(stream, header)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Fill(FileStream stream, byte[] buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var count = stream.Read(buffer, filled, buffer.Length - filled);
            if (count == 0)
            {
                return false;
            }

            filled += count;
        }

        return true;
    }
}
