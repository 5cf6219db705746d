using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// A port on loopback that leads to a server without TLS. A statement that holds given words does not pass: whoever sent it waits,
/// and the server has not seen it.
/// </summary>
internal sealed class HoldingDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _serverPort;
    private readonly byte[] _words;

    public HoldingDoor(int serverPort, string words)
    {
        _serverPort = serverPort;
        _words = Encoding.ASCII.GetBytes(words);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = LetInAsync();
    }

    public int Port { get; }

    /// <summary>Ends when a statement is held.</summary>
    public Task Held => _held.Task;

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

    private async Task LetInAsync()
    {
        try
        {
            while (true)
            {
                var guest = await _listener.AcceptTcpClientAsync(_end.Token);
                var server = new TcpClient();
                _open.Add(guest);
                _open.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
                _ = PassAsync(guest, server, held: true);
                _ = PassAsync(server, guest, held: false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    // When one hangs up, killed or not, the other is hung up on.
    private async Task PassAsync(TcpClient from, TcpClient to, bool held)
    {
        try
        {
            var buffer = new byte[65536];
            var holding = false;
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0)
            {
                holding |= held && buffer.AsSpan(0, read).IndexOf(_words) >= 0;
                if (holding)
                {
                    _held.TrySetResult();
                    continue;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception e) when (e is System.IO.IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has hung up.
        }
        finally
        {
            to.Dispose();
            from.Dispose();
        }
    }
}
