using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>The servers themselves are asked what they read out of a file (--print-defaults); what we say is in force equals it, byte for byte.</summary>
public sealed class ServerOracleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void Every_shape_is_read_as_the_server_reads_it(string server)
    {
        var version = VersionOf(server);
        var compared = 0;
        foreach (var (shape, bytes) in OptionFileShapes.All)
        {
            var document = OptionFileDocument.Parse(bytes, _folder.Write("my.cnf", bytes));
            var isRefused = document.HasByteOrderMark || document.Defect is not null || OptionFileReader.Walk(document, Capabilities.Of(version)).MissingFolders.Count > 0;
            if (!isRefused && document.Lines.Any(l => l.Text.Length > OptionLineSyntax.LongestLine))
            {
                // Servers do not agree on such lines among themselves; a finding says so.
                continue;
            }

            var printed = Print(server);
            Assert.True(isRefused == printed is null, shape);
            Assert.True(isRefused || Said(document, version) == printed, shape + ":\n" + Said(document, version) + "\n" + printed);
            compared++;
        }

        Assert.True(compared >= 40);
    }

    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void Two_thousand_lines_of_nonsense_are_read_as_the_server_reads_them(string server)
    {
        string[] marks = ["[mysqld]", "[client]", "[mariadb]", "[ServeR]", "[mysqld-9.7]", "]", "#", ";", "=", " = ", "'", "\"", "\\", "\\s", "\\t", " ", "\t", "\v", "\xA0", "\xC3\xA9", "a", "b-c", "D_e", "skip-", "1", "\r"];
        var random = new Random(20260131);
        var text = new StringBuilder("[mysqld]\n");
        for (var i = 0; i < 2000; i++)
        {
            text.AppendJoin(string.Empty, Enumerable.Range(0, random.Next(1, 14)).Select(_ => marks[random.Next(marks.Length)])).Append(random.Next(5) == 0 ? "\r\n" : "\n");
        }

        // A bracket that is not closed ends the reading, and has a test of its own. Behind spaces and without a name servers
        // read memory that is not the line's (MySQL 9.7 dies of it).
        var lines = text.ToString().Split('\n').Where(l => l.TrimStart(' ', '\t', '\v', '\r', '\xA0') is var bare && !bare.StartsWith('=') && (!bare.StartsWith('[') || bare.Contains(']', StringComparison.Ordinal)));
        var bytes = Encoding.Latin1.GetBytes(string.Join('\n', lines));
        var document = OptionFileDocument.Parse(bytes, _folder.Write("my.cnf", bytes)).Checked();
        Assert.True(document.Lines.Count(l => l.Kind == OptionFileLineKind.Option) > 1000);
        Assert.Equal(Print(server), Said(document, VersionOf(server)));
    }

    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void Includes_are_followed_as_the_server_follows_them(string server)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "d"));
        foreach (var name in new[] { "b.cnf", "B.cnf", "a.cnf", "10.cnf", "9.cnf", "x.txt", "y.cnf.bak", ".cnf", ".h.cnf", "x.y.cnf" })
        {
            _folder.Write("d/" + name, "[mysqld]\nin-dir=" + name + "\n[client]\nnever=1\n");
        }

        var writable = _folder.Write("writable.cnf", "[mysqld]\nnever=1\n");
        File.SetUnixFileMode(writable, (UnixFileMode)0b110_110_110);
        _folder.Write("inner.cnf", "[mysqld]\ninner=1\n!includedir " + _folder.Path + "/d\ninner=2\n[client]\n");
        _folder.Write("loop.cnf", "[server]\nloop=1\n!include " + _folder.Path + "/loop.cnf\n");
        var file = _folder.Write(
            "my.cnf",
            "[mysqld]\nfirst=1\n!include " + _folder.Path + "/inner.cnf  \nstill-mysqld=1\n!  includedir\t" + _folder.Path + "/d/\n!include " + writable + "\n!include " + _folder.Path + "/none.cnf\n!include " + _folder.Path + "/loop.cnf\nlast=1\n");
        Assert.Equal(Print(server), Said(OptionFileDocument.Parse(File.ReadAllBytes(file), file).Checked(), VersionOf(server)));
    }

    private static string Said(OptionFileDocument document, ServerVersion version)
    {
        var groups = OptionGroups.Of(version);
        return string.Join(' ', OptionFileReader.Walk(document, Capabilities.Of(version)).Occurrences
            .Where(o => groups.Reads(o.Line.Group))
            .Select(o => "--" + o.Line.Name!.Spelt + (o.Line.HasValue ? "=" + o.Line.Value : string.Empty))).TrimEnd();
    }

    private static ServerVersion VersionOf(string server)
    {
        var said = Encoding.UTF8.GetString(ServerPrograms.Run(server, "--version").Output);
        return ServerVersion.Parse(Regex.Match(said, @"Ver (\S+)").Groups[1].Value);
    }

    // Null when the server refuses the file.
    private string? Print(string server)
    {
        var (exit, output, error) = ServerPrograms.Run(server, "--defaults-file=" + Path.Combine(_folder.Path, "my.cnf"), "--print-defaults");
        if (exit != 0)
        {
            Assert.Contains("defaults handling", error, StringComparison.Ordinal);
            return null;
        }

        var text = Encoding.Latin1.GetString(output);
        return text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd();
    }
}
