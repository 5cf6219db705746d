using System;
using System.Globalization;

namespace MySqlReplication.Servers;

/// <summary>Where a server listens: a host with a port, or a Unix socket. Compares by value; host names compare without case.</summary>
public sealed class ServerAddress : IEquatable<ServerAddress>
{
    /// <summary>The port of a server when none is said.</summary>
    public const int DefaultPort = 3306;

    /// <summary>Makes an address of a host and port.</summary>
    /// <param name="hostName">A name or an IP address, IPv6 without brackets.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="ArgumentException">The name is empty or the port out of range.</exception>
    public ServerAddress(string hostName, int port = DefaultPort)
    {
        if (string.IsNullOrWhiteSpace(hostName))
        {
            throw new ArgumentException("A host name is needed.", nameof(hostName));
        }

        if (port is < 1 or > 65535)
        {
            throw new ArgumentException("A port is a number from 1 to 65535.", nameof(port));
        }

        HostName = hostName;
        Port = port;
    }

    private ServerAddress(string socket) => Socket = socket;

    /// <summary>The host's name or IP address; null for a socket.</summary>
    public string? HostName { get; }

    /// <summary>The TCP port; null for a socket.</summary>
    public int? Port { get; }

    /// <summary>The path of the Unix socket; null for TCP.</summary>
    public string? Socket { get; }

    /// <summary>Makes an address of a Unix socket's path.</summary>
    public static ServerAddress OfSocket(string path) => string.IsNullOrWhiteSpace(path)
        ? throw new ArgumentException("A socket path is needed.", nameof(path))
        : new ServerAddress(path);

    /// <inheritdoc/>
    public bool Equals(ServerAddress? other) => other is not null
        && string.Equals(HostName, other.HostName, StringComparison.OrdinalIgnoreCase)
        && Port == other.Port
        && string.Equals(Socket, other.Socket, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => Socket is null
        ? StringComparer.OrdinalIgnoreCase.GetHashCode(HostName!) ^ Port.GetValueOrDefault()
        : StringComparer.Ordinal.GetHashCode(Socket);

    /// <summary>"db2:3306", "[::1]:3306" or the socket's path: what <see cref="ServerReference.Parse"/> reads.</summary>
    public override string ToString()
    {
        if (Socket is not null)
        {
            return Socket;
        }

        var host = HostName!.IndexOf(':') >= 0 ? "[" + HostName + "]" : HostName;
        return host + ":" + Port.GetValueOrDefault().ToString(CultureInfo.InvariantCulture);
    }
}
