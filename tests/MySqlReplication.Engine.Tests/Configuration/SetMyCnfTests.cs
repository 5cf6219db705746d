using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

public sealed class SetMyCnfTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Listener _listener = new();

    public SetMyCnfTests() => Directory.CreateDirectory(Path.Combine(_folder.Path, "journal"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5.6.24", "server-id=1|log-bin=mysql-bin|log-slave-updates=1|binlog-format=ROW|sync-binlog=1|relay-log=mysql-relay-bin|relay-log-recovery=1|master-info-repository=TABLE|relay-log-info-repository=TABLE|auto-increment-increment=10|auto-increment-offset=1|innodb-flush-log-at-trx-commit=1")]
    [InlineData("9.7.4", "server-id=1|log-bin=binlog|log-replica-updates=1|sync-binlog=1|relay-log=mysql-relay-bin|relay-log-recovery=1|auto-increment-increment=10|auto-increment-offset=1|innodb-flush-log-at-trx-commit=1")]
    [InlineData("10.11.6-MariaDB", "server-id=1|log-bin=mysql-bin|log-slave-updates=1|binlog-format=ROW|sync-binlog=1|gtid-domain-id=1|gtid-strict-mode=1|relay-log=mysql-relay-bin|relay-log-recovery=1|auto-increment-increment=10|auto-increment-offset=1|innodb-flush-log-at-trx-commit=1")]
    [InlineData(null, "server-id=1|log-bin=mysql-bin|log-slave-updates=1|binlog-format=ROW|sync-binlog=1|relay-log=mysql-relay-bin|relay-log-recovery=1|auto-increment-increment=10|auto-increment-offset=1|innodb-flush-log-at-trx-commit=1")]
    public async Task A_member_gets_what_its_server_needs_and_takes(string? version, string lines)
    {
        var result = await Apply("[mysqld]\n", Member(1) with { ServerVersion = Version(version) });
        Assert.Equal("[mysqld]\n" + lines.Replace('|', '\n') + "\n", _folder.Text("my.cnf"));
        Assert.Equal((true, true), (result.Changed, result.RestartRequired));
        Assert.Equal(version is null ? ["gtid-domain-id", "gtid-strict-mode", "master-info-repository", "relay-log-info-repository"] : [], result.NotSet.Select(n => n.Name).Order(StringComparer.Ordinal));
        Assert.All(result.NotSet, n => Assert.Contains("-ServerVersion", n.Reason, StringComparison.Ordinal));
        Assert.Equal(lines.Split('|'), result.Options.OrderBy(o => o.Line).Select(o => o.Name + "=" + o.After));
        Assert.Equal(Enumerable.Range(2, result.Options.Count), result.Options.OrderBy(o => o.Line).Select(o => o.Line!.Value));
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        var asked = Member(2) with { ServerVersion = Version("10.11.6-MariaDB"), BinlogDoDb = ["hello", "b c"], ReplicateIgnoreDb = [] };
        await Apply("[mysqld]\nserver-id=1\n", asked);
        var file = Path.Combine(_folder.Path, "my.cnf");
        var names = _folder.Names();
        var stamp = File.GetLastWriteTimeUtc(file);

        var second = await Apply(null, asked);
        Assert.Equal((false, null, "", null, null), (second.Changed, second.BackupPath, second.Diff, second.JournalEntry, second.RestartRequired));
        Assert.Equal(names, _folder.Names());
        Assert.Equal(stamp, File.GetLastWriteTimeUtc(file));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "journal")).Skip(1));
        Assert.All(second.Options, o => Assert.Equal((false, o.After), (o.Changed, o.Before)));
        Assert.Equal("2", second.Options.Single(o => o.Name == "server-id").After);
    }

    [Theory]
    [InlineData("server-id=101", "101")]
    [InlineData("server-id=1", "2")]
    [InlineData("server-id=10", "2")]
    [InlineData("server-id=11", "11")]
    [InlineData("server-id=0", "2")]
    [InlineData("server-id=99999999999", "2")]
    [InlineData("server-id=x", "2")]
    [InlineData("server-id=2", "2")]
    [InlineData("", "2")]
    public async Task A_server_id_of_its_own_is_kept_and_that_of_another_node_is_not(string line, string expected)
        => Assert.Equal(expected, (await Apply("[mysqld]\n" + line + "\n", Member(2))).Options.Single(o => o.Name == "server-id").After);

    // Measured: 5.6 and 9.7 do not start with a name in capitals, MariaDB does.
    [Theory]
    [InlineData("9.7.4", "[mysqld]\nserver_id=5\nreplicate-do-db=a\n")]
    [InlineData("5.6.24", "[mysqld]\nserver_id=5\nreplicate-do-db=a\n")]
    [InlineData("10.11.6-MariaDB", "[mysqld]\nServer_ID=5\nREPLICATE-DO-DB=a\n")]
    public async Task A_name_in_capitals_is_spelt_as_the_server_takes_it(string version, string expected)
    {
        await Apply("[mysqld]\nServer_ID=5\nREPLICATE-DO-DB=a\n", new MyCnfSettings { OptionFile = "", ServerVersion = Version(version), ServerId = 5, ReplicateDoDb = ["a"] });
        Assert.Equal(expected, _folder.Text("my.cnf"));
    }

    // Measured: 9.7 does not start with an abbreviation, 5.6 and MariaDB do.
    [Theory]
    [InlineData("9.7.4", "[mysqld]\nserver-id=5\nsync-binlog=1\nlog_replica_updates=1\n")]
    [InlineData("5.6.24", "[mysqld]\nserver-i=5\nsync-bi=1\nlog_sla=1\n")]
    public async Task An_abbreviated_name_is_spelt_as_the_server_takes_it(string version, string expected)
    {
        await Apply("[mysqld]\nserver-i=5\nsync-bi=1\nlog_sla=1\n", new MyCnfSettings { OptionFile = "", ServerVersion = Version(version), ServerId = 5, SyncBinlog = 1, LogReplicaUpdates = true });
        Assert.Equal(expected, _folder.Text("my.cnf"));
    }

    [Theory]
    [InlineData("/log/mysql-bin.log", "/data/mysql-bin", true)]
    [InlineData("mysql-bin", "/data/mysql-bin", true)]
    [InlineData("a.b.c", "/data/a", true)]
    [InlineData("a.b.c", "/data/a.b", true)]
    [InlineData("mysql-bin.log", "/data/mysql", false)]
    [InlineData("x", "", false)]
    public void A_log_is_named_without_its_extension(string written, string running, bool expected) => Assert.Equal(expected, OptionValues.IsSameLogName(written, running));

    [Fact]
    public async Task A_group_that_is_not_read_for_a_space_is_told()
        => Assert.Equal("GroupMisspelt", (await Apply("[ mysqld]\nserver-id=1\n[mysqld]\n", new MyCnfSettings { OptionFile = "", ServerId = 2 })).Findings.Single().Id);

    [Fact]
    public async Task A_name_in_capitals_is_found_with_what_mends_it()
    {
        var result = await Apply("[mysqld]\nSync_Binlog=1\nloose-SERVER-ID=4\n", new MyCnfSettings { OptionFile = "", ServerVersion = Version("9.7.4"), ServerId = 5 });
        Assert.Equal("5", result.Options.Single().After);
        var finding = result.Findings.Single(f => f.Id == "OptionUnknownToServer");
        Assert.EndsWith(" -SyncBinlog 1 -ServerVersion 9.7.4", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_by_name_goes_before_the_role()
    {
        var result = await Apply("[mysqld]\nserver-id=5\n", Member(2) with { ServerId = 77, LogBin = "a", RelayLog = "b", AutoIncrementOffset = 9, LogReplicaUpdates = false });
        Assert.Equal(["77", "a", "0", "b", "10", "9"], new[] { "server-id", "log-bin", "log-slave-updates", "relay-log", "auto-increment-increment", "auto-increment-offset" }.Select(n => result.Options.Single(o => o.Name == n).After));
    }

    [Theory]
    [InlineData("innodb_doublewrite=0", "innodb_doublewrite=ON")]
    [InlineData("skip-innodb_doublewrite # fast", "innodb_doublewrite=ON # fast")]
    [InlineData("innodb-doublewrite=FAST", "innodb-doublewrite=FAST")]
    [InlineData("binlog-format=MIXED", "binlog-format=ROW")]
    [InlineData("binlog-format=row", "binlog-format=row")]
    [InlineData("log-bin", "log-bin")]
    [InlineData("skip-log-bin", "log-bin=binlog")]
    [InlineData("sync_binlog = 0", "sync_binlog = 1")]
    [InlineData("relay-log = host-relay-bin", "relay-log = host-relay-bin")]
    [InlineData("log-slave-updates=0", "log-slave-updates=1")]
    public async Task What_would_lose_data_is_mended_and_what_is_right_stays(string line, string expected)
    {
        await Apply("[mysqld]\n" + line + "\n", Member(1) with { ServerVersion = Version("9.7.4") });
        Assert.Contains(expected, _folder.Text("my.cnf").Split('\n'));
    }

    [Fact]
    public async Task The_plan_is_the_diff_and_changes_nothing()
    {
        var file = _folder.Write("my.cnf", "[client]\npassword=s3cr3t\n[mysqld]\nserver-id=1\n");
        var before = File.ReadAllBytes(file);
        using var prepared = await SetMyCnf.PrepareAsync(new MyCnfSettings { OptionFile = file, ServerId = 2 }, Context(), TestContext.Current.CancellationToken);
        var step = prepared.Plan.Steps.Single();
        Assert.Equal((PlanStepKind.File, Reversibility.Reversible, file), (step.Kind, step.Reversibility, step.Target));
        Assert.Contains("\n-server-id=1\n+server-id=2", step.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", step.Text, StringComparison.Ordinal);
        Assert.True(prepared.Plan.RestartRequired);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal(["journal", "my.cnf"], _folder.Names());
    }

    [Fact]
    public async Task The_journal_holds_what_brings_the_file_back()
    {
        const string Before = "[mysqld]\r\nserver-id=1\n# no end";
        var result = await Apply(Before, new MyCnfSettings { OptionFile = "", ServerId = 2 });
        var undo = Journal.Read(result.JournalEntry!).Steps.Single().Undo!;
        Assert.Equal(result.BackupPath, undo.Backup);
        Assert.True(OptionFileRestore.Run(undo.File!, undo.Backup!, undo.FileHash!));
        Assert.Equal(Before, _folder.Text("my.cnf"));
    }

    [Fact]
    public async Task A_file_changed_between_reading_and_writing_is_left_alone()
    {
        var file = _folder.Write("my.cnf", "[mysqld]\n");
        using var prepared = await SetMyCnf.PrepareAsync(new MyCnfSettings { OptionFile = file, ServerId = 2 }, Context(), TestContext.Current.CancellationToken);
        File.AppendAllText(file, "# mine\n");
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => prepared.ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorIds.OptionFileChangedMeanwhile, failure.ErrorId);
        Assert.Equal("[mysqld]\n# mine\n", File.ReadAllText(file));
        Assert.Equal(["journal", "my.cnf"], _folder.Names());

        File.Delete(file);
        Assert.Equal(ErrorIds.OptionFileChangedMeanwhile, (await Assert.ThrowsAsync<ReplicationException>(() => prepared.ApplyAsync(TestContext.Current.CancellationToken))).ErrorId);
        Assert.Equal(["journal"], _folder.Names());
        Assert.Empty(_listener.Warnings);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_means_that_nothing_is()
    {
        var file = _folder.Write("my.cnf", "[mysqld]\n");
        var context = Context() with { JournalPath = file };
        using var prepared = await SetMyCnf.PrepareAsync(new MyCnfSettings { OptionFile = file, ServerId = 2 }, context, TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => prepared.ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorIds.JournalNotWritable, failure.ErrorId);
        Assert.Equal(["journal", "my.cnf"], _folder.Names());
        Assert.Equal("[mysqld]\n", File.ReadAllText(file));
    }

    [Fact]
    public async Task An_option_in_an_included_file_is_changed_where_it_stands()
    {
        var include = _folder.Write("later.cnf", "# kept\n[mysqld]\n  server_id = 9 # nine\nbinlog-do-db=x\nsync-binlog=1\n");
        var text = "[mysqld]\nserver-id=1\n!include " + include + "\n[client]\n";
        var result = await Apply(text, new MyCnfSettings { OptionFile = "", ServerId = 2, BinlogDoDb = ["a"], ReportHost = "db1" });
        Assert.Equal("# kept\n[mysqld]\n  server_id = 2 # nine\nbinlog-do-db=a\nsync-binlog=1\n", _folder.Text("later.cnf"));
        Assert.Equal(text.Replace("server-id=1\n", "server-id=1\nreport-host=db1\n", StringComparison.Ordinal), _folder.Text("my.cnf"));
        Assert.Empty(result.Findings);
        var option = result.Options.Single(o => o.Name == "server_id");
        Assert.Equal(("9", "2", include, 3, true), (option.Before, option.After, option.OptionFile, option.Line, option.Changed));
        Assert.Equal([include, result.OptionFile], result.Files.Select(f => f.OptionFile).Order(StringComparer.Ordinal));
        Assert.All(result.Files, f => Assert.True(File.Exists(f.BackupPath)));
        Assert.Contains("+++ " + include, result.Diff, StringComparison.Ordinal);

        var second = await Apply(null, new MyCnfSettings { OptionFile = "", ServerId = 2, BinlogDoDb = ["a"], ReportHost = "db1" });
        Assert.Equal((false, 0), (second.Changed, second.Files.Count));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_leaves_all_as_they_were()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "made by mode bits");
        var include = _folder.Write("later.cnf", "[mysqld]\nserver-id=9\n");
        File.SetUnixFileMode(include, UnixFileMode.UserRead);
        var text = "[mysqld]\n!include " + include + "\n";
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => Apply(text, new MyCnfSettings { OptionFile = "", ServerId = 2, ReportHost = "db1" }));
        Assert.Equal((ErrorIds.OptionFileReadOnly, include), (failure.ErrorId, failure.TargetObject));
        Assert.Equal(text, _folder.Text("my.cnf"));
    }

    [Fact]
    public async Task A_drop_in_takes_the_lines_and_leaves_the_other_files()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "conf.d"));
        _folder.Write("conf.d/a.cnf", "[mysqld]\nserver-id=9\nsync-binlog=1\n");
        var text = "[mysqld]\nport=1\n!includedir " + _folder.Path + "/conf.d/\n";
        var asked = new MyCnfSettings { OptionFile = "", ServerId = 2, SyncBinlog = 1, DropIn = "zz.cnf" };
        var result = await Apply(text, asked);
        Assert.Equal("[mysqld]\nserver-id=2\n", _folder.Text("conf.d/zz.cnf"));
        Assert.Equal(text, _folder.Text("my.cnf"));
        Assert.Equal("[mysqld]\nserver-id=9\nsync-binlog=1\n", _folder.Text("conf.d/a.cnf"));
        Assert.Equal(("9", "2"), (result.Options.Single(o => o.Name == "server-id").Before, result.Options.Single(o => o.Name == "server-id").After));
        Assert.Empty(result.Findings);
        Assert.Null(result.Files.Single().BackupPath);

        Assert.False((await Apply(null, asked)).Changed);
        await Apply(null, asked with { ServerId = 3 });
        Assert.Equal("[mysqld]\nserver-id=3\n", _folder.Text("conf.d/zz.cnf"));

        // One that is read before what overrides it is written, and told.
        var early = await Apply(null, asked with { ServerId = 4, DropIn = "0.cnf" });
        Assert.Equal("OptionOverridden", early.Findings.Single().Id);
        Assert.Equal(Path.Combine(_folder.Path, "conf.d/zz.cnf") + ":2", early.Findings.Single().Place);
    }

    [Theory]
    [InlineData("x.txt", "DropInNameInvalid")]
    [InlineData("x.cnf", "DropInNotRead")]
    [InlineData("/nowhere/x.cnf", "DropInNotRead")]
    public async Task A_drop_in_that_no_server_reads_is_refused(string name, string id)
        => Assert.Equal(id, (await Assert.ThrowsAsync<ReplicationException>(() => Apply("[mysqld]\n", new MyCnfSettings { OptionFile = "", ServerId = 2, DropIn = name }))).ErrorId);

    [Fact]
    public async Task A_drop_in_with_another_dot_is_refused_for_a_server_that_would_not_read_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "conf.d"));
        var asked = new MyCnfSettings { OptionFile = "", ServerId = 2, DropIn = "a.b.cnf" };
        var text = "[mysqld]\n!includedir " + _folder.Path + "/conf.d\n";
        Assert.Equal("DropInNameInvalid", (await Assert.ThrowsAsync<ReplicationException>(() => Apply(text, asked with { ServerVersion = Version("5.6.24") }))).ErrorId);
        Assert.True((await Apply(text, asked with { ServerVersion = Version("9.7.4") })).Changed);
    }

    [Fact]
    public async Task Removed_options_are_gone_from_every_file()
    {
        var include = _folder.Write("later.cnf", "[mysqld]\nserver-id=9\nskip_slave_start\n# end\n");
        var result = await Apply("[mysqld]\nserver_id=1\nlog-slave-updates\n[client]\nport=1\n!include " + include + "\n", new MyCnfSettings { OptionFile = "", Remove = ["server-id", "skip-slave-start", "log_replica_updates"] });
        Assert.Equal("[mysqld]\n[client]\nport=1\n!include " + include + "\n", _folder.Text("my.cnf"));
        Assert.Equal("[mysqld]\n# end\n", _folder.Text("later.cnf"));
        Assert.All(result.Options, o => Assert.Equal((true, null, null), (o.Changed, o.After, o.Line)));
        Assert.False((await Apply(null, new MyCnfSettings { OptionFile = "", Remove = ["server-id"] })).Changed);
    }

    [Theory]
    [InlineData("5.6.24", "expire-logs-days=4|skip-slave-start=1|plugin-load-add=semisync_master.so|plugin-load-add=semisync_slave.so|rpl-semi-sync-master-enabled=1|rpl-semi-sync-slave-enabled=1")]
    [InlineData("9.7.4", "binlog-expire-logs-seconds=302400|skip-replica-start=1|plugin-load-add=semisync_source.so|plugin-load-add=semisync_replica.so|rpl-semi-sync-source-enabled=1|rpl-semi-sync-replica-enabled=1")]
    [InlineData("10.5.23-MariaDB", "expire-logs-days=4|skip-slave-start=1|rpl-semi-sync-master-enabled=1|rpl-semi-sync-slave-enabled=1")]
    [InlineData("10.11.6-MariaDB", "binlog-expire-logs-seconds=302400|skip-slave-start=1|rpl-semi-sync-master-enabled=1|rpl-semi-sync-slave-enabled=1")]
    public async Task Options_are_spelt_as_the_server_spells_them(string version, string lines)
    {
        await Apply("[mysqld]\n", new MyCnfSettings { OptionFile = "", ServerVersion = Version(version), BinlogExpiry = TimeSpan.FromHours(84), SkipReplicaStart = true, SemiSync = true });
        Assert.Equal("[mysqld]\n" + lines.Replace('|', '\n') + "\n", _folder.Text("my.cnf"));
    }

    [Fact]
    public async Task A_passive_member_is_read_only()
    {
        await Apply("[mysqld]\n", Member(2) with { Role = PairMemberRole.Passive, ServerVersion = Version("9.7.4") });
        Assert.Contains("\nread-only=1\nsuper-read-only=1\n", _folder.Text("my.cnf"), StringComparison.Ordinal);
        await Apply("[mysqld]\n", Member(2) with { Role = PairMemberRole.Passive, ServerVersion = Version("10.5.1-MariaDB") });
        Assert.Contains("\nread-only=1\n", _folder.Text("my.cnf"), StringComparison.Ordinal);
        Assert.DoesNotContain("super", _folder.Text("my.cnf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_include_loop_is_refused_with_its_line_and_told_when_it_is_only_read()
    {
        var file = Path.Combine(_folder.Path, "my.cnf");
        var inner = _folder.Write("in.cnf", "[mysqld]\n# back\n!include " + file + "\n");
        var text = "[mysqld]\n!include " + inner + "\n!include " + inner + "\nserver-id=1\n";
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => Apply(text, new MyCnfSettings { OptionFile = "", ServerId = 2 }));
        Assert.Equal(ErrorIds.OptionFileIncludeLoop, failure.ErrorId);
        Assert.StartsWith(inner + ":3: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, _folder.Text("my.cnf"));

        var (view, findings) = ReadMyCnf.View([file], null, string.Empty);
        Assert.Equal("1", view.Value(OptionCatalogue.ServerId));
        Assert.Equal(inner + ":3", findings.First(f => f.Id == "IncludeLoop").Place);
    }

    [Fact]
    public async Task Other_names_of_a_file_and_links_to_nowhere_are_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names of a file are counted on Linux");
        var file = _folder.Write("my.cnf", "[mysqld]\nserver-id=1\n");
        using (var link = System.Diagnostics.Process.Start("ln", [file, Path.Combine(_folder.Path, "other.cnf")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains(ReadMyCnf.View([file], null, string.Empty).Findings, f => f.Id == "OptionFileHardLinked");
        var nowhere = Path.Combine(_folder.Path, "nowhere.cnf");
        File.CreateSymbolicLink(nowhere, Path.Combine(_folder.Path, "gone.cnf"));
        var failure = Assert.Throws<ReplicationException>(() => OptionFileSnapshot.Read(nowhere));
        Assert.Equal(ErrorIds.OptionFileNotFound, failure.ErrorId);
        Assert.Contains("gone.cnf", failure.Message, StringComparison.Ordinal);
        var circle = Path.Combine(_folder.Path, "circle.cnf");
        File.CreateSymbolicLink(circle, circle);
        failure = Assert.Throws<ReplicationException>(() => OptionFileSnapshot.Read(circle));
        Assert.Equal(ErrorIds.OptionFileNotReadable, failure.ErrorId);
        Assert.Contains("back to itself", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_the_server_will_refuse_or_pass_over_are_told()
    {
        var result = await Apply("[mysqld]\nmaster-info-repository=TABLE\nloose-gtid-domain-id=1\n[mysqld1]\nserver-id=8\n# " + new string('x', 5000) + "\n", Member(1) with { ServerVersion = Version("9.7.4") });
        Assert.Equal(["LineTooLong", "OptionInOtherGroup", "OptionUnknownToServer", "RelayLogRenamed"], result.Findings.Select(f => f.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_renamed_relay_log_is_told_with_the_way_out()
    {
        var warned = await Apply("[mysqld]\nrelay-log=a\n", new MyCnfSettings { OptionFile = "", RelayLog = "b" });
        Assert.Equal(FindingSeverity.Warning, warned.Findings.Single(f => f.Id == "RelayLogRenamed").Severity);
        Assert.Contains(_listener.Warnings, w => w.Contains("Repair-RelayLog", StringComparison.Ordinal));
        var recovering = await Apply("[mysqld]\nrelay-log=a\nrelay-log-recovery\n", new MyCnfSettings { OptionFile = "", RelayLog = "b" });
        Assert.Equal(FindingSeverity.Information, recovering.Findings.Single(f => f.Id == "RelayLogRenamed").Severity);
    }

    [Fact]
    public async Task A_file_that_everybody_may_write_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "made by mode bits");
        File.SetUnixFileMode(_folder.Write("my.cnf", "[mysqld]\n"), (UnixFileMode)0b110_110_110);
        Assert.Equal("OptionFileWorldWritable", (await Apply(null, new MyCnfSettings { OptionFile = "", ServerId = 2 })).Findings.Single().Id);
    }

    [Fact]
    public async Task A_quote_that_nothing_closes_is_told_with_file_and_line()
    {
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => Apply("[client]\nx=\"a\n[mysqld]\n\nlog-bin=\"x # c\n", new MyCnfSettings { OptionFile = "", ServerId = 1 }));
        Assert.Equal(ErrorIds.OptionFileQuoteNotClosed, failure.ErrorId);
        Assert.Contains("my.cnf:5: ", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<MyCnfSettings, string> Nonsense() => new()
    {
        { new MyCnfSettings { OptionFile = "" }, "NoOptionGiven" },
        { new MyCnfSettings { OptionFile = "", ServerId = 0 }, "OptionValueOutOfRange" },
        { new MyCnfSettings { OptionFile = "", ServerId = 4294967296 }, "OptionValueOutOfRange" },
        { new MyCnfSettings { OptionFile = "", AutoIncrementIncrement = 65536 }, "OptionValueOutOfRange" },
        { new MyCnfSettings { OptionFile = "", AutoIncrementOffset = 3, AutoIncrementIncrement = 2 }, "AutoIncrementOffsetTooLarge" },
        { new MyCnfSettings { OptionFile = "", LogBin = "" }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", LogBin = "a\nb" }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", LogBin = "off" }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", RelayLog = "a\u0085b" }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", RelayLog = "\uD800" }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", RelayLog = new string('x', 3000) }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", BinlogDoDb = ["a,b"] }, "DatabaseNameHasComma" },
        { new MyCnfSettings { OptionFile = "", BinlogDoDb = [""] }, "OptionValueInvalid" },
        { new MyCnfSettings { OptionFile = "", Role = PairMemberRole.MasterMaster }, "PairMemberIncomplete" },
        { new MyCnfSettings { OptionFile = "", ServerId = 1, Node = 1 }, "PairMemberIncomplete" },
        { new MyCnfSettings { OptionFile = "", GtidMode = "ON", ServerVersion = ServerVersion.Parse("10.11.6-MariaDB") }, "OptionNotOnServer" },
        { new MyCnfSettings { OptionFile = "", MasterInfoRepository = "TABLE", ServerVersion = ServerVersion.Parse("9.7.4") }, "OptionNotOnServer" },
        { new MyCnfSettings { OptionFile = "", BinlogExpiry = TimeSpan.FromDays(3) }, "ServerVersionNeeded" },
        { new MyCnfSettings { OptionFile = "", SemiSync = true }, "ServerVersionNeeded" },
        { new MyCnfSettings { OptionFile = "", BinlogExpiry = TimeSpan.FromDays(100), ServerVersion = ServerVersion.Parse("9.7.4") }, "OptionValueOutOfRange" },
        { new MyCnfSettings { OptionFile = "", ReplicateDoTable = ["hello"] }, "TableNameInvalid" },
        { new MyCnfSettings { OptionFile = "", Remove = ["port"] }, "OptionNotKnown" },
        { new MyCnfSettings { OptionFile = "", ServerId = 1, Remove = ["server_id"] }, "OptionSetAndRemoved" },
        { Member(3) with { Of = 2 }, "PairMemberOutOfRange" },
        { Member(0), "PairMemberOutOfRange" },
        { Member(1) with { Of = 1 }, "PairMemberOutOfRange" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_refused_before_the_file_is_touched(MyCnfSettings asked, string id)
    {
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => Apply("[mysqld]\n", asked));
        Assert.Equal(id, failure.ErrorId);
        Assert.NotEmpty(failure.RecommendedAction!);
        Assert.Equal(["journal", "my.cnf"], _folder.Names());
        Assert.Equal("[mysqld]\n", _folder.Text("my.cnf"));
    }

    [Theory]
    [InlineData("tutorial")]
    [InlineData("debian")]
    [InlineData("windows")]
    [InlineData("mixed line ends")]
    [InlineData("latin-1")]
    [InlineData("shift-jis")]
    [InlineData("no line end at the end")]
    [InlineData("columns")]
    [InlineData("many lines")]
    public async Task Whole_files_go_there_and_back(string shape)
    {
        var bytes = OptionFileShapes.All[shape];
        _folder.Write("my.cnf", bytes);
        var result = await Apply(null, Member(3) with { ServerVersion = Version("5.6.24"), BinlogDoDb = ["été"], LogBin = "C:\\new" });
        Assert.Contains(result.Options, o => o is { Name: "binlog-do-db" or "binlog_do_db", After: "été" });
        Assert.Equal("C:\\new", result.Options.Single(o => o.Name is "log-bin" or "log_bin").After);
        Assert.Equal(bytes, File.ReadAllBytes(result.BackupPath!));
        Assert.True(OptionFileRestore.Run(result.OptionFile, result.BackupPath!, OptionFileSnapshot.Hash(File.ReadAllBytes(result.OptionFile))));
        Assert.Equal(bytes, File.ReadAllBytes(result.OptionFile));
    }

    private static MyCnfSettings Member(int node) => new() { OptionFile = "", Role = PairMemberRole.MasterMaster, Node = node, Of = 10 };

    private static ServerVersion? Version(string? text) => text is null ? null : ServerVersion.Parse(text);

    private OperationContext Context() => new(_listener, _listener) { JournalPath = Path.Combine(_folder.Path, "journal") };

    private async Task<MyCnfChange> Apply(string? text, MyCnfSettings asked)
    {
        var file = text is null ? Path.Combine(_folder.Path, "my.cnf") : _folder.Write("my.cnf", text);
        using var prepared = await SetMyCnf.PrepareAsync(asked with { OptionFile = file }, Context(), TestContext.Current.CancellationToken);
        return await prepared.ApplyAsync(TestContext.Current.CancellationToken);
    }
}
