using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>A port on loopback that leads to a server for the first who comes; everybody after him is let in and never spoken to.</summary>
internal sealed class MuteDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly ManualResetEvent _second = new(false);

    public MuteDoor(int serverPort)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = LetInAsync(serverPort);
    }

    public int Port { get; }

    /// <summary>Set when the second one has come.</summary>
    public WaitHandle SecondGuest => _second;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var client in _open)
        {
            client.Dispose();
        }
    }

    private async Task LetInAsync(int serverPort)
    {
        try
        {
            var guest = await _listener.AcceptTcpClientAsync(_end.Token);
            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, serverPort, _end.Token);
            _open.Add(guest);
            _open.Add(server);
            _ = guest.GetStream().CopyToAsync(server.GetStream(), _end.Token);
            _ = server.GetStream().CopyToAsync(guest.GetStream(), _end.Token);
            while (true)
            {
                _open.Add(await _listener.AcceptTcpClientAsync(_end.Token));
                _second.Set();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
