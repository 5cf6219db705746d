namespace MySqlReplication.Configuration;

/// <summary>An option that the role would bring and that was not written.</summary>
public sealed record MyCnfNotSet
{
    /// <summary>The option.</summary>
    public required string Name { get; init; }

    /// <summary>The value it would have got.</summary>
    public required string Value { get; init; }

    /// <summary>Why it was not written.</summary>
    public required string Reason { get; init; }

    /// <summary>"gtid-domain-id=1: reason".</summary>
    public override string ToString() => Name + "=" + Value + ": " + Reason;
}
