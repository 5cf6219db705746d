namespace MySqlReplication.Engine.Accounts;

/// <summary>What sort of host part it is; the server compares each in its own way.</summary>
internal enum HostPatternKind
{
    /// <summary>One IP address.</summary>
    Address,

    /// <summary>Addresses with a wildcard, "10.0.0.%".</summary>
    AddressWildcard,

    /// <summary>"10.0.0.0/255.255.255.0".</summary>
    Netmask,

    /// <summary>"10.0.0.0/24".</summary>
    PrefixLength,

    /// <summary>A host's name, which the server has to find for the address by itself.</summary>
    Name,

    /// <summary>Names with a wildcard, "%.example.com".</summary>
    NameWildcard,

    /// <summary>Everything.</summary>
    Any,
}
