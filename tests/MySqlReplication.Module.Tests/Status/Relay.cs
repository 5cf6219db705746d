using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>A port of loopback behind which one server or another answers, as behind a proxy or a moved address.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private int _target;

    public Relay(int target)
    {
        _target = target;
        _door.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    /// <summary>Words in the greeting, and what stands there instead: as long as they are.</summary>
    public (string From, string To)? Greeting { get; set; }

    /// <summary>Cuts what is open; who comes again meets the server at this port.</summary>
    public void Turn(int target)
    {
        _target = target;
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public void Dispose()
    {
        _door.Stop();
        Turn(0);
    }

    private static async Task CopyAsync(Socket from, Socket to, Action<byte[], int>? first)
    {
        var bytes = new byte[65536];
        try
        {
            for (int count; (count = await from.ReceiveAsync(bytes)) > 0; first = null)
            {
                first?.Invoke(bytes, count);
                await to.SendAsync(bytes.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _door.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_open)
                {
                    _open.AddRange([client, server]);
                }

                await server.ConnectAsync(IPAddress.Loopback, _target);
                _ = CopyAsync(client, server, null);
                _ = CopyAsync(server, client, Rewrite);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private void Rewrite(byte[] bytes, int count)
    {
        if (Greeting is { } words && bytes.AsSpan(0, count).IndexOf(Encoding.ASCII.GetBytes(words.From)) is >= 0 and var at)
        {
            Encoding.ASCII.GetBytes(words.To).CopyTo(bytes.AsSpan(at));
        }
    }
}
