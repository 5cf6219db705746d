namespace MySqlReplication.Configuration;

/// <summary>One option of an option file, before and after. An option that takes several lines has one of these a line.</summary>
public sealed record MyCnfOption
{
    /// <summary>The name as it is spelt in the file.</summary>
    public required string Name { get; init; }

    /// <summary>The value as the server read it; null when no line set it, empty when the line had no value.</summary>
    public string? Before { get; init; }

    /// <summary>The value as the server will read it; null when the line is gone.</summary>
    public string? After { get; init; }

    /// <summary>Whether this line is new, gone or other than before.</summary>
    public required bool Changed { get; init; }

    /// <summary>The group it stands in, without brackets.</summary>
    public required string Group { get; init; }

    /// <summary>The file it stands in: the one asked for, or one that it includes.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The line's number in that file now, from 1; null when the line is gone.</summary>
    public int? Line { get; init; }

    /// <summary>What the running server has now; null when no -Server was asked, or it shows no such variable.</summary>
    public string? Running { get; init; }

    /// <summary>What the server keeps by SET PERSIST, which goes before every file; null when nothing is kept or nobody asked.</summary>
    public string? Persisted { get; init; }

    /// <summary>Whether the file's value comes into force by a restart only; null when nobody asked the server.</summary>
    public bool? RestartRequired { get; init; }

    /// <summary>"server-id: 1 -> 2".</summary>
    public override string ToString() => !Changed ? Name + ": " + After
        : Name + ": " + (Before ?? "(not set)") + " -> " + (After ?? "(removed)");
}
