using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

public sealed class OptionFileEditorTests
{
    [Theory]
    [InlineData("[mysqld]\nserver-id=1\n", "[mysqld]\nserver-id=7\n")]
    [InlineData("[mysqld]\n\t server_id  =  1   # the id\r\n", "[mysqld]\n\t server_id  =  7   # the id\r\n")]
    [InlineData("[mysqld]\nserver-id=1\n[mysqld]\nserver-id=2", "[mysqld]\nserver-id=1\n[mysqld]\nserver-id=7")]
    [InlineData("[mysqld]\nserver-id='1'\n", "[mysqld]\nserver-id='7'\n")]
    [InlineData("[mysqld]\nloose-server-id=1#x\n", "[mysqld]\nloose-server-id=7#x\n")]
    [InlineData("[mysqld]\nserver-id=\n", "[mysqld]\nserver-id=7\n")]
    [InlineData("[mysqld]\nserver-id = # none yet\n", "[mysqld]\nserver-id =7 # none yet\n")]
    [InlineData("[mysqld]\nport = 3306\nserver-id # bare\n", "[mysqld]\nport = 3306\nserver-id = 7 # bare\n")]
    [InlineData("[mysqld]\nserver-id=7\n[client]\nserver-id=1\n", "[mysqld]\nserver-id=7\n[client]\nserver-id=1\n")]
    [InlineData("[mysqld]\nserver-id=\"7\"\n", "[mysqld]\nserver-id=\"7\"\n")]
    [InlineData("[mysqld]\nmaximum-server-id=3\n", "[mysqld]\nmaximum-server-id=3\nserver-id=7\n")]
    [InlineData("[MYSQLD]\nserver-i=1\n", "[MYSQLD]\nserver-i=7\n")]
    public void The_line_in_force_is_changed_where_it_stands(string before, string after) => Assert.Equal(after, Set(before, OptionCatalogue.ServerId, "7"));

    [Theory]
    [InlineData("", "[mysqld]\nserver-id=7\n")]
    [InlineData("[client]\nport=1", "[client]\nport=1\n\n[mysqld]\nserver-id=7")]
    [InlineData("[client]\r\nport=1\r\n", "[client]\r\nport=1\r\n\r\n[mysqld]\r\nserver-id=7\r\n")]
    [InlineData("[client]\n\n", "[client]\n\n[mysqld]\nserver-id=7\n")]
    [InlineData("[mysqld]", "[mysqld]\nserver-id=7")]
    [InlineData("[mysqld]\r\nport=1", "[mysqld]\r\nport=1\r\nserver-id=7")]
    [InlineData("[mysqld]\nport=1\n\n# examples\n#x=1\n\n[client]\nport=2\n", "[mysqld]\nport=1\nserver-id=7\n\n# examples\n#x=1\n\n[client]\nport=2\n")]
    [InlineData("[mysqld]\nlog_bin = x\nport = 1\n", "[mysqld]\nlog_bin = x\nserver_id = 7\nport = 1\n")]
    [InlineData("[mysqld]\n  port            = 1\n", "[mysqld]\n  port            = 1\n  server-id       = 7\n")]
    [InlineData("[server]\nx=1\n", "[server]\nx=1\nserver-id=7\n")]
    [InlineData("[mysqld-5.6]\nx=1\n", "[mysqld-5.6]\nx=1\n\n[mysqld]\nserver-id=7\n")]
    [InlineData("[mysqld]\nport=1\n[client]\n[mysqld]\n# empty\n", "[mysqld]\nport=1\n[client]\n[mysqld]\nserver-id=7\n# empty\n")]
    public void A_new_line_goes_to_the_right_group_beside_its_relatives(string before, string after) => Assert.Equal(after, Set(before, OptionCatalogue.ServerId, "7"));

    [Theory]
    [InlineData("log-slave-updates", "1", "log-slave-updates")]
    [InlineData("log-slave-updates", "0", "log-slave-updates=0")]
    [InlineData("skip-log-slave-updates", "1", "log-slave-updates=1")]
    [InlineData("skip_log_slave_updates # no", "1", "log_slave_updates=1 # no")]
    [InlineData("loose_disable-log-slave-updates", "1", "loose_log-slave-updates=1")]
    [InlineData("log-slave-updates=OFF", "1", "log-slave-updates=ON")]
    [InlineData("log-slave-updates = false", "1", "log-slave-updates = true")]
    [InlineData("log-slave-updates=yes", "1", "log-slave-updates=1")]
    [InlineData("log-slave-updates=on", "1", "log-slave-updates=on")]
    [InlineData("skip-log-slave-updates=0", "1", "skip-log-slave-updates=0")]
    [InlineData("log-replica-updates=0", "1", "log-replica-updates=1")]
    public void Flags_keep_their_words(string line, string value, string after)
        => Assert.Equal("[mysqld]\n" + after + "\n", Set("[mysqld]\n" + line + "\n", OptionCatalogue.LogReplicaUpdates, value));

    [Theory]
    [InlineData("skip-log-bin", "log-bin=my bin", "my bin")]
    [InlineData("log-bin", "log-bin=x", "x")]
    [InlineData("log-bin=0", "log-bin=x", "x")]
    [InlineData("log-bin=\"a b\" # c", "log-bin=\"d\" # c", "d")]
    [InlineData("log-bin=a", "log-bin=\"#1\"", "#1")]
    [InlineData("log-bin=a", "log-bin=\" x\"", " x")]
    [InlineData("log-bin=a", "log-bin=\"C:\\\\new\\\\bin\"", "C:\\new\\bin")]
    [InlineData("log-bin='a'", "log-bin='it\\'s'", "it's")]
    public void Names_are_quoted_where_they_need_it(string line, string after, string value)
        => Assert.Equal("[mysqld]\n" + after + "\n", Set("[mysqld]\n" + line + "\n", OptionCatalogue.LogBin, value));

    [Theory]
    [InlineData("", "a,b", "binlog-do-db=a|binlog-do-db=b")]
    [InlineData("binlog-do-db=a|binlog-do-db=b", "a,b", "binlog-do-db=a|binlog-do-db=b")]
    [InlineData("binlog-do-db=a|binlog-do-db=b", "b,a", "binlog-do-db=a|binlog-do-db=b")]
    [InlineData("binlog-do-db=a|x=1|binlog_do_db = b # c", "a,d", "binlog-do-db=a|x=1|binlog_do_db = d # c")]
    [InlineData("binlog-do-db=a|x=1|binlog-do-db=b", "b", "x=1|binlog-do-db=b")]
    [InlineData("binlog-do-db=a|x=1|binlog-do-db=b", "", "x=1")]
    [InlineData("binlog-do-db=a|x=1", "a,b,c", "binlog-do-db=a|binlog-do-db=b|binlog-do-db=c|x=1")]
    [InlineData("binlog-do-db=a|binlog-do-db=a", "a", "binlog-do-db=a|binlog-do-db=a")]
    [InlineData("x=1|sync-binlog=1|y=2", "a", "x=1|sync-binlog=1|binlog-do-db=a|y=2")]
    public void Lists_are_lines_and_change_as_little_as_can_be(string before, string values, string after)
    {
        static string File(string lines) => "[mysqld]\n" + string.Concat(lines.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(l => l + "\n"));
        var editor = Editor(File(before), null);
        editor.SetAll(OptionCatalogue.BinlogDoDb, values.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(File(after), Text(editor));
    }

    [Fact]
    public void Names_are_spelt_as_the_server_spells_them()
    {
        Assert.Equal("[mysqld]\nlog-replica-updates=1\n", Set("[mysqld]\n", OptionCatalogue.LogReplicaUpdates, "1", "9.7.4"));
        Assert.Equal("[mysqld]\nlog-slave-updates=1\n", Set("[mysqld]\n", OptionCatalogue.LogReplicaUpdates, "1", "10.11.6-MariaDB"));
        Assert.Equal("[mysqld]\nlog-slave-updates=1\n", Set("[mysqld]\n", OptionCatalogue.LogReplicaUpdates, "1", "5.6.24"));

        // MariaDB does not know the new name: that line sets nothing there.
        Assert.Equal("[mysqld]\nlog-replica-updates=1\nlog-slave-updates=1\n", Set("[mysqld]\nlog-replica-updates=1\n", OptionCatalogue.LogReplicaUpdates, "1", "10.11.6-MariaDB"));
    }

    [Fact]
    public void Groups_of_the_version_count()
    {
        const string File = "[mysqld]\nserver-id=1\n[mysqld-9.7]\nserver-id=2\n[mariadb-10.11]\nserver-id=3\n";
        Assert.Equal(File.Replace("=2", "=7", StringComparison.Ordinal), Set(File, OptionCatalogue.ServerId, "7", "9.7.4"));
        Assert.Equal(File.Replace("=3", "=7", StringComparison.Ordinal), Set(File, OptionCatalogue.ServerId, "7", "5.5.5-10.11.6-MariaDB"));
        Assert.Equal(File.Replace("=1", "=7", StringComparison.Ordinal), Set(File, OptionCatalogue.ServerId, "7", "8.4.0"));
        Assert.Equal(File.Replace("=1", "=7", StringComparison.Ordinal), Set(File, OptionCatalogue.ServerId, "7"));
    }

    [Property(MaxTest = 300)]
    public Property Setting_puts_it_in_force_and_touches_no_other_line() => Prop.ForAll(
        Gen.Elements(OptionFileShapes.All.Where(s => OptionFileDocument.Parse(s.Value, "f") is { Defect: null }).Select(s => s.Value).ToArray()).ToArbitrary(),
        Gen.Elements(OptionCatalogue.All.Where(o => o.Kind is OptionKind.Number or OptionKind.Text).ToArray()).ToArbitrary(),
        Gen.Elements(null, "5.6.24", "9.7.4", "10.11.6-MariaDB").ToArbitrary(),
        (bytes, option, version) =>
        {
            var before = OptionFileDocument.Parse(bytes, "f");
            var value = option.Kind == OptionKind.Number ? "4711" : "name-4711";
            var server = version is null ? null : ServerVersion.Parse(version);
            if (server is not null && !option.IsKnownTo(Capabilities.Of(server)))
            {
                return true;
            }

            var editor = Editor(before, server);
            editor.Set(option, value);
            var after = OptionFileDocument.Parse(editor.Result().ToBytes(), "f");
            var again = Editor(after, server);
            again.Set(option, value);
            var gone = before.Lines.Select(l => l.Text).Except(after.Lines.Select(l => l.Text)).Count();
            return Editor(after, server).Before.Value(option) == value
                && gone <= 1
                && after.Lines.Count - before.Lines.Count is >= 0 and <= 3
                && again.Result().ToBytes().SequenceEqual(after.ToBytes());
        });

    internal static OptionFileEditor Editor(OptionFileDocument document, ServerVersion? version)
        => new(document, OptionGroups.Of(version), version is null ? null : Capabilities.Of(version));

    private static OptionFileEditor Editor(string text, string? version)
        => Editor(OptionFileDocument.Parse(Encoding.Latin1.GetBytes(text), "f"), version is null ? null : ServerVersion.Parse(version));

    private static string Text(OptionFileEditor editor) => Encoding.Latin1.GetString(editor.Result().ToBytes());

    private static string Set(string text, OptionDefinition option, string value, string? version = null)
    {
        var editor = Editor(text, version);
        editor.Set(option, value);
        return Text(editor);
    }
}
