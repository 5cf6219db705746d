namespace MySqlReplication.Links;

/// <summary>How the receiver's connection to the source is protected.</summary>
public enum LinkTls
{
    /// <summary>Not encrypted: rows travel in the clear.</summary>
    Off,

    /// <summary>Encrypted; the source's certificate is not checked.</summary>
    Encrypted,

    /// <summary>Encrypted, and the source's certificate is checked.</summary>
    Verified,
}
