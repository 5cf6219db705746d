using System;
using System.Collections.Generic;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What is known of one option that this module sets.</summary>
internal sealed record OptionDefinition
{
    /// <summary>The name that every server takes that has the option.</summary>
    public required string Name { get; init; }

    public required OptionKind Kind { get; init; }

    public required OptionFamily Family { get; init; }

    /// <summary>
    /// The shortest beginning that one of the measured servers takes for this option; equal to the name when another option
    /// begins with it. Servers take such abbreviations (with a warning, if that), so a line may be in force under one.
    /// </summary>
    public required string Abbreviation { get; init; }

    /// <summary>The words of a <see cref="OptionKind.Choice"/>, in the order of their index.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What newer servers call it; null when there is one name only.</summary>
    public string? NewName { get; init; }

    /// <summary>The shortest beginning for the new name.</summary>
    public string? NewAbbreviation { get; init; }

    /// <summary>Whether a server takes the new name.</summary>
    public Func<Capabilities, bool> HasNewName { get; init; } = _ => false;

    /// <summary>How a change comes into force on a running server.</summary>
    public OptionReach Reach { get; init; } = OptionReach.Restart;

    /// <summary>What a server does that has no line for it (canonical); null where that is not one value.</summary>
    public Func<Capabilities, string?> Default { get; init; } = _ => null;

    /// <summary>The variables of a running server that show it, newest name first.</summary>
    public IReadOnlyList<string> Variables => NewName is null ? [Name.Replace('-', '_')] : [NewName.Replace('-', '_'), Name.Replace('-', '_')];

    /// <summary>Whether "skip-" is part of the name and no prefix: servers look for the whole name first.</summary>
    public bool IsSkip => Name.StartsWith("skip-", StringComparison.Ordinal);

    /// <summary>Whether a server has the option at all: one that it does not know keeps it from starting.</summary>
    public Func<Capabilities, bool> IsKnownTo { get; init; } = _ => true;

    /// <summary>The name to write for a server.</summary>
    /// <param name="server">Null when it is not known: then the name that all take.</param>
    public string NameFor(Capabilities? server) => server is not null && NewName is not null && HasNewName(server) ? NewName : Name;

    /// <summary>Whether a line sets this option on that server.</summary>
    /// <param name="name">The line's name.</param>
    /// <param name="server">Null when it is not known: then each name counts.</param>
    public bool IsSetBy(OptionName name, Capabilities? server)
        => !name.IsMaximum && (server is null || (IsKnownTo(server) && !(name.IsLoose && IsMisspelt(name, server)))) && (Spells(Name, Abbreviation, Text(name))
            || (NewName is not null && (server is null || HasNewName(server)) && Spells(NewName, NewAbbreviation!, Text(name))));

    /// <summary>The variable of the name that the server knows: the new one where it has it.</summary>
    public string VariableFor(Capabilities server) => NameFor(server).Replace('-', '_');

    /// <summary>Whether the line means this option though that server does not know it, so that it refuses to start.</summary>
    public bool IsRefusedIn(OptionName name, Capabilities server)
        => !name.IsLoose && IsSetBy(name, null) && (IsMisspelt(name, server) || !IsSetBy(name, server));

    /// <summary>Whether a line that sets this option is spelt as the server does not take it: in capitals, or abbreviated.</summary>
    public bool IsMisspelt(OptionName name, Capabilities? server)
        => (server is { TakesOptionsInCapitals: false } && name.HasCapitals) || (server is { TakesAbbreviations: false } && Text(name) != Name && Text(name) != NewName);

    private string Text(OptionName name) => !IsSkip ? name.Body : name.Full.StartsWith("loose-", StringComparison.Ordinal) ? name.Full.Substring(6) : name.Full;

    private static bool Spells(string name, string abbreviation, string body)
        => body.Length >= abbreviation.Length && name.StartsWith(body, StringComparison.Ordinal);
}
