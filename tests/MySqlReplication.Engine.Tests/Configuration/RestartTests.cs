using System;
using System.IO;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>What service managers are told, which no test machine has; and the way back of option files.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Listener _listener = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Systemd_is_told_the_unit_and_waits_by_itself()
    {
        var commands = ServiceCommands.Systemd("mariadb@2.service");
        Assert.Equal("systemctl --no-ask-password stop -- mariadb@2.service", commands.Stop.ToString());
        Assert.Equal("systemctl --no-ask-password start -- mariadb@2.service", commands.Start.ToString());
        Assert.Equal("systemctl show --property=ActiveState --value -- mariadb@2.service", commands.Show.ToString());
        Assert.True(commands.SaysStopped("inactive\n"));
        Assert.True(commands.SaysStopped("failed\n"));
        Assert.False(commands.SaysStopped("deactivating\n"));
        Assert.False(commands.SaysStopped("active\n"));
    }

    [Fact]
    public void Windows_is_told_the_service_and_asked_whether_it_has_ended()
    {
        var commands = ServiceCommands.Windows("MySQL84");
        Assert.Equal("sc.exe stop MySQL84", commands.Stop.ToString());
        Assert.Equal("sc.exe start MySQL84", commands.Start.ToString());
        Assert.Equal("sc.exe query MySQL84", commands.Show.ToString());
        Assert.True(commands.SaysStopped("SERVICE_NAME: MySQL84\r\n        TYPE               : 10  WIN32_OWN_PROCESS\r\n        STATE              : 1  STOPPED\r\n"));
        Assert.False(commands.SaysStopped("SERVICE_NAME: MySQL84\r\n        STATE              : 3  STOP_PENDING\r\n        WIN32_EXIT_CODE    : 0  (0x0)\r\n"));
    }

    [Theory]
    [InlineData("mariadb", true)]
    [InlineData("mysqld@replica01.service", true)]
    [InlineData("", false)]
    [InlineData("--now", false)]
    [InlineData("a b", false)]
    [InlineData("a;reboot", false)]
    [InlineData("a\"b", false)]
    [InlineData("../x", false)]
    public void Only_names_of_services_are_taken(string name, bool taken) => Assert.Equal(taken, ServiceCommands.IsName(name));

    [Fact]
    public async System.Threading.Tasks.Task Every_file_of_a_change_is_put_back_and_what_it_held_is_kept()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "journal"));
        var include = _folder.Write("in.cnf", "[mysqld]\nserver-id=9\n");
        var file = _folder.Write("my.cnf", "[mysqld]\n!include " + include + "\n");
        using var prepared = await SetMyCnf.PrepareAsync(
            new MyCnfSettings { OptionFile = file, ServerId = 2, ReportHost = "db1" },
            new OperationContext(_listener, _listener) { JournalPath = Path.Combine(_folder.Path, "journal") },
            TestContext.Current.CancellationToken);
        var change = await prepared.ApplyAsync(TestContext.Current.CancellationToken);

        var way = OptionFileRollback.Of(change);
        Assert.True(way.IsPossible);
        var done = way.Run();
        Assert.Equal(2, done.Count);
        Assert.Equal("[mysqld]\nserver-id=9\n", _folder.Text("in.cnf"));
        Assert.Equal("[mysqld]\n!include " + include + "\n", _folder.Text("my.cnf"));
        Assert.Contains(Directory.GetFiles(_folder.Path, "in.cnf.*.bak"), f => File.ReadAllText(f).Contains("server-id=2", StringComparison.Ordinal));

        // Somebody wrote it meanwhile: then it is theirs.
        Assert.False(OptionFileRollback.Of(null).IsPossible);
        _folder.Write("my.cnf", "[mysqld]\n# mine\n");
        Assert.Equal(ErrorIds.OptionFileChangedSince, Assert.Throws<ReplicationException>(() => OptionFileRollback.Of(change).Run()).ErrorId);
        Assert.Equal("[mysqld]\n# mine\n", _folder.Text("my.cnf"));
    }

    [Fact]
    public void The_log_is_shown_from_the_start_on_and_without_its_farewell()
    {
        var log = _folder.Write("error.log", "old [ERROR] of before\n");
        var tail = new ErrorLogTail(log);
        File.AppendAllText(log, "1 [Note] begins\nmysqld: File '/x' not found\n1 [ERROR] Aborting\n1 [Note] Binlog end\n");
        Assert.Equal("  mysqld: File '/x' not found" + Environment.NewLine + "  1 [ERROR] Aborting", tail.Read());
        Assert.Empty(new ErrorLogTail(null).Read());
        Assert.Empty(new ErrorLogTail("/nowhere").Read());
    }
}
