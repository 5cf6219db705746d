using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

public sealed class OptionFileDocumentTests
{
    public static TheoryData<string> Shapes => [.. OptionFileShapes.All.Keys];

    [Fact]
    public void There_are_enough_shapes() => Assert.True(OptionFileShapes.All.Values.Select(Convert.ToHexString).Distinct().Count() >= 40);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_byte_comes_back(string shape)
    {
        var bytes = OptionFileShapes.All[shape];
        Assert.Equal(bytes, OptionFileDocument.Parse(bytes, "f").ToBytes());
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_without_zero_come_back(byte[] bytes)
    {
        bytes = bytes.Where(b => b != 0).ToArray();
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return;
        }

        Assert.Equal(bytes, OptionFileDocument.Parse(bytes, "f").ToBytes());
    }

    [Property(MaxTest = 500)]
    public Property Anything_made_of_the_marks_that_matter_comes_back() => Prop.ForAll(
        Gen.Elements("[", "]", "#", ";", "!", "=", "'", "\"", "\\", "\n", "\r", "\r\n", " ", "\t", "include ", "mysqld", "a", "\xC3\xA9", "\xEF\xBB\xBF", "-", "_").ListOf().ToArbitrary(),
        pieces =>
        {
            var bytes = Encoding.Latin1.GetBytes(string.Concat(pieces));
            return OptionFileDocument.Parse(bytes, "f").ToBytes().SequenceEqual(bytes);
        });

    [Property(MaxTest = 1000)]
    public Property What_is_written_is_read_again() => Prop.ForAll(
        Gen.Elements([.. " \t#;=!'\"\\[]ntsrbx%$\xE9\xA0\x80é€".Where(c => c >= ' ')]).ListOf().Where(l => l.Count > 0).ToArbitrary(),
        Gen.Elements('\0', '\'', '"').ToArbitrary(),
        (chars, quote) =>
        {
            var value = OptionText.OfPeople(string.Concat(chars));
            var line = OptionFileLine.Read("x = " + OptionLineSyntax.WriteValue(value, quote) + " # comment", "\n", "mysqld", out var defect);
            return defect is null && line.Value == value && line.Text[line.ValueEnd..] == " # comment";
        });

    [Theory]
    [InlineData("a=1", "a", "1")]
    [InlineData(" \ta = 1\t ", "a", "1")]
    [InlineData("a=\"b\" c", "a", "\"b\" c")]
    [InlineData("a='b'c'", "a", "b'c")]
    [InlineData("a=b\"c#d\"e", "a", "b\"c#d\"e")]
    [InlineData("a='b#c'", "a", "b#c")]
    [InlineData("a=b\\#c", "a", "b\\")]
    [InlineData("a=\"b\\\"#c\"", "a", "b\"#c")]
    [InlineData("a=", "a", "")]
    [InlineData("=b", "", "b")]
    [InlineData("a==b", "a", "=b")]
    [InlineData("a=b ; c", "a", "b ; c")]
    [InlineData("a=b\\", "a", "b\\")]
    [InlineData("a=\"  b  \"", "a", "  b  ")]
    [InlineData("a=it's # not a comment", "a", "it's # not a comment")]
    [InlineData("a=\\n\\t\\s\\\\\\r\\b\\x", "a", "\n\t \\\r\b\\x")]
    [InlineData("a=\"", "a", "\"")]
    [InlineData("a=\"\"", "a", "")]
    [InlineData("a b = c", "a b", "c")]
    [InlineData("a=b\xA0", "a", "b")]
    [InlineData("a=\"b\xA0\"", "a", "b\xA0")]
    [InlineData("a", "a", null)]
    [InlineData("a # b=c", "a", null)]
    public void A_line_is_read_as_the_server_reads_it(string text, string name, string? value)
    {
        var line = OptionFileLine.Read(text, "\n", "mysqld", out _);
        Assert.Equal((OptionFileLineKind.Option, name, value), (line.Kind, line.Name!.Spelt, line.Value));
    }

    [Theory]
    [InlineData("server_ID", "", "server-id", false, false)]
    [InlineData("loose-skip_log-bin", "loose-skip-", "log-bin", true, true)]
    [InlineData("skip-loose-x", "skip-loose-", "x", true, false)]
    [InlineData("disable_x", "disable-", "x", false, true)]
    [InlineData("skip-", "", "skip-", false, false)]
    [InlineData("skip-skip-x", "skip-skip-", "x", false, true)]
    public void Prefixes_are_split_off(string spelt, string prefix, string body, bool loose, bool negated)
    {
        var name = OptionName.Of(spelt);
        Assert.Equal((prefix, body, loose, negated), (name.Prefix, name.Body, name.IsLoose, name.IsNegated));
    }

    [Theory]
    [InlineData("[mysqld", 1, "OptionFileGroupNotClosed")]
    [InlineData("# c\n\n[a]\nx=1\n[mysqld # ]no\n[mysqld\n", 6, "OptionFileGroupNotClosed")]
    [InlineData("# c\n server-id=1\n[mysqld]\n", 2, "OptionFileOptionOutsideGroup")]
    [InlineData("[mysqld]\n!include\n", 2, "OptionFileIncludeIncomplete")]
    [InlineData("\xEF\xBB\xBF[mysqld]\n", 1, "OptionFileHasByteOrderMark")]
    public void What_servers_refuse_is_refused_with_file_and_line(string text, int line, string id)
    {
        var failure = Assert.Throws<ReplicationException>(() => OptionFileDocument.Parse(Encoding.Latin1.GetBytes(text), "/etc/my.cnf").Checked());
        Assert.Equal((id, "/etc/my.cnf"), (failure.ErrorId, failure.TargetObject));
        Assert.StartsWith("/etc/my.cnf:" + line + ": ", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.RecommendedAction!);
    }

    [Theory]
    [InlineData("\xFF\xFE[\0m\0", "OptionFileIsUtf16")]
    [InlineData("\xFE\xFF\0[\0m", "OptionFileIsUtf16")]
    [InlineData("[\0m\0y\0s\0q\0l\0d\0]\0\n\0", "OptionFileIsUtf16")]
    [InlineData("[mysqld]\nserver-id=1\nlog-bin=a\0b\nand so on, and so on, and so on\n", "OptionFileIsBinary")]
    [InlineData("\x7F" + "ELF\x02\x01\x01 program text here\0\0", "OptionFileIsBinary")]
    public void What_is_no_text_of_bytes_is_refused(string text, string id)
        => Assert.Equal(id, Assert.Throws<ReplicationException>(() => OptionFileDocument.Parse(Encoding.Latin1.GetBytes(text), "f")).ErrorId);
}
