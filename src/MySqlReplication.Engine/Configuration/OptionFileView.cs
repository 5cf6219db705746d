using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What one server reads out of its option files: the lines of its groups, in its order.</summary>
internal sealed class OptionFileView
{
    private readonly Dictionary<OptionDefinition, List<OptionOccurrence>> _settings = [];

    /// <param name="read">The files, includes followed.</param>
    /// <param name="groups">What the server reads.</param>
    /// <param name="server">What it can; null when it is not known.</param>
    public OptionFileView(OptionFileReader read, OptionGroups groups, Capabilities? server)
    {
        Read = read;
        Groups = groups;
        Server = server;
        Lines = read.Occurrences.Where(o => groups.Reads(o.Line.Group)).ToList();
        foreach (var line in Lines)
        {
            if (OptionCatalogue.Find(line.Line.Name!, server) is { } option)
            {
                if (!_settings.TryGetValue(option, out var lines))
                {
                    _settings.Add(option, lines = []);
                }

                lines.Add(line);
            }
        }
    }

    public OptionFileReader Read { get; }

    public OptionGroups Groups { get; }

    /// <summary>Null when it is not known.</summary>
    public Capabilities? Server { get; }

    /// <summary>Every option line that counts, in order.</summary>
    public IReadOnlyList<OptionOccurrence> Lines { get; }

    /// <summary>All lines that set an option, in order.</summary>
    public IReadOnlyList<OptionOccurrence> Settings(OptionDefinition option) => _settings.TryGetValue(option, out var lines) ? lines : [];

    /// <summary>The line in force; null when there is none. Of an option that takes several lines it is the last.</summary>
    public OptionOccurrence? InForce(OptionDefinition option) => Settings(option) is { Count: > 0 } lines ? lines[lines.Count - 1] : null;

    /// <summary>The canonical value in force; null without a line (or when the option is switched off by one).</summary>
    public string? Value(OptionDefinition option) => InForce(option) is { } line ? OptionValues.Of(option, line.Line) : null;
}
