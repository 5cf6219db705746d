using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MySqlReplication.Engine.Configuration;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

public sealed partial class UnifiedDiffTests
{
    [Fact]
    public void It_reads_as_diff_u_writes_it()
    {
        var before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        var after = "1\n2\n3\nfour\n5\n6\n7\n8\n9\n10\n11\n12\n13";
        Assert.Equal(
            "--- f\n+++ f\n@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n@@ -10,3 +10,4 @@\n 10\n 11\n 12\n+13\n\\ No newline at end of file\n",
            Diff(before, after));
        Assert.Equal("--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n", Diff("", "a\n"));
        Assert.Equal("--- f\n+++ f\n@@ -1 +0,0 @@\n-a\n\\ No newline at end of file\n", Diff("a", ""));
        Assert.Equal("", Diff(before, before));
    }

    [Property(MaxTest = 500)]
    public Property Applying_it_gives_the_new_file() => Prop.ForAll(Lines().ToArbitrary(), Lines().ToArbitrary(), (before, after) =>
    {
        var diff = Diff(before, after);
        return Apply(before, diff) == after && (diff.Length == 0) == (before == after);
    });

    [Fact]
    public void It_is_short_for_a_long_file()
    {
        var before = string.Concat(Enumerable.Range(0, 20000).Select(i => "line " + (i % 50) + "\n"));
        var after = "first\n" + before.Remove(before.Length / 2, 7) + "last\n";
        Assert.True(Diff(before, after).Length < 2000);
    }

    [Fact]
    public void Passwords_nearby_are_blotted_out()
    {
        var diff = Diff("[client]\npassword = \"s3cr3t\" # x\n#password=0ld\nMASTER_PASSWORD=m3\nwsrep_sst_auth: u:p4\n[mysqld]\n", "[client]\npassword = \"s3cr3t\" # x\n#password=0ld\nMASTER_PASSWORD=m3\nwsrep_sst_auth: u:p4\nx=1\n[mysqld]\n");
        Assert.DoesNotMatch("s3cr3t|0ld|m3|p4", diff);
        Assert.Contains("+x=1", diff, StringComparison.Ordinal);
    }

    private static Gen<string> Lines() => Gen.Elements("a", "b", "c", "d").ListOf().SelectMany(
        lines => Gen.Elements("\n", "\r\n", ""),
        (lines, end) => lines.Count == 0 ? string.Empty : string.Join("\n", lines) + end);

    private static string Diff(string before, string after)
        => UnifiedDiff.Of(OptionFileDocument.Parse(Encoding.Latin1.GetBytes(before), "f"), OptionFileDocument.Parse(Encoding.Latin1.GetBytes(after), "f"));

    // What patch(1) does, strictly: every context and removed line has to be there, at the place that the header says.
    private static string Apply(string text, string diff)
    {
        var old = Regex.Matches(text, "[^\n]*\n|[^\n]+$").Select(m => m.Value).ToList();
        var result = new List<string>();
        var at = 0;
        var lines = diff.Split('\n').Skip(2).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (Header().Match(lines[i]) is { Success: true } header)
            {
                var start = int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture);
                var begin = header.Groups[2].Value == "0" ? start : start - 1;
                result.AddRange(old.Skip(at).Take(begin - at));
                at = begin;
            }
            else if (lines[i].Length > 0 && lines[i][0] != '\\')
            {
                var line = lines[i][1..] + (i + 1 < lines.Count && lines[i + 1].StartsWith('\\') ? "" : "\n");
                if (lines[i][0] != '+')
                {
                    Assert.Equal(old[at++], line);
                }

                if (lines[i][0] != '-')
                {
                    result.Add(line);
                }
            }
        }

        return string.Concat(result.Concat(old.Skip(at)));
    }

    [GeneratedRegex(@"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@$")]
    private static partial Regex Header();
}
