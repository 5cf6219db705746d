namespace MySqlReplication.Engine.Snapshots;

/// <summary>A database or program of an export.</summary>
internal sealed record ManifestObject
{
    /// <summary>"database", or a <see cref="ProgramDefinition"/>'s kind.</summary>
    public required string Kind { get; init; }

    public required string Database { get; init; }

    public required string Name { get; init; }

    /// <summary>The sql_mode that it was made under; null when that does not matter.</summary>
    public string? SqlMode { get; init; }

    public string? CharacterSet { get; init; }

    public string? Collation { get; init; }

    /// <summary>Events: the time zone of the session that made it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The collation that its database had when it was made; null when that does not matter.</summary>
    public string? DatabaseCollation { get; init; }

    /// <summary>Sequences: the next value that was not given out yet.</summary>
    public string? NextValue { get; init; }

    /// <summary>Views: whether the source could not select from it.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Sequences: how often it has begun anew; null in an export that does not tell.</summary>
    public string? Cycles { get; init; }

    public required ManifestFile Definition { get; init; }
}
