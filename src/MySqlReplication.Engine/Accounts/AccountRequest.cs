using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>One account that is there.</summary>
public record AccountRequest
{
    /// <summary>Where it lives: the source.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>Its name.</summary>
    public required string UserName { get; init; }

    /// <summary>Its host part, as the server stores it.</summary>
    public required string HostPattern { get; init; }

    /// <summary>Whether the account statements go into the binary log.</summary>
    public bool LogStatement { get; init; }

    /// <summary>Lifts the refusals that say so.</summary>
    public bool Force { get; init; }
}
