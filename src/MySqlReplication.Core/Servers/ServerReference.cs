using System;
using MySqlReplication.Accounts;

namespace MySqlReplication.Servers;

/// <summary>
/// How to reach a server: its address and who logs in. The address and the user's name are public; the password is kept
/// inside and never leaves through a property, text or serialisation. Immutable.
/// </summary>
public sealed class ServerReference : IEquatable<ServerReference>
{
    private readonly ReplicationCredential? _credential;

    /// <summary>Makes a reference.</summary>
    /// <param name="address">Where the server listens.</param>
    /// <param name="userName">Who logs in, when only the name is known; null leaves it to the credential.</param>
    /// <param name="credential">Who logs in, with the password; null when a -Credential is to bring it.</param>
    /// <param name="tls">How connections are protected; null means encrypted when the server offers it.</param>
    public ServerReference(ServerAddress address, string? userName = null, ReplicationCredential? credential = null, ServerTls? tls = null)
    {
        Address = address ?? throw new ArgumentNullException(nameof(address));
        _credential = credential;
        UserName = credential?.UserName ?? userName;
        Tls = tls ?? ServerTls.Default;
    }

    /// <summary>Where the server listens.</summary>
    public ServerAddress Address { get; }

    /// <summary>The host's name or IP address; null for a socket.</summary>
    public string? HostName => Address.HostName;

    /// <summary>The TCP port; null for a socket.</summary>
    public int? Port => Address.Port;

    /// <summary>The path of the Unix socket; null for TCP.</summary>
    public string? Socket => Address.Socket;

    /// <summary>Who logs in; null when that was not said.</summary>
    public string? UserName { get; }

    /// <summary>Whether this reference brings a password (which may be an empty one).</summary>
    public bool HasCredential => _credential is not null;

    /// <summary>How this module's connections to it are protected.</summary>
    public ServerTls Tls { get; }

    internal ReplicationCredential? Credential => _credential;

    /// <summary>Reads "host", "host:port", "[::1]:3306", "user@host:port", "mysql://user@host:port" or a socket's path.</summary>
    /// <exception cref="FormatException">The text is none of these; the message never repeats a password.</exception>
    public static ServerReference Parse(string text) => ServerReferenceText.Parse(text);

    /// <summary>This reference with a credential that stands for both name and password.</summary>
    public ServerReference WithCredential(ReplicationCredential credential) => new(Address, null, credential, Tls);

    /// <summary>This reference with connections protected so.</summary>
    public ServerReference WithTls(ServerTls tls) => new(Address, UserName, _credential, tls);

    /// <inheritdoc/>
    public bool Equals(ServerReference? other) => other is not null
        && Address.Equals(other.Address)
        && string.Equals(UserName, other.UserName, StringComparison.Ordinal)
        && Tls.Equals(other.Tls)
        && Equals(_credential, other._credential);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerReference);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>The address alone, as "db2:3306".</summary>
    public override string ToString() => Address.ToString();
}
