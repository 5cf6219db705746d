using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// Edits option files as a careful admin does: the line that is in force is changed where it stands, in an included file too,
/// with its spelling, indentation and comment; a new one goes beside its relatives; nothing else is touched.
/// </summary>
internal sealed class OptionFileEditor
{
    private readonly OptionFileDocument _home;
    private readonly bool _homeOnly;
    private readonly Dictionary<OptionFileDocument, List<OptionFileLine>> _lines = [];
    private readonly List<OptionEdit> _edits = [];

    /// <summary>Edits one file and what it includes.</summary>
    public OptionFileEditor(OptionFileDocument document, OptionGroups groups, Capabilities? server)
        : this(new OptionFileView(OptionFileReader.Walk(document, server), groups, server), document, homeOnly: false)
    {
    }

    /// <param name="before">The files as they are.</param>
    /// <param name="home">The one that new lines go into.</param>
    /// <param name="homeOnly">Whether it is also the only one that is touched (a drop-in).</param>
    public OptionFileEditor(OptionFileView before, OptionFileDocument home, bool homeOnly)
    {
        Before = before;
        _home = home;
        _homeOnly = homeOnly;
    }

    /// <summary>The files before any edit.</summary>
    public OptionFileView Before { get; }

    /// <summary>What was done so far, in order.</summary>
    public IReadOnlyList<OptionEdit> Edits => _edits;

    /// <summary>Whether a [mysqld] group had to be added.</summary>
    public bool HasAddedGroup { get; private set; }

    private List<OptionFileLine> Home => LinesOf(_home);

    /// <summary>The home document with the edits.</summary>
    public OptionFileDocument Result() => ResultOf(_home);

    /// <summary>A document with the edits.</summary>
    public OptionFileDocument ResultOf(OptionFileDocument document) => _lines.TryGetValue(document, out var lines) ? document.With(lines) : document;

    /// <summary>The documents that were edited, as they were.</summary>
    public IReadOnlyList<OptionFileDocument> Touched() => _lines.Where(l => !l.Value.SequenceEqual(l.Key.Lines)).Select(l => l.Key).ToList();

    /// <summary>The number that a line has now; null when it is not in the file any more.</summary>
    public int? NumberOf(OptionFileDocument document, OptionFileLine line) => LinesOf(document).IndexOf(line) is >= 0 and var index ? index + 1 : null;

    /// <summary>Sets an option to a value (one char a byte).</summary>
    public void Set(OptionDefinition option, string value)
    {
        var settings = Before.Settings(option);
        var wanted = OptionValues.Canonical(option, value);
        if (settings.Count > 0 && settings[settings.Count - 1] is var inForce && OptionValues.Of(option, inForce.Line) == wanted && !IsMisspelt(option, inForce))
        {
            _edits.Add(new OptionEdit(option, inForce, inForce.Document, inForce.Line));
        }
        else if (settings.LastOrDefault(MayTouch) is { } own)
        {
            // In a drop-in the line is changed even where a later file overrides it; a finding says so.
            var isSo = OptionValues.Of(option, own.Line) == wanted && !IsMisspelt(option, own);
            _edits.Add(new OptionEdit(option, own, own.Document, isSo ? own.Line : Rewrite(own, option, value)));
        }
        else
        {
            _edits.Add(new OptionEdit(option, null, _home, Add(option, value)));
        }
    }

    /// <summary>Makes these the values of an option that takes one a line, with as few changed lines as can be.</summary>
    /// <param name="option">The option.</param>
    /// <param name="values">Its values, one char a byte.</param>
    /// <param name="keepOthers">Whether lines with other values stay.</param>
    public void SetAll(OptionDefinition option, IReadOnlyList<string> values, bool keepOthers = false)
    {
        var wanted = values.Distinct(StringComparer.Ordinal).ToList();
        var settings = Before.Settings(option);
        var missing = new Queue<string>(wanted.Where(v => settings.All(s => OptionValues.Of(option, s.Line) != v)));
        OptionFileLine? last = null;

        // A file that is included twice brings its lines twice.
        foreach (var setting in settings.GroupBy(s => s.Line).Select(g => g.Last()))
        {
            var after = setting.Line;
            if (MayTouch(setting) && !keepOthers && !wanted.Contains(OptionValues.Of(option, setting.Line)!))
            {
                if (missing.Count == 0)
                {
                    LinesOf(setting.Document).Remove(setting.Line);
                    _edits.Add(new OptionEdit(option, setting, setting.Document, null));
                    continue;
                }

                after = Rewrite(setting, option, missing.Dequeue());
            }

            else if (MayTouch(setting) && IsMisspelt(option, setting) && OptionValues.Of(option, setting.Line) is { } same)
            {
                after = Rewrite(setting, option, same);
            }

            _edits.Add(new OptionEdit(option, setting, setting.Document, after));
            last = setting.Document == _home ? after : last;
        }

        foreach (var value in missing)
        {
            last = last is null ? Add(option, value) : InsertBehind(Home.IndexOf(last), last.Group!, option, value);
            _edits.Add(new OptionEdit(option, null, _home, last));
        }
    }

    /// <summary>Takes every line of an option out.</summary>
    public void Remove(OptionDefinition option)
    {
        foreach (var setting in Before.Settings(option).Where(MayTouch).GroupBy(s => s.Line).Select(g => g.Last()))
        {
            LinesOf(setting.Document).Remove(setting.Line);
            _edits.Add(new OptionEdit(option, setting, setting.Document, null));
        }
    }

    private bool IsMisspelt(OptionDefinition option, OptionOccurrence setting) => option.IsMisspelt(setting.Line.Name!, Before.Server);

    private bool MayTouch(OptionOccurrence setting) => !_homeOnly || setting.Document == _home;

    private List<OptionFileLine> LinesOf(OptionFileDocument document)
    {
        if (!_lines.TryGetValue(document, out var lines))
        {
            _lines.Add(document, lines = document.Lines.ToList());
        }

        return lines;
    }

    private OptionFileLine Rewrite(OptionOccurrence at, OptionDefinition option, string value)
    {
        // A "skip-" would turn the value round, so it goes; "loose-" stays.
        var line = at.Line;
        var lines = LinesOf(at.Document);
        var name = line.Name!;
        var spelt = name.Spelt;
        if (!option.IsSkip && (name.IsNegated || name.IsEnabling))
        {
            var loose = name.Prefix.IndexOf("loose-", StringComparison.Ordinal);
            spelt = (loose < 0 ? string.Empty : spelt.Substring(loose, 6)) + spelt.Substring(name.Prefix.Length);
        }

        if (IsMisspelt(option, at))
        {
            var whole = option.NameFor(Before.Server);
            spelt = (name.IsLoose ? "loose-" : string.Empty) + (spelt.IndexOf('_') >= 0 && spelt.IndexOf('-') < 0 ? whole.Replace('-', '_') : whole);
        }


        var separator = line.HasValue
            ? line.Text.Substring(line.NameEnd, line.ValueStart - line.NameEnd)
            : OptionStyle.Near(lines, lines.IndexOf(line)).PlainSeparator;
        var tail = line.Text.Substring(line.ValueEnd);
        var written = OptionLineSyntax.WriteValue(OptionValues.InTheStyleOf(option, value, line.Value), line.Quote);
        var changed = OptionFileLine.Read(line.Text.Substring(0, line.NameStart) + spelt + separator + written + tail, line.Terminator, line.Group, out _);
        lines[lines.IndexOf(line)] = changed;
        return changed;
    }

    private OptionFileLine Add(OptionDefinition option, string value)
    {
        var behind = LastHome(l => l.Kind == OptionFileLineKind.Option && OptionCatalogue.FamilyOf(l.Name!) == option.Family)
            ?? LastHome(l => l.Kind == OptionFileLineKind.Option && OptionCatalogue.FamilyOf(l.Name!) is not (OptionFamily.Other or OptionFamily.InnoDb))
            ?? EndOfHome("mysqld")
            ?? EndOfHome(null);
        if (behind is not { } index)
        {
            index = AppendGroup();
        }

        return InsertBehind(index, Home[index].Group!, option, value);
    }

    private int? LastHome(Func<OptionFileLine, bool> matches)
        => Home.FindLastIndex(l => Before.Groups.IsHome(l.Group) && matches(l)) is >= 0 and var found ? found : null;

    // The last option of the last such group, or its header.
    private int? EndOfHome(string? group)
    {
        var header = Home.FindLastIndex(l => l.Kind == OptionFileLineKind.Group && Before.Groups.IsHome(l.Group)
            && (group is null || group.Equals(l.Group, StringComparison.OrdinalIgnoreCase)));
        if (header < 0)
        {
            return null;
        }

        var next = Home.FindIndex(header + 1, l => l.Kind == OptionFileLineKind.Group);
        var end = next < 0 ? Home.Count : next;
        return Home.FindLastIndex(end - 1, end - header, l => l.Kind is OptionFileLineKind.Option or OptionFileLineKind.Group);
    }

    private int AppendGroup()
    {
        HasAddedGroup = true;
        var last = Home.Count == 0 ? null : Home[Home.Count - 1];
        var terminator = last?.Terminator ?? _home.Terminator;
        if (last is not null && last.Kind != OptionFileLineKind.Blank)
        {
            Home.Add(OptionFileLine.Read(string.Empty, terminator, null, out _));
        }

        Home.Add(OptionFileLine.Read("[mysqld]", terminator, null, out _));
        return Home.Count - 1;
    }

    // The new line ends as the one above it does. In a file that ends without a line end the new last line has none either,
    // and the document gives one to the line that was the last (OptionFileDocument.With).
    private OptionFileLine InsertBehind(int index, string group, OptionDefinition option, string value)
    {
        var text = OptionStyle.Near(Home, index).Write(option.NameFor(Before.Server), OptionLineSyntax.WriteValue(value, '\0'));
        var line = OptionFileLine.Read(text, Home[index].Terminator, group, out _);
        Home.Insert(index + 1, line);
        return line;
    }
}
