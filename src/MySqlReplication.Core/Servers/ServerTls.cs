namespace MySqlReplication.Servers;

/// <summary>
/// How a connection of this module to a server is protected. Part of the reference, so that every command that gets the
/// reference keeps to it: nothing falls back to less. Files are those of the machine that the command runs on.
/// </summary>
public sealed record ServerTls
{
    /// <summary>What is said when nothing is: encrypted when the server offers it.</summary>
    public static ServerTls Default { get; } = new();

    /// <summary>How far it goes.</summary>
    public ConnectionTls Mode { get; init; }

    /// <summary>A PEM file with the authorities that are trusted; null means those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file with the certificate that the client shows; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with that certificate's key, without a passphrase.</summary>
    public string? KeyFile { get; init; }

    /// <summary>"Verified" or "Verified (/path/ca.pem)".</summary>
    public override string ToString() => CaFile is null ? Mode.ToString() : Mode + " (" + CaFile + ")";
}
