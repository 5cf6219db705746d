using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>What cannot be, and what is said about it; nothing is left of any attempt.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SandboxRefusalTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly string _name = TestSandbox.NewName();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mysqlreplication-refused-");

    [Fact]
    public void No_program() => Refused("ServerProgramNotFound", _folder.FullName, mentions: "mariadbd or mysqld");

    [Fact]
    public void A_program_without_its_libraries()
    {
        var alone = Path.Combine(_folder.FullName, "bin", "mysqld");
        Directory.CreateDirectory(Path.GetDirectoryName(alone)!);
        Executable.Copy(Path.Combine(TestServers.DirectoryOf("mysql-9"), "usr", "sbin", "mysqld"), alone);
        Refused("ServerProgramNotRunnable", _folder.FullName, mentions: "the library lib");
    }

    [Fact]
    public void A_program_that_may_not_be_executed()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "mysqld"), "no program");
        Refused("ServerProgramNotRunnable", _folder.FullName, mentions: "cannot be run");
    }

    [Theory]
    [InlineData("5.1.73")]
    [InlineData("10.3.39-MariaDB")]
    [InlineData("unknown")]
    public void A_version_that_is_not_spoken(string version)
    {
        using var fake = new FakeServer(version);
        Refused("ServerNotSupported", fake.Directory, mentions: version);
    }

    [Fact]
    public void A_directory_that_cannot_be_initialised()
        => Refused("SandboxInitializationFailed", TestServers.DirectoryOf("mysql-9"), mentions: "innodb-page-size", options: new Hashtable { ["innodb-page-size"] = "3000x" });

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void An_option_that_the_server_does_not_know(string server)
        => Refused("SandboxStartFailed", TestServers.DirectoryOf(server), mentions: "no-such-option", options: new Hashtable { ["no-such-option"] = 1 });

    [Fact]
    public void A_server_that_never_answers()
    {
        using var fake = new FakeServer("9.0.1", start: "echo still thinking; while :; do sleep 0.05; done");
        Refused("SandboxStartTimeout", fake.Directory, mentions: "still thinking", more: "-TimeoutSeconds 8");
    }

    [Theory]
    [InlineData("port", "3306")]
    [InlineData("skip_networking", null)]
    [InlineData("loose-mysqlx", "ON")]
    [InlineData("bind-address", "*")]
    [InlineData("--server-id", "1")]
    [InlineData("init-connect", "a\nport=1")]
    public void An_option_that_would_make_it_none(string option, string? value)
        => Refused("SandboxOptionRefused", TestServers.DirectoryOf("mariadb-10.5"), mentions: option, options: new Hashtable { [option] = value });

    [Theory]
    [InlineData("../up")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("-x")]
    [InlineData("waytoolongwaytoolongwaytoolongwaytoolong1")]
    public void A_name_that_is_none(string name)
    {
        var ids = _session.Run("New-ReplicationSandbox -Name $n -ServerDirectory $d", ("n", new[] { name }), ("d", TestServers.DirectoryOf("mariadb-10.5"))).ErrorIds;
        Assert.Equal([name.Length == 0 ? "ParameterArgumentValidationError" : "SandboxNameInvalid"], ids.DefaultIfEmpty("ParameterArgumentValidationError"));
    }

    [Fact]
    public void A_directory_with_something_in_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, _name));
        var mine = Path.Combine(_folder.FullName, _name, "mine");
        File.WriteAllText(mine, "x");
        Refused("SandboxDirectoryRefused", TestServers.DirectoryOf("mariadb-10.5"), mentions: _folder.FullName, more: "-Directory '" + _folder.FullName + "'");
        Assert.Equal("x", File.ReadAllText(mine));
    }

    [Fact]
    public void A_name_that_exists_and_a_directory_that_lost_its_mark()
    {
        using var made = TestSandbox.Create(_session, "mariadb-10.5");
        Assert.Equal(["SandboxExists"], _session.Run("New-ReplicationSandbox $a.Name -ServerDirectory $a.ServerDirectory").ErrorIds);

        var mark = Path.Combine(made.Sandbox.Directory, ".replication-sandbox");
        File.Move(mark, mark + ".away");
        Assert.Equal(["NotASandboxDirectory"], _session.Run("$a | Remove-ReplicationSandbox").ErrorIds);
        Assert.Equal(SandboxState.Running, ((ReplicationSandbox)_session.Run("Get-ReplicationSandbox $a.Name").Single.BaseObject).State);
        File.Move(mark + ".away", mark);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_port_that_was_taken_while_it_was_stopped(string server)
    {
        using var made = TestSandbox.Create(_session, server);
        _session.Run("$a | Stop-ReplicationSandbox").ThrowOnError();
        using (var other = new TcpListener(IPAddress.Loopback, made.Sandbox.Port))
        {
            other.Start();
            var refused = _session.Run("$a | Start-ReplicationSandbox");
            Assert.Equal(["SandboxPortTaken"], refused.ErrorIds);
            Assert.Equal(SandboxState.Stopped, ((ReplicationSandbox)_session.Run("Get-ReplicationSandbox $a.Name").Single.BaseObject).State);
        }

        _session.Run("$a | Start-ReplicationSandbox | Connect-ReplicationServer").ThrowOnError();
    }

    [Fact]
    public void A_port_that_is_taken_at_the_first_start_is_given_up_for_another()
    {
        // The script stands in for a program that came in between: the first start says what a server says then.
        var real = TestServers.DirectoryOf("mysql-5.6");
        var run = $"""LD_LIBRARY_PATH={real}/lib exec {real}/bin/mysqld "$@" """;
        using var fake = new FakeServer(
            "5.6.24",
            start: """if mkdir "$0.first" 2>/dev/null; then touch "$0.port"; echo "[ERROR] Can't start server: Bind on TCP/IP port: Address already in use" >&2; exit 1; fi; """ + run,
            initialize: run);
        Directory.CreateSymbolicLink(Path.Combine(fake.Directory, "share"), Path.Combine(real, "share"));

        var made = _session.Run("$r = New-ReplicationSandbox $n -ServerDirectory $d -Verbose; $r; $r | Connect-ReplicationServer | Out-Null; $r | Remove-ReplicationSandbox", ("n", _name), ("d", fake.Directory)).ThrowOnError();
        var port = ((ReplicationSandbox)made.Output.Single().BaseObject).Port;
        Assert.True(File.Exists(fake.Program + ".port"));
        Assert.Contains(made.Verbose, v => v.EndsWith("it gets " + port + ".", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        var left = _session.Run("Get-ReplicationSandbox ($n + '*')", ("n", _name)).ThrowOnError().Output;
        _session.Dispose();
        _folder.Delete(recursive: true);
        Assert.Empty(left);
    }

    private void Refused(string errorId, string serverDirectory, string mentions, Hashtable? options = null, string more = "")
    {
        var result = _session.Run(
            "New-ReplicationSandbox $n -ServerDirectory $d -Option $o " + more,
            ("n", _name),
            ("d", serverDirectory),
            ("o", options ?? []));

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Empty(result.Output);
        var error = result.Errors[0];
        Assert.Contains(mentions, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.NotEqual(System.Management.Automation.ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.Empty(_session.Run("Get-ReplicationSandbox ($n + '*')").ThrowOnError().Output);
        Assert.False(Directory.Exists(Path.Combine(StateFolder.Path, "MySqlReplication", "sandboxes", _name)));
    }
}
