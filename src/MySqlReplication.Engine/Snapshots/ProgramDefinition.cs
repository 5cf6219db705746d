using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A view, trigger, routine, event or sequence of the source.</summary>
/// <param name="Kind">"view", "trigger", "procedure", "function", "package", "package body", "event", "sequence".</param>
/// <param name="Database">Its database.</param>
/// <param name="Name">Its name.</param>
internal sealed record ProgramDefinition(string Kind, string Database, string Name)
{
    /// <summary>The statement that makes it.</summary>
    public string Create { get; init; } = string.Empty;

    /// <summary>The sql_mode that it was made under; null when that does not matter.</summary>
    public string? SqlMode { get; init; }

    /// <summary>The character set of the client that made it; null when that does not matter.</summary>
    public string? CharacterSet { get; init; }

    /// <summary>The collation of that connection.</summary>
    public string? Collation { get; init; }

    /// <summary>Events: the time zone of that session.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The collation that its database had: what is declared in it without a character set has this one. Null when that does not matter.</summary>
    public string? DatabaseCollation { get; init; }

    /// <summary>Sequences: the next value that was not given out yet.</summary>
    public string? NextValue { get; init; }

    /// <summary>Views: whether the source cannot select from it, because what it is made of is gone.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Sequences: how often it has begun anew.</summary>
    public string? Cycles { get; init; }

    public override string ToString() => Kind + " " + QualifiedName.Of(Database, Name);
}
