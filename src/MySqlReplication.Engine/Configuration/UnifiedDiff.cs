using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// The difference between two states of an option file as people and patch(1) read it. Made for people: passwords that stand in
/// the neighbourhood of a change are blotted out.
/// </summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The diff; empty when nothing differs. Lines end in "\n"; a "\r" that belongs to a line stays in it.</summary>
    public static string Of(OptionFileDocument before, OptionFileDocument after)
    {
        // What both documents share is one object.
        var whole = new Dictionary<OptionFileLine, string>(before.Lines.Count);
        string Whole(OptionFileLine line) => whole.TryGetValue(line, out var text) ? text : whole[line] = line.Text + line.Terminator;
        var old = before.Lines.Select(Whole).ToList();
        var changed = after.Lines.Select(Whole).ToList();
        var script = Script(old, changed);
        if (script.All(e => e.Sign == ' '))
        {
            return string.Empty;
        }

        var diff = new StringBuilder();
        diff.Append("--- ").Append(before.Path).Append('\n').Append("+++ ").Append(after.Path).Append('\n');
        foreach (var (start, end) in Hunks(script))
        {
            AppendHunk(diff, script, start, end);
        }

        return diff.ToString();
    }

    private static List<(char Sign, string Line)> Script(List<string> before, List<string> after)
    {
        var script = new List<(char, string)>(after.Count + 16);
        int old = 0, changed = 0;
        foreach (var (nextOld, nextNew) in LineDifference.Common(before, after).Concat([(before.Count, after.Count)]))
        {
            for (; old < nextOld; old++)
            {
                script.Add(('-', before[old]));
            }

            for (; changed < nextNew; changed++)
            {
                script.Add(('+', after[changed]));
            }

            if (nextOld < before.Count)
            {
                script.Add((' ', before[old]));
                old++;
                changed++;
            }
        }

        return script;
    }

    // Changes with at most twice the context between them share a hunk.
    private static List<(int Start, int End)> Hunks(List<(char Sign, string Line)> script)
    {
        var hunks = new List<(int Start, int End)>();
        for (var i = 0; i < script.Count; i++)
        {
            if (script[i].Sign == ' ')
            {
                continue;
            }

            var start = System.Math.Max(0, i - Context);
            var end = System.Math.Min(script.Count, i + 1 + Context);
            if (hunks.Count > 0 && start <= hunks[hunks.Count - 1].End)
            {
                hunks[hunks.Count - 1] = (hunks[hunks.Count - 1].Start, end);
            }
            else
            {
                hunks.Add((start, end));
            }
        }

        return hunks;
    }

    private static void AppendHunk(StringBuilder diff, List<(char Sign, string Line)> script, int start, int end)
    {
        int oldBefore = 0, newBefore = 0;
        for (var i = 0; i < start; i++)
        {
            oldBefore += script[i].Sign == '+' ? 0 : 1;
            newBefore += script[i].Sign == '-' ? 0 : 1;
        }

        var hunk = script.GetRange(start, end - start);
        diff.Append("@@ -").Append(Range(oldBefore, hunk.Count(e => e.Sign != '+')))
            .Append(" +").Append(Range(newBefore, hunk.Count(e => e.Sign != '-')))
            .Append(" @@\n");
        foreach (var (sign, line) in hunk)
        {
            var ends = line.EndsWith("\n", System.StringComparison.Ordinal);
            diff.Append(sign).Append(OptionFileRedaction.Clean(ends ? line.Substring(0, line.Length - 1) : line)).Append('\n');
            if (!ends)
            {
                diff.Append("\\ No newline at end of file\n");
            }
        }
    }

    // A length of 1 is left out; a range of nothing names the line before it.
    private static string Range(int linesBefore, int length) => length == 1
        ? (linesBefore + 1).ToString(CultureInfo.InvariantCulture)
        : string.Format(CultureInfo.InvariantCulture, "{0},{1}", length == 0 ? linesBefore : linesBefore + 1, length);
}
