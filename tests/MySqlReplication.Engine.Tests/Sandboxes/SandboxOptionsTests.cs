using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Engine.Tests.Configuration;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Sandboxes;

public sealed class SandboxOptionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mysqlreplication-options-");

    /// <summary>The servers themselves say what they read.</summary>
    [Theory]
    [MemberData(nameof(ServerPrograms.Names), MemberType = typeof(ServerPrograms))]
    public void Every_server_reads_what_was_asked_for(string server)
    {
        string[] values =
        [
            "plain", "a b", " blanks ", "#", "a#b", "it's", "\"", "'", "a\"b'c", @"back\slash", @"\n\s\t", @"ends\", @"\\", "; x", "[mysqld]", "=x=", "ü€😀", "'a'", "\"a\"", "!include",
            "SET @a = 'x#y', @b = \"\\z\"",
        ];
        var text = Text(values.Select(v => new KeyValuePair<string, string?>("init-connect", v)).Append(new("skip-slave-start", null)));
        var file = Path.Combine(_folder.FullName, "my.cnf");
        File.WriteAllText(file, text, new UTF8Encoding(false));

        var (exitCode, output, error) = ServerPrograms.Run(server, "--defaults-file=" + file, "--print-defaults");
        Assert.True(exitCode == 0, error);
        var printed = Encoding.UTF8.GetString(output);
        Assert.EndsWith(" " + string.Join(" ", values.Select(v => "--init-connect=" + v)) + " --skip-slave-start", printed.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log-bin", "log-bin=binlog")]
    [InlineData("skip_log_bin", "log-bin=binlog")]
    [InlineData("loose-skip-log-bin", "log-bin=binlog")]
    [InlineData("Sync_Binlog", "sync-binlog=0")]
    [InlineData("server-id", "server-id=23306")]
    public void What_is_asked_for_stands_in_place_of_the_sandboxs_own(string option, string own)
    {
        Assert.Contains(own, Text([]).Split('\n'));
        var lines = Text([new(option, "7")]).Split('\n');
        Assert.DoesNotContain(own, lines);
        Assert.Contains(option + "=7", lines);
    }

    [Theory]
    [InlineData("datadir")]
    [InlineData("PORT")]
    [InlineData("loose_skip_networking")]
    [InlineData("mysqlx-port")]
    [InlineData("extra_port")]
    [InlineData("skip-grant-tables")]
    [InlineData("")]
    [InlineData("--port")]
    [InlineData("a=b")]
    [InlineData("[client]")]
    public void What_would_make_it_no_sandbox_is_refused(string option)
    {
        var refused = Assert.Throws<ReplicationException>(() => SandboxOptions.Check([new(option, "1")]));
        Assert.Equal(ErrorIds.SandboxOptionRefused, refused.ErrorId);
    }

    [Fact]
    public void Only_what_a_directory_is_made_with_makes_it_another()
    {
        Assert.Equal(["innodb_page_size"], SandboxOptions.AtBirth([new("innodb_page_size", "4k"), new("gtid-mode", "ON")]).Select(o => o.Key));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Text(IEnumerable<KeyValuePair<string, string?>> asked)
    {
        var version = ServerVersion.Parse("9.7.4");
        var program = new ServerProgram
        {
            File = "/opt/my sql/bin/mysqld",
            ServerDirectory = "/opt/my sql",
            BaseDirectory = "/opt/my sql",
            ShareDirectory = null,
            Line = new ProgramLine("/opt/my sql/bin/mysqld", []),
            Version = version,
        };
        var record = new SandboxRecord
        {
            Name = "s",
            Directory = _folder.FullName,
            ServerDirectory = program.ServerDirectory,
            Program = program.File,
            ServerVersion = version.Text,
            Port = 23306,
            ServerId = 23306,
        };
        return SandboxOptions.Text(record, program, new SandboxWords(version), asked.ToList());
    }
}
