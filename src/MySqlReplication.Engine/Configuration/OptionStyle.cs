using System;
using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Configuration;

/// <summary>How lines are written where a new one goes: indentation, dashes or underscores, what stands around '='.</summary>
internal sealed record OptionStyle(string Indentation, bool Underscores, string Separator, int? EqualsColumn)
{
    /// <summary>The style of a neighbour, or of the nearest line that shows one.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="near">The index that the new line is put behind.</param>
    public static OptionStyle Near(IReadOnlyList<OptionFileLine> lines, int near)
    {
        var options = lines
            .Select((line, index) => (Line: line, Index: index))
            .Where(l => l.Line.Kind == OptionFileLineKind.Option)
            .OrderBy(l => Math.Abs(near - l.Index))
            .ThenBy(l => l.Index)
            .Select(l => l.Line)
            .ToList();
        var valued = options.FirstOrDefault(o => o.HasValue && o.ValueEnd > o.ValueStart);
        var worded = options.FirstOrDefault(o => o.Name!.Spelt.IndexOfAny(['-', '_']) >= 0);
        if (valued is null)
        {
            return new OptionStyle(Indent(options.FirstOrDefault()), IsUnderscored(worded), "=", null);
        }

        var separator = valued.Text.Substring(valued.NameEnd, valued.ValueStart - valued.NameEnd);
        var before = separator.IndexOf('=');

        // More than one space before '=' means that a column was meant.
        return new OptionStyle(Indent(valued), IsUnderscored(worded), separator, before > 1 ? valued.NameEnd + before : null);
    }

    /// <summary>A new line.</summary>
    public string Write(string name, string value)
    {
        name = Indentation + (Underscores ? name.Replace('-', '_') : name);
        if (EqualsColumn is not { } column)
        {
            return name + Separator + value;
        }

        return name + new string(' ', Math.Max(1, column - name.Length)) + Separator.TrimStart() + value;
    }

    /// <summary>The separator of a line that had no '=' before.</summary>
    public string PlainSeparator => EqualsColumn is null ? Separator : " " + Separator.TrimStart();

    private static bool IsUnderscored(OptionFileLine? line) => line is not null && line.Name!.Spelt.IndexOf('_') >= 0 && line.Name.Spelt.IndexOf('-') < 0;

    private static string Indent(OptionFileLine? line) => line is null ? string.Empty : line.Text.Substring(0, line.NameStart);
}
