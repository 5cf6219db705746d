using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// Edits a document as a careful admin does: the line that is in force is changed where it stands, with its spelling,
/// indentation and comment; a new one goes beside its relatives; nothing else is touched.
/// </summary>
internal sealed class OptionFileEditor
{
    private readonly OptionFileDocument _document;
    private readonly List<OptionFileLine> _lines;
    private readonly OptionGroups _groups;
    private readonly Capabilities? _server;
    private readonly OptionFileReader _read;
    private readonly List<OptionEdit> _edits = [];

    /// <param name="document">The file asked for.</param>
    /// <param name="groups">What its server reads.</param>
    /// <param name="server">What its server can; null when it is not known.</param>
    public OptionFileEditor(OptionFileDocument document, OptionGroups groups, Capabilities? server)
    {
        _document = document;
        _lines = document.Lines.ToList();
        _groups = groups;
        _server = server;
        _read = OptionFileReader.Walk(document);
    }

    /// <summary>What was done so far, in order.</summary>
    public IReadOnlyList<OptionEdit> Edits => _edits;

    /// <summary>Whether a [mysqld] group had to be added.</summary>
    public bool HasAddedGroup { get; private set; }

    /// <summary>The file before any edit, includes followed.</summary>
    public OptionFileReader Read => _read;

    /// <summary>All lines that set an option in groups that are read, in the server's order, before any edit.</summary>
    public IReadOnlyList<OptionOccurrence> Settings(OptionDefinition option)
        => _read.Occurrences.Where(o => _groups.Reads(o.Line.Group) && option.IsSetBy(o.Line.Name!, _server)).ToList();

    /// <summary>The line in force before any edit; null when there is none.</summary>
    public OptionOccurrence? InForce(OptionDefinition option) => Last(Settings(option));

    /// <summary>The document with the edits.</summary>
    public OptionFileDocument Result() => _document.With(_lines);

    /// <summary>The number that a line has now; null when it is not in the file any more.</summary>
    public int? NumberOf(OptionFileLine? line) => line is null || _lines.IndexOf(line) is not (>= 0 and var index) ? null : index + 1;

    /// <summary>Sets an option to a value (one char a byte).</summary>
    public void Set(OptionDefinition option, string value)
    {
        var settings = Settings(option);
        var inForce = Last(settings);
        var wanted = OptionValues.Canonical(option, value);
        if (inForce is not null && OptionValues.Of(option, inForce.Line) == wanted)
        {
            _edits.Add(new OptionEdit(option, inForce, inForce.Line));
            return;
        }

        var own = settings.LastOrDefault(s => !s.IsIncluded);
        if (own is not null)
        {
            // Where a later include overrides it, the line is changed all the same and the finding says so.
            var isSo = OptionValues.Of(option, own.Line) == wanted;
            _edits.Add(new OptionEdit(option, own, isSo ? own.Line : Rewrite(own.Line, option, value)));
            return;
        }

        _edits.Add(new OptionEdit(option, null, Add(option, value, inForce?.TopLine)));
    }

    /// <summary>Makes these the values of an option that takes one a line, with as few changed lines as can be.</summary>
    public void SetAll(OptionDefinition option, IReadOnlyList<string> values)
    {
        var wanted = values.Distinct(StringComparer.Ordinal).ToList();
        var settings = Settings(option);
        var missing = new Queue<string>(wanted.Where(v => settings.All(s => OptionValues.Of(option, s.Line) != v)));
        OptionFileLine? last = null;
        foreach (var setting in settings)
        {
            if (setting.IsIncluded || wanted.Contains(OptionValues.Of(option, setting.Line)!))
            {
                _edits.Add(new OptionEdit(option, setting, setting.Line));
            }
            else if (missing.Count > 0)
            {
                _edits.Add(new OptionEdit(option, setting, Rewrite(setting.Line, option, missing.Dequeue())));
            }
            else
            {
                _lines.Remove(setting.Line);
                _edits.Add(new OptionEdit(option, setting, null));
                continue;
            }

            last = setting.IsIncluded ? last : _edits[_edits.Count - 1].After;
        }

        foreach (var value in missing)
        {
            last = last is null ? Add(option, value, null) : InsertBehind(_lines.IndexOf(last), last.Group!, option, value);
            _edits.Add(new OptionEdit(option, null, last));
        }
    }

    private OptionFileLine Rewrite(OptionFileLine line, OptionDefinition option, string value)
    {
        // A "skip-" would turn the value round, so it goes; "loose-" stays.
        var name = line.Name!;
        var spelt = name.Spelt;
        if (name.IsNegated || name.IsEnabling)
        {
            var loose = name.Prefix.IndexOf("loose-", StringComparison.Ordinal);
            spelt = (loose < 0 ? string.Empty : spelt.Substring(loose, 6)) + spelt.Substring(name.Prefix.Length);
        }

        var separator = line.HasValue
            ? line.Text.Substring(line.NameEnd, line.ValueStart - line.NameEnd)
            : OptionStyle.Near(_lines, _lines.IndexOf(line)).PlainSeparator;
        var tail = line.Text.Substring(line.ValueEnd);
        var written = OptionLineSyntax.WriteValue(OptionValues.InTheStyleOf(option, value, line.Value), line.Quote);
        var changed = OptionFileLine.Read(line.Text.Substring(0, line.NameStart) + spelt + separator + written + tail, line.Terminator, line.Group, out _);
        _lines[_lines.IndexOf(line)] = changed;
        return changed;
    }

    private OptionFileLine Add(OptionDefinition option, string value, int? overriddenBy)
    {
        // An included file that sets the option too is overridden from behind its include line only.
        var include = overriddenBy is { } number ? _lines.IndexOf(_document.Lines[number - 1]) : -1;
        var behind = LastHome(include, l => l.Kind == OptionFileLineKind.Option && OptionCatalogue.FamilyOf(l.Name!) == option.Family)
            ?? LastHome(include, l => l.Kind == OptionFileLineKind.Option && OptionCatalogue.FamilyOf(l.Name!) is not (OptionFamily.Other or OptionFamily.InnoDb))
            ?? EndOfHome(include, "mysqld")
            ?? EndOfHome(include, null);
        if (behind is not { } index)
        {
            index = AppendGroup();
        }

        return InsertBehind(index, _lines[index].Group!, option, value);
    }

    private int? LastHome(int after, Func<OptionFileLine, bool> matches)
        => _lines.FindLastIndex(l => _groups.IsHome(l.Group) && matches(l)) is var found && found > after ? found : null;

    // The last option of the last such group, or its header.
    private int? EndOfHome(int after, string? group)
    {
        var header = _lines.FindLastIndex(l => l.Kind == OptionFileLineKind.Group && _groups.IsHome(l.Group)
            && (group is null || group.Equals(l.Group, StringComparison.OrdinalIgnoreCase)));
        if (header < 0)
        {
            return null;
        }

        var next = _lines.FindIndex(header + 1, l => l.Kind == OptionFileLineKind.Group);
        var end = next < 0 ? _lines.Count : next;
        var last = _lines.FindLastIndex(end - 1, end - header, l => l.Kind is OptionFileLineKind.Option or OptionFileLineKind.Group);

        // Behind an include in the middle of the group the group goes on; a line behind it is in force.
        return last > after ? last : after >= 0 && after < end && after > header ? after : null;
    }

    private int AppendGroup()
    {
        HasAddedGroup = true;
        var last = _lines.Count == 0 ? null : _lines[_lines.Count - 1];
        var terminator = last?.Terminator ?? _document.Terminator;
        if (last is not null && last.Kind != OptionFileLineKind.Blank)
        {
            _lines.Add(OptionFileLine.Read(string.Empty, terminator, null, out _));
        }

        _lines.Add(OptionFileLine.Read("[mysqld]", terminator, null, out _));
        return _lines.Count - 1;
    }

    // The new line ends as the one above it does. In a file that ends without a line end the new last line has none either,
    // and the document gives one to the line that was the last (OptionFileDocument.With).
    private OptionFileLine InsertBehind(int index, string group, OptionDefinition option, string value)
    {
        var text = OptionStyle.Near(_lines, index).Write(option.NameFor(_server), OptionLineSyntax.WriteValue(value, '\0'));
        var line = OptionFileLine.Read(text, _lines[index].Terminator, group, out _);
        _lines.Insert(index + 1, line);
        return line;
    }

    private static OptionOccurrence? Last(IReadOnlyList<OptionOccurrence> settings) => settings.Count == 0 ? null : settings[settings.Count - 1];
}
