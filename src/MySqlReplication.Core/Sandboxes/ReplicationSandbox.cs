using MySqlReplication.Accounts;
using MySqlReplication.Servers;

namespace MySqlReplication.Sandboxes;

/// <summary>
/// A throw-away server of its own directory, port and socket, as it stood when it was looked at. Pipes into every -Server with
/// its login, and into -OptionFile. Made by New-ReplicationSandbox, found again by Get-ReplicationSandbox in any session of the user.
/// </summary>
public sealed record ReplicationSandbox
{
    /// <summary>How to reach it: 127.0.0.1 and its port, with the login of its administrator.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>Its name, unique among the user's sandboxes.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required SandboxState State { get; init; }

    /// <summary>The administrator's login (root, a password made here); null when its file cannot be read. The password shows nowhere.</summary>
    public ReplicationCredential? Credential { get; init; }

    /// <summary>The TCP port on 127.0.0.1: the only one that it listens on.</summary>
    public required int Port { get; init; }

    /// <summary>The path of its Unix socket; null on Windows.</summary>
    public string? Socket { get; init; }

    /// <summary>The server_id it was given when it was made; Connect-ReplicationServer says what it is now.</summary>
    public required long ServerId { get; init; }

    /// <summary>The process of the server; null when it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The program's version in its own words, as "10.11.6-MariaDB".</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The distribution that its program was taken from.</summary>
    public required string ServerDirectory { get; init; }

    /// <summary>The folder that holds everything of it, and goes with it.</summary>
    public required string Directory { get; init; }

    /// <summary>Its data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Its option file: the only one that it reads.</summary>
    public required string OptionFile { get; init; }

    /// <summary>Its error log.</summary>
    public required string ErrorLog { get; init; }

    /// <summary>The certificate of the authority that signed its own (PEM); null for a sandbox made without -Tls.</summary>
    public string? TlsCaFile { get; init; }

    /// <summary>A client's certificate of that authority (PEM), for accounts that demand one; null for a sandbox made without -Tls.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>The key of that client's certificate, readable for its owner alone; null for a sandbox made without -Tls.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Whether the command that returned this changed anything.</summary>
    public bool Changed { get; init; }

    /// <summary>Its name and address, as "sandbox1 (127.0.0.1:23306)".</summary>
    public override string ToString() => Name + " (" + Server + ")";
}
