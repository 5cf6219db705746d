using System.Collections.Generic;
using System.Globalization;

namespace MySqlReplication.Diagnosis;

/// <summary>What a server's error number means to somebody who runs replication: one entry of <see cref="ErrorCatalogue"/>.</summary>
public sealed record ErrorExplanation
{
    /// <summary>The number as the server says it (Last_IO_Errno, Last_SQL_Errno, an error message).</summary>
    public required int Number { get; init; }

    /// <summary>Other numbers of the same error: MySQL 8.0 and later show 13114 in the status where others show 1236.</summary>
    public IReadOnlyList<int> OtherNumbers { get; init; } = [];

    /// <summary>The error's name in the server's source.</summary>
    public required string Name { get; init; }

    /// <summary>Which of several errors with one number it is; null when the number says it all.</summary>
    public string? Case { get; init; }

    /// <summary>Which servers know it.</summary>
    public required string Servers { get; init; }

    /// <summary>What happened, in plain words.</summary>
    public required string Meaning { get; init; }

    /// <summary>Likely causes, the likeliest first.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>What to do or type, in order.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>True: the module's tests provoke it on a real server. False: it is told as the manuals tell it.</summary>
    public required bool IsProvoked { get; init; }

    internal string? Pattern { get; init; }

    /// <summary>"1062 ER_DUP_ENTRY: what it means".</summary>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture) + " " + Name + ": " + Meaning;
}
