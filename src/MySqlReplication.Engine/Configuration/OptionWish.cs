using System.Collections.Generic;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What an option is to be.</summary>
/// <param name="Option">The option.</param>
/// <param name="Value">Its value, one char a byte; null for one that takes a list, and for one that is to go.</param>
/// <param name="Values">All values of one that takes a list; null for others.</param>
internal sealed record OptionWish(OptionDefinition Option, string? Value, IReadOnlyList<string>? Values = null)
{
    /// <summary>Lines with other values stay.</summary>
    public bool KeepOthers { get; init; }

    /// <summary>Every line of it is to go.</summary>
    public bool IsRemoval => Value is null && Values is null;
}
