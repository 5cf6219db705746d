using System;
using System.IO;
using System.Linq;
using MySqlReplication.Configuration;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

public sealed class GetMyCnfReplicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("getmycnf-").FullName;
    private readonly ModuleSession _session = new();

    public GetMyCnfReplicationTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "conf.d"));
        Write("conf.d/b.cnf", "[mysqld]\nserver_id = \"9\" # nine\nreplicate-do-db=b\n[mariadb-10.11]\nloose-gtid_domain_id=4\n");
        Write("conf.d/a.txt", "[mysqld]\nserver-id=8\n");
        Write("my.cnf", "[mysqld]\nserver-id=1\nport=3306\nreplicate-do-db=a\nskip-log-bin\n!includedir " + _folder + "/conf.d\n[client]\nserver-id=5\n[mysqld1]\nserver-id=6\n[mysqld]\nslave-parallel-workers=4\nmaster-password=s3cr3t\n");
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Each_option_comes_with_its_line_and_what_it_overrides()
    {
        var found = Get("-All -ServerVersion 10.11.6-MariaDB");
        Assert.Equal(
            ["server-id=1 2 mysqld False", "replicate-do-db=a 4 mysqld True", "log-bin=OFF 5 mysqld True", "server-id=9 2 mysqld True", "replicate-do-db=b 3 mysqld True", "gtid-domain-id=4 5 mariadb-10.11 True", "slave-parallel-workers=4 12 mysqld True", "master-password=*** 13 mysqld True"],
            found.Select(f => f.Name + "=" + f.Value + " " + f.Line + " " + f.Group + " " + f.InForce));
        var last = found.Single(f => f.Value == "9");
        Assert.Equal(("server_id", Path.Combine(_folder, "conf.d/b.cnf")), (last.Spelling, last.OptionFile));
        Assert.Equal([Path.Combine(_folder, "my.cnf") + ":2"], last.Overrides);
        Assert.Equal(Path.Combine(_folder, "conf.d/b.cnf") + ":2", found.Single(f => f.Value == "1").OverriddenBy);
    }

    [Theory]
    [InlineData("", "replicate-do-db,log-bin,server-id,replicate-do-db,slave-parallel-workers,master-password")]
    [InlineData("-Name server_id", "server-id")]
    [InlineData("-Name gtid*, *parallel*", "slave-parallel-workers")]
    [InlineData("-Name gtid* -ServerVersion 10.11.6-MariaDB", "gtid-domain-id")]
    [InlineData("-Name port", "")]
    public void What_is_in_force_is_shown_and_names_choose(string arguments, string names)
        => Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries), Get(arguments).Select(f => f.Name));

    [Fact]
    public void A_suffix_adds_the_groups_of_one_of_several_servers() => Assert.Equal("6", Get("-Name server-id -GroupSuffix 1").Single().Value);

    [Theory]
    [InlineData("skip-read-only", "0")]
    [InlineData("skip-read-only=ON", "0")]
    [InlineData("loose_disable_read_only=0", "1")]
    [InlineData("enable-read-only", "1")]
    [InlineData("read-only=ON", "ON")]
    public void A_line_that_turns_its_value_round_is_shown_as_the_server_takes_it(string line, string value)
    {
        Write("skip.cnf", "[mysqld]\n" + line + "\n");
        Assert.Equal(value, ((MyCnfSetting)_session.Run("Get-MyCnfReplication '" + Path.Combine(_folder, "skip.cnf") + "'").Single.BaseObject).Value);
    }

    [Fact]
    public void A_found_option_is_changed_once_where_it_is_in_force()
    {
        var top = Path.Combine(_folder, "my.cnf");
        var included = Path.Combine(_folder, "conf.d/b.cnf");
        Assert.Equal(top, Get("-Name server-id").Single().TopFile);
        var (topBefore, includedBefore) = (File.ReadAllText(top), File.ReadAllText(included));

        // All lines come, of both files: one result, and one line of one file is another.
        var changed = (MyCnfChange)_session.Run("Get-MyCnfReplication '" + top + "' -All -ServerVersion 10.11.6-MariaDB | Set-MyCnfReplication -ServerId 77").Single.BaseObject;
        Assert.Equal((true, top, included), (changed.Changed, changed.OptionFile, Assert.Single(changed.Files).OptionFile));
        Assert.Equal((topBefore, includedBefore.Replace("\"9\"", "77", StringComparison.Ordinal)), (File.ReadAllText(top), File.ReadAllText(included).Replace("\"77\"", "77", StringComparison.Ordinal)));
        Assert.Equal("77", Get("-Name server-id").Single().Value);
        Assert.False(((MyCnfChange)_session.Run("Get-MyCnfReplication '" + top + "' | Set-MyCnfReplication -ServerId 77").Single.BaseObject).Changed);

        // What no file sets goes where a file of its own would have it: into the one that the server reads.
        var added = (MyCnfChange)_session.Run("Get-MyCnfReplication '" + top + "' | Set-MyCnfReplication -ReportHost db1").Single.BaseObject;
        Assert.Equal(top, Assert.Single(added.Files).OptionFile);

        // Two servers' files are two things to do; files that are given are all taken.
        Write("other.cnf", "[mysqld]\nserver-id=3\nrelay-log=r\n");
        var both = _session.Run("Get-MyCnfReplication '" + top + "', '" + Path.Combine(_folder, "other.cnf") + "' | Set-MyCnfReplication -SyncBinlog 1").ThrowOnError();
        Assert.Equal(2, both.Output.Count);
    }

    [Fact]
    public void What_no_server_reads_is_told()
    {
        Write("open.cnf", "[mysqld]\nserver-id=1\n");
        File.SetUnixFileMode(Path.Combine(_folder, "open.cnf"), (UnixFileMode)0b110_110_110);
        var open = _session.Run("Get-MyCnfReplication '" + Path.Combine(_folder, "open.cnf") + "'").ThrowOnError();
        Assert.Empty(open.Output);
        Assert.Contains(open.Warnings, w => w.Contains("chmod o-w", StringComparison.Ordinal));

        Write("bad.cnf", "[mysqld]\n\n[client\n");
        var bad = _session.Run("Get-MyCnfReplication '" + _folder + "/*.cnf' -Name server-id");
        Assert.Equal(["OptionFileGroupNotClosed"], bad.ErrorIds);
        Assert.Contains("bad.cnf:3:", bad.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Single(bad.Output);
    }

    [Fact]
    public void Without_a_path_the_files_that_servers_find_are_read()
    {
        Assert.SkipWhen(new[] { "/etc/my.cnf", "/etc/mysql/my.cnf", "/usr/local/mysql/etc/my.cnf" }.Any(File.Exists) || File.Exists(Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".my.cnf")), "this machine has option files of its own");
        var none = _session.Run("Get-MyCnfReplication");
        Assert.Equal(["OptionFileNotFound"], none.ErrorIds);
        Assert.Contains("/etc/mysql/my.cnf", none.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_path_a_later_place_overrides_an_earlier_one()
    {
        using var host = new HostProcess();
        var home = Directory.CreateDirectory(Path.Combine(host.Folder, "home")).FullName;
        var server = Directory.CreateDirectory(Path.Combine(host.Folder, "server")).FullName;
        File.WriteAllText(Path.Combine(server, "my.cnf"), "[mysqld]\nserver-id=3\nreport-host=x\n");
        File.WriteAllText(Path.Combine(home, ".my.cnf"), "[mysqld]\nserver-id=4\n");
        host.Environment["HOME"] = home;
        host.Environment["MYSQL_HOME"] = server;
        host.Environment["MARIADB_HOME"] = null;
        var result = host.Run("-Module", ModuleSession.Manifest, host.Script("Get-MyCnfReplication -Name server-id, report-host -All | ForEach-Object { \"== $_ $($_.InForce)\" }"));
        Assert.Equal(
            ["== server-id=3 (" + server + "/my.cnf:2) False", "== report-host=x (" + server + "/my.cnf:3) True", "== server-id=4 (" + home + "/.my.cnf:2) True"],
            result.Output.Split('\n').Select(l => l.TrimEnd()).Where(l => l.StartsWith("== ", StringComparison.Ordinal) && l.Contains(host.Folder, StringComparison.Ordinal)));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private MyCnfSetting[] Get(string arguments) => _session.Run("Get-MyCnfReplication '" + Path.Combine(_folder, "my.cnf") + "' " + arguments).ThrowOnError().Output.Select(o => (MyCnfSetting)o.BaseObject).ToArray();
}
