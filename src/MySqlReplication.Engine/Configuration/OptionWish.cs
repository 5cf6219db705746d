using System.Collections.Generic;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What an option is to be.</summary>
/// <param name="Option">The option.</param>
/// <param name="Value">Its value, one char a byte; null for one that takes a list.</param>
/// <param name="Values">All values of one that takes a list; null for others.</param>
internal sealed record OptionWish(OptionDefinition Option, string? Value, IReadOnlyList<string>? Values = null);
