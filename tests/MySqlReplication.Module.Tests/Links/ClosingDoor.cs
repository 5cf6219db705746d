using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// A port on loopback that leads to a server for the first few who come. For everybody after them it is closed, or leads there from
/// another address: to the admin the source is there, to the replica it is not, or it does not know the replica's address.
/// </summary>
internal sealed class ClosingDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _end = new();

    public ClosingDoor(int serverPort, int guests, IPAddress? laterFrom = null)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Done = LetInAsync(serverPort, guests, laterFrom);
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

    private async Task LetInAsync(int serverPort, int guests, IPAddress? laterFrom)
    {
        for (var i = 0; i < guests || laterFrom is not null; i++)
        {
            TcpClient guest;
            try
            {
                guest = await _listener.AcceptTcpClientAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            if (i == guests - 1 && laterFrom is null)
            {
                // Before the last one gets any further: what he does next meets a closed door.
                _listener.Stop();
            }

            var server = i < guests ? new TcpClient() : new TcpClient(new IPEndPoint(laterFrom!, 0));
            await server.ConnectAsync(IPAddress.Loopback, serverPort, _end.Token);
            _open.Add(guest);
            _open.Add(server);
            _ = PassAsync(guest.GetStream(), server.GetStream());
            _ = PassAsync(server.GetStream(), guest.GetStream());
        }
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
