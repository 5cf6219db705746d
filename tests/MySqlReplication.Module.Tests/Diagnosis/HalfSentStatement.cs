using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>A session that sends the beginning of a statement and no more: no driver does that.</summary>
internal sealed class HalfSentStatement : IDisposable
{
    private readonly TcpClient _client = new() { ReceiveTimeout = 60000 };
    private NetworkStream? _stream;
    private byte _sequence;

    /// <summary>Logs in as an account without a password.</summary>
    public static HalfSentStatement LogIn(int port, string user)
    {
        var session = new HalfSentStatement();
        session._client.Connect(IPAddress.Loopback, port);
        session._stream = session._client.GetStream();
        _ = session.Read();

        // Protocol 4.1, plugin authentication: MySQL manual, HandshakeResponse41.
        session.Send([0x01, 0x82, 0x08, 0, 0, 0, 0, 1, 45, .. new byte[23], .. Encoding.ASCII.GetBytes(user), 0, 0, .. Encoding.ASCII.GetBytes("mysql_native_password"), 0]);
        var said = session.Read();
        if (said[0] == 0xFE)
        {
            session.Send([]);
            said = session.Read();
        }

        return said[0] == 0 ? session : throw new InvalidOperationException("The login was refused: " + Encoding.ASCII.GetString(said));
    }

    /// <summary>The first four of a hundred bytes.</summary>
    public void Begin() => _stream!.Write([100, 0, 0, 0, 3, .. "SEL"u8]);

    /// <summary>Nothing more will come; what is answered is still heard.</summary>
    public void HangUp() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The number of the error that comes.</summary>
    public int Answer() => Read() is [0xFF, var low, var high, ..] ? low | (high << 8) : 0;

    public void Dispose() => _client.Dispose();

    private void Send(byte[] payload) => _stream!.Write([(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), _sequence, .. payload]);

    private byte[] Read()
    {
        var header = new byte[4];
        _stream!.ReadExactly(header);
        var payload = new byte[header[0] | (header[1] << 8) | (header[2] << 16)];
        _stream.ReadExactly(payload);
        _sequence = (byte)(header[3] + 1);
        return payload;
    }
}
