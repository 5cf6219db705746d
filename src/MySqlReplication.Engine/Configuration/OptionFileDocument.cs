using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// An option file without loss: its lines in order, each with its own end, so that <see cref="ToBytes"/> gives back every byte
/// that was read, whatever the encoding (as long as ASCII is ASCII in it). Immutable; <see cref="OptionFileEditor"/> makes another.
/// </summary>
internal sealed class OptionFileDocument
{
    private const string Utf8Mark = "\xEF\xBB\xBF";
    private readonly string _preamble;

    private OptionFileDocument(string path, string preamble, IReadOnlyList<OptionFileLine> lines, (int, OptionFileDefect)? defect)
    {
        Path = path;
        _preamble = preamble;
        Lines = lines;
        Defect = defect;
    }

    /// <summary>Where it was read, for messages.</summary>
    public string Path { get; }

    public IReadOnlyList<OptionFileLine> Lines { get; }

    /// <summary>UTF-8 byte order mark at the beginning: no server takes such a file.</summary>
    public bool HasByteOrderMark => _preamble.Length > 0;

    /// <summary>The first line because of which servers refuse the file; null when they do not.</summary>
    public (int Line, OptionFileDefect Defect)? Defect { get; }

    /// <summary>The line end that most lines have; "\n" for a file without any.</summary>
    public string Terminator => Lines.Count(l => l.Terminator == "\r\n") * 2 > Lines.Count(l => l.Terminator.Length > 0) ? "\r\n" : "\n";

    /// <summary>Takes a file apart. Never fails on text; what servers refuse is in <see cref="Defect"/>.</summary>
    /// <exception cref="ReplicationException">OptionFileIsUtf16, OptionFileIsBinary.</exception>
    public static OptionFileDocument Parse(byte[] bytes, string path)
    {
        var text = OptionText.OfBytes(bytes);
        if (text.StartsWith("\xFF\xFE", StringComparison.Ordinal) || text.StartsWith("\xFE\xFF", StringComparison.Ordinal) || text.StartsWith("\0\0\xFE\xFF", StringComparison.Ordinal))
        {
            throw ConfigurationFailures.Utf16(path);
        }

        var zero = text.IndexOf('\0');
        if (zero >= 0)
        {
            // UTF-16 without a mark: every second byte of English text is zero.
            throw text.Take(64).Count(c => c == '\0') * 3 > Math.Min(64, text.Length)
                ? ConfigurationFailures.Utf16(path)
                : ConfigurationFailures.Binary(path, zero);
        }

        var preamble = text.StartsWith(Utf8Mark, StringComparison.Ordinal) ? Utf8Mark : string.Empty;
        return Read(path, preamble, SplitLines(text, preamble.Length));
    }

    /// <summary>This document with other lines. A line without an end that is not the last one gets one.</summary>
    public OptionFileDocument With(IReadOnlyList<OptionFileLine> lines)
    {
        var read = new List<OptionFileLine>(lines.Count);
        (int, OptionFileDefect)? first = null;
        string? group = null;
        for (var i = 0; i < lines.Count; i++)
        {
            // What stands in another group now, or gets an end, is another line.
            var line = lines[i];
            var terminator = line.Terminator.Length == 0 && i < lines.Count - 1 ? Terminator : line.Terminator;
            var same = line.Terminator == terminator && (line.Kind == OptionFileLineKind.Group || line.Group == group);
            OptionFileDefect? defect = null;
            read.Add(same ? line : line = OptionFileLine.Read(line.Text, terminator, group, out defect));
            defect = same ? line.Defect : defect;
            group = line.Group;
            first ??= defect is { } found ? (i + 1, found) : null;
        }

        return new OptionFileDocument(Path, _preamble, read, first);
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(_preamble);
        foreach (var line in Lines)
        {
            text.Append(line.Text).Append(line.Terminator);
        }

        return OptionText.ToBytes(text.ToString());
    }

    /// <summary>Refuses what servers refuse.</summary>
    /// <exception cref="ReplicationException">OptionFileHasByteOrderMark, OptionFileGroupNotClosed, OptionFileOptionOutsideGroup, OptionFileIncludeIncomplete.</exception>
    public OptionFileDocument Checked() => HasByteOrderMark ? throw ConfigurationFailures.ByteOrderMark(Path)
        : Defect is { } found ? throw ConfigurationFailures.Of(found.Defect, Path, found.Line, Lines[found.Line - 1])
        : this;

    private static OptionFileDocument Read(string path, string preamble, IEnumerable<(string Text, string Terminator)> texts)
    {
        var lines = new List<OptionFileLine>();
        (int, OptionFileDefect)? first = null;
        string? group = null;
        foreach (var (text, terminator) in texts)
        {
            var line = OptionFileLine.Read(text, terminator, group, out var defect);
            group = line.Group;
            lines.Add(line);
            if (first is null && defect is { } found)
            {
                first = (lines.Count, found);
            }
        }

        return new OptionFileDocument(path, preamble, lines, first);
    }

    private static IEnumerable<(string Text, string Terminator)> SplitLines(string text, int start)
    {
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
            {
                yield return (text.Substring(start), string.Empty);
                yield break;
            }

            var carriage = end > start && text[end - 1] == '\r' ? 1 : 0;
            yield return (text.Substring(start, end - start - carriage), carriage == 1 ? "\r\n" : "\n");
            start = end + 1;
        }
    }
}
