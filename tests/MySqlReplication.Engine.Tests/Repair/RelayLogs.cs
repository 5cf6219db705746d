using System;
using System.Collections.Generic;
using System.IO;

namespace MySqlReplication.Engine.Tests.Repair;

/// <summary>Log files as far as their headers go: magic, a format description event, then events of the servers given.</summary>
internal static class RelayLogs
{
    public static byte[] Of(uint own, params uint[] events) => Log(own, 0x40, events);

    public static byte[] BinaryLog(uint own, params uint[] events) => Log(own, 0, events);

    private static byte[] Log(uint own, ushort flags, IReadOnlyList<uint> events)
    {
        using var log = new MemoryStream();
        log.Write([0xFE, (byte)'b', (byte)'i', (byte)'n']);
        Event(log, 15, own, flags);
        foreach (var server in events)
        {
            Event(log, 2, server, 0);
        }

        return log.ToArray();
    }

    private static void Event(MemoryStream log, byte type, uint server, ushort flags)
    {
        const int Body = 11;
        log.Write(BitConverter.GetBytes(0));
        log.WriteByte(type);
        log.Write(BitConverter.GetBytes(server));
        log.Write(BitConverter.GetBytes(19 + Body));
        log.Write(BitConverter.GetBytes(0));
        log.Write(BitConverter.GetBytes(flags));
        log.Write(new byte[Body]);
    }
}
