namespace MySqlReplication.Servers;

/// <summary>How this module's own connection to a server is protected.</summary>
public enum ConnectionTls
{
    /// <summary>Encrypted when the server offers it, not checked; in the clear when it does not.</summary>
    Preferred,

    /// <summary>Not encrypted, because it was asked for so.</summary>
    Off,

    /// <summary>Encrypted or not at all; the server's certificate is not checked.</summary>
    Encrypted,

    /// <summary>Encrypted, and the certificate is signed by an authority that is trusted; its name is not compared.</summary>
    VerifiedAuthority,

    /// <summary>Encrypted, the certificate is signed by an authority that is trusted, and made for the name that was dialled.</summary>
    Verified,
}
