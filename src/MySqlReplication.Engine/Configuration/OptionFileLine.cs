using System;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// One line as it stands, and what a server reads out of it. Texts hold one char a byte (<see cref="OptionText"/>). The number
/// of a line is its place in <see cref="OptionFileDocument.Lines"/> plus one.
/// </summary>
internal sealed class OptionFileLine
{
    private OptionFileLine(string text, string terminator, OptionFileLineKind kind, string? group)
    {
        Text = text;
        Terminator = terminator;
        Kind = kind;
        Group = group;
    }

    /// <summary>The line without its end.</summary>
    public string Text { get; }

    /// <summary>"\n", "\r\n", or empty at the end of a file without one. A lone carriage return ends no line.</summary>
    public string Terminator { get; }

    public OptionFileLineKind Kind { get; }

    /// <summary>The group that the line stands in (or opens), without brackets; null before the first.</summary>
    public string? Group { get; }

    /// <summary>The option's name; null for other kinds.</summary>
    public OptionName? Name { get; private set; }

    /// <summary>Where the name as spelt begins and ends.</summary>
    public int NameStart { get; private set; }

    public int NameEnd { get; private set; }

    /// <summary>Whether there is a '='.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Where the value as written (quotes included, spaces not) begins and ends; both at the name's end without a '='.</summary>
    public int ValueStart { get; private set; }

    public int ValueEnd { get; private set; }

    /// <summary>The value as the server reads it; null without a '='. For an include the path.</summary>
    public string? Value { get; private set; }

    /// <summary>The quote that the value is written in; '\0' without.</summary>
    public char Quote => HasValue && ValueEnd - ValueStart > 1 && Text[ValueStart] is '\'' or '"' && Text[ValueEnd - 1] == Text[ValueStart] ? Text[ValueStart] : '\0';

    /// <summary>Why servers refuse the file because of this line; null when they do not.</summary>
    public OptionFileDefect? Defect { get; private set; }

    /// <summary>Whether the value begins with a quote that nothing closes: servers then take the quote for a part of it.</summary>
    public bool HasOpenQuote
    {
        get
        {
            if (!HasValue || ValueEnd <= ValueStart || Text[ValueStart] is not ('\'' or '"'))
            {
                return false;
            }

            for (var i = ValueStart + 1; i < ValueEnd; i++)
            {
                if (Text[i] == '\\')
                {
                    i++;
                }
                else if (Text[i] == Text[ValueStart])
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Reads a line.</summary>
    /// <param name="text">Without its end.</param>
    /// <param name="terminator">Its end.</param>
    /// <param name="group">The group open before it.</param>
    /// <param name="defect">Why servers refuse the file because of this line; null when they do not.</param>
    public static OptionFileLine Read(string text, string terminator, string? group, out OptionFileDefect? defect)
    {
        var line = ReadAny(text, terminator, group, out defect);
        line.Defect = defect;
        return line;
    }

    private static OptionFileLine ReadAny(string text, string terminator, string? group, out OptionFileDefect? defect)
    {
        defect = null;
        var start = OptionLineSyntax.SkipSpace(text, 0, text.Length);
        if (start == text.Length)
        {
            return new OptionFileLine(text, terminator, OptionFileLineKind.Blank, group);
        }

        switch (text[start])
        {
            case '#' or ';':
                return new OptionFileLine(text, terminator, OptionFileLineKind.Comment, group);
            case '!':
                return ReadDirective(text, terminator, group, start, out defect);
            case '[':
                // Everything behind the bracket is passed over; spaces before it too, but not those behind '['.
                var close = text.IndexOf(']', start);
                if (close < 0)
                {
                    defect = OptionFileDefect.GroupNotClosed;
                    close = text.Length;
                }

                var end = OptionLineSyntax.TrimEnd(text, start + 1, close);
                return new OptionFileLine(text, terminator, OptionFileLineKind.Group, text.Substring(start + 1, end - start - 1));
            default:
                defect = group is null ? OptionFileDefect.OptionOutsideGroup : null;
                return ReadOption(text, terminator, group, start);
        }
    }

    private static OptionFileLine ReadOption(string text, string terminator, string? group, int start)
    {
        var end = OptionLineSyntax.FindComment(text, start);
        var equals = text.IndexOf('=', start, end - start);
        var line = new OptionFileLine(text, terminator, OptionFileLineKind.Option, group)
        {
            NameStart = start,
            NameEnd = OptionLineSyntax.TrimEnd(text, start, equals < 0 ? end : equals),
            HasValue = equals >= 0,
        };
        line.ValueStart = line.ValueEnd = line.NameEnd;
        if (equals >= 0)
        {
            line.ValueStart = OptionLineSyntax.SkipSpace(text, equals + 1, end);
            line.ValueEnd = OptionLineSyntax.TrimEnd(text, line.ValueStart, end);
            if (line.ValueStart == end)
            {
                // Empty: a value would go right behind the '=', before the spaces that lead to a comment.
                line.ValueStart = line.ValueEnd = equals + 1;
            }

            line.Value = OptionLineSyntax.ReadValue(text, line.ValueStart, line.ValueEnd);
        }

        line.Name = OptionName.Of(text.Substring(start, line.NameEnd - start));
        return line;
    }

    private static OptionFileLine ReadDirective(string text, string terminator, string? group, int start, out OptionFileDefect? defect)
    {
        defect = null;
        var word = OptionLineSyntax.SkipSpace(text, start + 1, text.Length);
        foreach (var (keyword, kind) in new[] { ("includedir", OptionFileLineKind.IncludeDir), ("include", OptionFileLineKind.Include) })
        {
            var after = word + keyword.Length;
            if (string.CompareOrdinal(text, word, keyword, 0, keyword.Length) != 0 || (after < text.Length && !OptionLineSyntax.IsSpace(text[after])))
            {
                continue;
            }

            // Without a path 5.6, 9.7 and MariaDB refuse the whole file ("Wrong '!include' directive").
            var path = OptionLineSyntax.SkipSpace(text, after, text.Length);
            defect = path == text.Length ? OptionFileDefect.IncludeIncomplete : null;
            return new OptionFileLine(text, terminator, kind, group)
            {
                Value = text.Substring(path, OptionLineSyntax.TrimEnd(text, path, text.Length) - path),
            };
        }

        return new OptionFileLine(text, terminator, OptionFileLineKind.Directive, group);
    }
}
