using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>Trees of option files, made by FsCheck and by hand: what we say is in force equals what the servers themselves print.</summary>
public sealed class ServerTreeOracleTests : IDisposable
{
    private static readonly string[] Server = ["usr/sbin/mariadbd", "usr/sbin/mysqld", "bin/mysqld"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void Generated_trees_of_files_are_read_as_the_server_reads_them(string server)
    {
        var version = VersionOf(server);
        var read = 0;
        foreach (var tree in Trees().Sample(60, 40))
        {
            using var folder = new TemporaryFolder();
            Directory.CreateDirectory(Path.Combine(folder.Path, "d"));
            foreach (var (name, text) in tree)
            {
                folder.Write(name, text.Replace("{0}", folder.Path, StringComparison.Ordinal));
            }

            var file = Path.Combine(folder.Path, "my.cnf");
            var document = OptionFileDocument.Parse(File.ReadAllBytes(file), file);
            var walked = OptionFileReader.Walk(document, Capabilities.Of(version));
            var isRefused = document.HasByteOrderMark || document.Defect is not null || walked.MissingFolders.Count > 0;
            var (exit, output, _) = ServerPrograms.Run(server, "--defaults-file=" + file, "--print-defaults");
            Assert.Equal(isRefused, exit != 0);
            if (!isRefused)
            {
                var said = Said(OptionFileReader.Walk(document, Capabilities.Of(version)), version);
                Assert.True(said == Printed(output), string.Join("\n----\n", tree.Select(f => f.Name + ":\n" + f.Text)) + "\nwe:   " + said + "\nthey: " + Printed(output));
                Assert.Equal(File.ReadAllBytes(file), document.ToBytes());
                read++;
            }
        }

        Assert.True(read >= 40, read.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void An_included_file_is_read_as_far_as_the_server_reads_it(string server)
    {
        var version = VersionOf(server);
        foreach (var broken in new[] { "no-group=1\n[mysqld]\nx=1\n", "[mysqld]\nyes=1\n[open\nno=1\n", "\xEF\xBB\xBF[mysqld]\nno=1\n", "[mysqld]\nyes=1\n!includedir /nowhere\nno=1\n", "[mysqld]\nyes=1\n!include\nno=1\n" })
        {
            var file = _folder.Write("my.cnf", "[mysqld]\na=1\n!include " + _folder.Write("in.cnf", broken) + "\nb=1\n");
            var read = OptionFileReader.Walk(OptionFileDocument.Parse(File.ReadAllBytes(file), file), Capabilities.Of(version));
            Assert.Single(read.Broken);
            Assert.Equal(Printed(ServerPrograms.Run(server, "--defaults-file=" + file, "--print-defaults").Output), Said(read, version));
        }
    }

    // 5.6 and MariaDB cut the last character off such a line, and take a comment behind the path for a part of it.
    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void An_include_line_that_ends_the_file_is_followed_where_the_server_follows_it(string server)
    {
        var version = VersionOf(server);
        var whole = _folder.Write("in.cnf", "[mysqld]\nwhole=1\n");
        _folder.Write("in.cn", "[mysqld]\ncut=1\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "d"));
        _folder.Write("d/x.cnf", "[mysqld]\nfolder=1\n");
        foreach (var line in new[] { "!include " + whole, "!include " + whole + "\n", "!include " + whole + " ", "!include " + whole + "\r", "!include " + whole + " # no", "!include " + whole + " # no\n", "!include " + whole + "x", "!includedir " + _folder.Path + "/d/", "!includedir " + _folder.Path + "/d" })
        {
            var file = _folder.Write("my.cnf", "[mysqld]\na=1\n" + line);
            var read = OptionFileReader.Walk(OptionFileDocument.Parse(File.ReadAllBytes(file), file), Capabilities.Of(version));
            var (exit, output, _) = ServerPrograms.Run(server, "--defaults-file=" + file, "--print-defaults");
            Assert.True(read.MissingFolders.Count > 0 == (exit != 0), line);
            Assert.True(exit != 0 || Said(read, version) == Printed(output), line + "\nwe:   " + Said(read, version) + "\nthey: " + Printed(output));
        }
    }

    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void Default_files_are_read_in_the_order_of_the_server(string server)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "home"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "server"));
        _folder.Write("home/.my.cnf", "[mysqld]\nx=home\n[mysqld1]\ny=1\n[mariadb-10.11-a]\nz=1\n[server-a]\nv=1\n");
        _folder.Write("server/my.cnf", "[mysqld]\nx=server\n");
        var environment = new Dictionary<string, string> { ["HOME"] = _folder.Path + "/home", ["MYSQL_HOME"] = _folder.Path + "/server" };
        var places = new OptionFileLocations { IsWindows = false, Home = environment["HOME"], ServerHome = environment["MYSQL_HOME"] };

        // Each server knows a part of the places, in this order.
        var listed = Regex.Match(Encoding.UTF8.GetString(ServerPrograms.Run(server, Server, environment, "--no-defaults", "--help", "--verbose").Output), "given order:\\s*\n(.*)\n").Groups[1].Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Replace("~", environment["HOME"], StringComparison.Ordinal)).ToList();
        Assert.True(listed.Count >= 3);
        Assert.Equal(listed, places.Candidates().Where(listed.Contains));

        // What this machine has in /etc of its own comes before them.
        var files = places.Existing().Single().Where(listed.Contains).ToList();
        Assert.Equal(["server/my.cnf", "home/.my.cnf"], files.Where(f => !f.StartsWith("/etc/", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(_folder.Path, f)));
        Assert.All(files.SkipLast(2), f => Assert.StartsWith("/etc/", f, StringComparison.Ordinal));
        var documents = files.Select(f => OptionFileDocument.Parse(File.ReadAllBytes(f), f)).ToList();
        foreach (var suffix in new[] { string.Empty, "1", "-a" })
        {
            string[] asked = suffix.Length == 0 ? ["--print-defaults"] : ["--defaults-group-suffix=" + suffix, "--print-defaults"];
            Assert.Equal(Printed(ServerPrograms.Run(server, Server, environment, asked).Output), Said(OptionFileReader.Walk(documents, Capabilities.Of(VersionOf(server))), VersionOf(server), suffix));
        }
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-10.11")]
    [InlineData("mariadb-11.8")]
    public void Every_shape_is_what_my_print_defaults_prints(string server)
    {
        var version = VersionOf(server);
        var groups = version.Flavour == ServerFlavour.MariaDB
            ? new[] { "mysqld", "server", "mysqld-" + version.Series, "mariadb", "mariadb-" + version.Series, "mariadbd", "mariadbd-" + version.Series, "client-server", "galera" }
            : ["mysqld", "server", "mysqld-" + version.Series, "mysql_cluster"];
        var compared = 0;
        foreach (var (shape, bytes) in OptionFileShapes.All)
        {
            var document = OptionFileDocument.Parse(bytes, _folder.Write("my.cnf", bytes));
            if (document.HasByteOrderMark || document.Defect is not null || OptionFileReader.Walk(document, Capabilities.Of(version)).MissingFolders.Count > 0 || document.Lines.Any(l => l.Text.Length > OptionLineSyntax.LongestLine))
            {
                continue;
            }

            string[] show = version.Flavour == ServerFlavour.MariaDB ? [] : ["--show"];
            var output = ServerPrograms.Run(server, ["usr/bin/my_print_defaults"], null, ["--defaults-file=" + document.Path, .. show, .. groups]).Output;
            var said = string.Concat(OptionFileReader.Walk(document, Capabilities.Of(version)).Occurrences.Where(o => OptionGroups.Of(version).Reads(o.Line.Group))
                .Select(o => "--" + o.Line.Name!.Spelt + (o.Line.HasValue ? "=" + o.Line.Value : string.Empty) + "\n"));
            Assert.True(said == Encoding.Latin1.GetString(output), shape);
            compared++;
        }

        Assert.True(compared >= 40);
    }

    [Fact]
    public void Windows_has_its_own_order()
    {
        var places = new OptionFileLocations { IsWindows = true, Windows = "C:\\Windows", ServerHome = "D:\\mysql", Home = "C:\\Users\\x" };
        Assert.Equal(["C:\\Windows\\my.ini", "C:\\Windows\\my.cnf", "C:\\my.ini", "C:\\my.cnf", "D:\\mysql\\my.ini", "D:\\mysql\\my.cnf"], places.Candidates());

        Directory.CreateDirectory(Path.Combine(_folder.Path, "MySQL Server 8.4"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "MariaDB 11.4", "data"));
        _folder.Write("MySQL Server 8.4/my.ini", "");
        _folder.Write("MariaDB 11.4/data/my.ini", "");
        var installed = places with { Windows = null, ServerHome = null, Installed = [_folder.Path, "/nowhere"] };
        Assert.Equal(["MariaDB 11.4/data/my.ini", "MySQL Server 8.4/my.ini"], installed.Existing().Select(f => Path.GetRelativePath(_folder.Path, f.Single())));
    }

    // Lines of all kinds; files that include each other, loops among them, and a folder of them.
    private static Gen<(string Name, string Text)[]> Trees()
    {
        var option = Gen.Elements("server-id", "log_bin", "loose-x", "skip-y", "binlog-do-db", "a", "B-c", "relay_log");
        var value = Gen.Elements("", "1", "a b", "\"q r\"", "'s#t'", "u # v", "\\n\\s", "\"w", "x'y", "\xE9", "16M", " ");
        var separator = Gen.Elements("", "=", " = ", "\t=");
        var line = Gen.Frequency(
            (6, from n in option from e in separator from v in value select n + (e.Length == 0 ? string.Empty : e + v)),
            (2, Gen.Elements("[mysqld]", "[client]", "[mariadb]", "[server] # s", "  [mysqld]", "[mysqld-9.7]", "[mariadb-10.11]", "[MYSQLD]", "[mysqld1]")),
            (1, Gen.Elements("# c", ";d", "", "  ", "\t# e")),
            (1, Gen.Elements("!include {0}/a.cnf", "!include {0}/b.cnf", "!includedir {0}/d", "!include {0}/none.cnf", "!include {0}/my.cnf")));
        var end = Gen.Frequency((5, Gen.Constant("\n")), (1, Gen.Constant("\r\n")));
        var text = from lines in Gen.Zip(line, end).ListOf(12) select "[mysqld]\n" + string.Concat(lines.Select(l => l.Item1 + l.Item2));

        // What includes others stands at the top; the rest is plain, so that a tree stays small.
        var plain = from t in text select Regex.Replace(t, "!include.*", "# not here");
        return from top in text
               from a in text
               from b in plain
               from d1 in plain
               from d2 in plain
               select new[] { ("my.cnf", Once(top)), ("a.cnf", Once(a)), ("b.cnf", b), ("d/2.cnf", d1), ("d/10.cnf", d2), ("d/x.txt", d1) };
    }

    // At most one include a file of those that lead further: ten levels of several would be thousands of files.
    private static string Once(string text)
    {
        var seen = 0;
        return Regex.Replace(text, "!include [^\r\n]*(a|my).cnf", m => seen++ == 0 ? m.Value : "# once");
    }

    private static string Said(OptionFileReader read, ServerVersion version, string suffix = "")
    {
        var groups = OptionGroups.Of(version, suffix);
        return string.Join(' ', read.Occurrences.Where(o => groups.Reads(o.Line.Group))
            .Select(o => "--" + o.Line.Name!.Spelt + (o.Line.HasValue ? "=" + o.Line.Value : string.Empty))).TrimEnd();
    }

    private static string Printed(byte[] output)
    {
        var text = Encoding.Latin1.GetString(output);
        return text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd();
    }

    private static ServerVersion VersionOf(string server)
        => ServerVersion.Parse(Regex.Match(Encoding.UTF8.GetString(ServerPrograms.Run(server, "--version").Output), @"Ver (\S+)").Groups[1].Value);
}
