using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>
/// The tests' proxy: a port of loopback behind which one server or another answers, as behind a proxy or a moved address. It
/// refuses, swallows, cuts and delays, as networks do.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private volatile int _target;
    private volatile bool _swallows;
    private volatile bool _holds;
    private long _passed;
    private long _toServer;
    private long _toClient;

    public Relay(int target)
    {
        _target = target;
        _door.Start();
        Port = ((IPEndPoint)_door.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What comes is taken and goes nowhere, both ways; nothing is closed, and neither end notices.</summary>
    public bool Swallows
    {
        get => _swallows;
        set => _swallows = value;
    }

    /// <summary>Whether what comes is kept until this is no longer so, both ways.</summary>
    public bool Holds
    {
        get => _holds;
        set => _holds = value;
    }

    /// <summary>Behind so many bytes in one direction everything is kept, as if <see cref="Holds"/> had been set then; null for never.</summary>
    public (bool ToServer, long Bytes)? HoldBehind { get; set; }

    /// <summary>How long everything is on its way, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Bytes that have come through.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Bytes that have come through to the server, of all connections.</summary>
    public long ToServer => Interlocked.Read(ref _toServer);

    /// <summary>Bytes that have come through to the client, of all connections.</summary>
    public long ToClient => Interlocked.Read(ref _toClient);

    /// <summary>Behind so many bytes in one direction everything is cut, and nobody is let in any more; null for never.</summary>
    public (bool ToServer, long Bytes)? CutAfter { get; set; }

    /// <summary>Whether <see cref="CutAfter"/> has come true.</summary>
    public bool HasCut { get; private set; }

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

    /// <summary>Cuts what is open, and nobody is let in any more: the port is closed.</summary>
    public void Refuse()
    {
        _door.Stop();
        Turn(0);
    }

    public void Dispose() => Refuse();

    private async Task CopyAsync(Socket from, Socket to, bool toServer, Action<byte[], int>? first)
    {
        var bytes = new byte[65536];
        try
        {
            for (int count; (count = await from.ReceiveAsync(bytes)) > 0; first = null)
            {
                await (Delay > TimeSpan.Zero ? Task.Delay(Delay) : Task.CompletedTask);
                if (HoldBehind is { } behind && behind.ToServer == toServer && (toServer ? ToServer : ToClient) + count > behind.Bytes)
                {
                    HoldBehind = null;
                    _holds = true;
                }

                while (_holds)
                {
                    await Task.Delay(10);
                }

                if (_swallows)
                {
                    continue;
                }

                first?.Invoke(bytes, count);
                var through = toServer ? Interlocked.Add(ref _toServer, count) : Interlocked.Add(ref _toClient, count);
                var over = CutAfter is { } cut && cut.ToServer == toServer ? through - cut.Bytes : 0;
                if (over > 0)
                {
                    await to.SendAsync(bytes.AsMemory(0, (int)Math.Max(0, count - over)));
                    HasCut = true;
                    Refuse();
                    return;
                }

                await to.SendAsync(bytes.AsMemory(0, count));
                Interlocked.Add(ref _passed, count);
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

                if (_target == 0)
                {
                    // It came in while the door was being closed.
                    Turn(0);
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _target);
                _ = CopyAsync(client, server, toServer: true, null);
                _ = CopyAsync(server, client, toServer: false, Rewrite);
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
