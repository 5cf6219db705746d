using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// A port on loopback that leads to a server for the first few who come and is closed for everybody after them: to the admin the
/// source is there, to the replica it is not.
/// </summary>
internal sealed class ClosingDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _end = new();

    public ClosingDoor(int serverPort, int guests)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Done = LetInAsync(serverPort, guests);
    }

    public int Port { get; }

    /// <summary>Ends when the door is closed.</summary>
    public Task Done { get; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var client in _open)
        {
            client.Dispose();
        }

        _end.Dispose();
    }

    private async Task LetInAsync(int serverPort, int guests)
    {
        for (var i = 0; i < guests; i++)
        {
            var guest = await _listener.AcceptTcpClientAsync(_end.Token);
            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, serverPort, _end.Token);
            _open.Add(guest);
            _open.Add(server);
            _ = PassAsync(guest.GetStream(), server.GetStream());
            _ = PassAsync(server.GetStream(), guest.GetStream());
        }

        _listener.Stop();
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to, _end.Token);
        }
        catch (Exception e) when (e is System.IO.IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has hung up.
        }
    }
}
