using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Finds free ports on 127.0.0.1.</summary>
internal static class LoopbackPorts
{
    // Below the range that systems give to outgoing connections (Linux from 32768, Windows and macOS from 49152), so that a
    // stopped sandbox finds its port free when it starts again.
    private const int First = 21000;
    private const int Count = 11000;

    private static readonly Random Start = new();

    /// <summary>A free port that is not among those kept for others. Begins anywhere, so that two sessions seldom look at the same one.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">NoFreePort.</exception>
    public static int Choose(ICollection<int> kept)
    {
        int offset;
        lock (Start)
        {
            offset = Start.Next(Count);
        }

        for (var i = 0; i < Count; i++)
        {
            var port = First + ((offset + i) % Count);
            if (!kept.Contains(port) && IsFree(port))
            {
                return port;
            }
        }

        throw SandboxFailures.NoPort(Count);
    }

    /// <summary>Whether nothing listens there now. The server's own answer is what counts in the end.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
