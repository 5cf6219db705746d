using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>
/// A program on loopback that speaks the protocol as far as a login and the questions of a new session, and then does what a test
/// wants of it (MySQL manual, Client/Server Protocol). Keeps every byte that it was sent.
/// </summary>
internal sealed class HostileServer : IDisposable
{
    private const uint Capabilities = 0x0008_0000 | 0x0007_0000 | 0x8000 | 0x2000 | 0x0200 | 0x0080 | 0x0F;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _guests = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, Guest, Task> _answer;
    private readonly Func<Guest, Task>? _greet;
    private readonly MemoryStream _heard = new();

    /// <param name="answer">Answers a statement that is none of a new session's own.</param>
    /// <param name="greet">What a guest gets in place of a greeting.</param>
    public HostileServer(Func<string, Guest, Task> answer, Func<Guest, Task>? greet = null)
    {
        _answer = answer;
        _greet = greet;
        _listener.Start();
        _ = LetInAsync();
    }

    public string Address => "127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The greeting of a server without TLS.</summary>
    public static byte[] Greeting =>
    [
        10, .. Encoding.ASCII.GetBytes("8.0.36"), 0, 1, 0, 0, 0, .. new byte[8].Select(_ => (byte)'a'), 0, (byte)(Capabilities & 0xFF), (byte)((Capabilities >> 8) & 0xFF), 45, 2, 0,
        (byte)((Capabilities >> 16) & 0xFF), (byte)(Capabilities >> 24), 21, .. new byte[10], .. Enumerable.Repeat((byte)'b', 12), 0, .. Encoding.ASCII.GetBytes("mysql_native_password"), 0,
    ];

    /// <summary>What VERSION() answers.</summary>
    public string Version { get; init; } = "8.0.36";

    /// <summary>Every byte that guests sent.</summary>
    public byte[] Heard
    {
        get
        {
            lock (_heard)
            {
                return _heard.ToArray();
            }
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var guest in _guests)
        {
            guest.Dispose();
        }
    }

    private async Task LetInAsync()
    {
        try
        {
            while (true)
            {
                var guest = await _listener.AcceptTcpClientAsync(_end.Token);
                _guests.Add(guest);
                _ = ServeAsync(new Guest(guest.GetStream(), Hear, _end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private void Hear(ReadOnlySpan<byte> bytes)
    {
        lock (_heard)
        {
            _heard.Write(bytes);
        }
    }

    private async Task ServeAsync(Guest guest)
    {
        try
        {
            if (_greet is not null)
            {
                await _greet(guest);
                return;
            }

            await guest.SendAsync(Greeting);
            await guest.ReadAsync();
            await guest.OkAsync();
            while (await guest.ReadAsync() is { Length: > 0 } command && command[0] != 1)
            {
                await AnswerAsync(guest, command[0] == 3 ? Encoding.UTF8.GetString(command.AsSpan(1)) : string.Empty);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The guest went, or the test is over.
        }
    }

    private Task AnswerAsync(Guest guest, string query) => query switch
    {
        "" => guest.OkAsync(),
        _ when query.StartsWith("SET NAMES", StringComparison.OrdinalIgnoreCase) => guest.OkAsync(),
        _ when query.StartsWith("SELECT VERSION()", StringComparison.Ordinal) => guest.RowsAsync(3, [Version, "root@localhost", string.Empty]),
        "SHOW GLOBAL VARIABLES" => guest.RowsAsync(2, ["server_id", "7"], ["log_bin", "ON"]),
        _ => _answer(query, guest),
    };

    /// <summary>Somebody who is connected.</summary>
    /// <param name="stream">To him.</param>
    /// <param name="hear">Gets what he sends.</param>
    /// <param name="end">The end of the test.</param>
    internal sealed class Guest(NetworkStream stream, Guest.Heard hear, CancellationToken end)
    {
        private byte _sequence;

        internal delegate void Heard(ReadOnlySpan<byte> bytes);

        /// <summary>Says nothing until the test is over.</summary>
        public Task HangAsync() => Task.Delay(Timeout.Infinite, end);

        /// <summary>Goes away.</summary>
        public Task HangUpAsync()
        {
            stream.Close();
            return Task.CompletedTask;
        }

        /// <summary>Bytes as they are, without a header.</summary>
        public async Task RawAsync(byte[] bytes) => await stream.WriteAsync(bytes, end);

        /// <summary>One packet.</summary>
        public async Task SendAsync(byte[] payload)
            => await stream.WriteAsync((byte[])[(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), _sequence++, .. payload], end);

        public Task OkAsync() => SendAsync([0, 0, 0, 2, 0, 0, 0]);

        public Task ErrorAsync(ushort code, string message) => SendAsync([0xFF, (byte)code, (byte)(code >> 8), .. Encoding.ASCII.GetBytes("#HY000"), .. Encoding.UTF8.GetBytes(message)]);

        /// <summary>A result of texts, its columns named c0, c1, ...</summary>
        public async Task RowsAsync(int columns, params string[][] rows)
        {
            await SendAsync([(byte)columns]);
            for (var i = 0; i < columns; i++)
            {
                await SendAsync([.. Text("def"), 0, 0, 0, .. Text("c" + i), 0, 12, 45, 0, 0, 4, 0, 0, 253, 0, 0, 0, 0, 0]);
            }

            await SendAsync([0xFE, 0, 0, 2, 0]);
            foreach (var row in rows)
            {
                await SendAsync([.. row.SelectMany(Text)]);
            }

            await SendAsync([0xFE, 0, 0, 2, 0]);
        }

        /// <summary>What he sends next; empty when he is gone.</summary>
        public async Task<byte[]> ReadAsync()
        {
            var header = new byte[4];
            if (await stream.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false, end) < 4)
            {
                return [];
            }

            var payload = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) & 0xFFFFFF];
            await stream.ReadExactlyAsync(payload, end);
            hear(payload);
            _sequence = (byte)(header[3] + 1);
            return payload;
        }

        private static IEnumerable<byte> Text(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            return bytes.Length < 251 ? [(byte)bytes.Length, .. bytes] : [0xFC, (byte)bytes.Length, (byte)(bytes.Length >> 8), .. bytes];
        }
    }
}
