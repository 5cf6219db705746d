using System;

namespace MySqlReplication.Repair;

/// <summary>One setting of a link before the reset, which loses some of them, and after the repair.</summary>
public sealed record RestoredSetting
{
    /// <summary>The setting, named as the server's own column or option.</summary>
    public required string Name { get; init; }

    /// <summary>As it was; null when the server does not tell or nothing was set.</summary>
    public string? Before { get; init; }

    /// <summary>As the server says it now; null when it does not tell or nothing is set.</summary>
    public string? After { get; init; }

    /// <summary>Whether both are the same.</summary>
    public bool IsEqual => string.Equals(Before, After, StringComparison.Ordinal);

    /// <summary>"SQL_Delay: 60", or "SQL_Delay: 60 -> 0" when it was lost.</summary>
    public override string ToString() => Name + ": " + (Before ?? "-") + (IsEqual ? string.Empty : " -> " + (After ?? "-"));
}
