using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>The session that made them dies, is stopped, or has company.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SandboxCrashTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ModuleSession _session = new();
    private readonly string _name = TestSandbox.NewName();

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Another_session_finds_uses_and_removes_what_a_crashed_one_made(string server)
    {
        using (var maker = new CrashingSession($"New-ReplicationSandbox {_name} -ServerDirectory '{TestServers.DirectoryOf(server)}' | ForEach-Object Name; [System.Threading.Thread]::Sleep(-1)"))
        {
            Assert.Equal(_name, maker.ReadLine());
            maker.Kill();
        }

        var found = Get();
        Assert.Equal(SandboxState.Running, found.State);
        Assert.True(((ReplicationServer)_session.Run("Get-ReplicationSandbox $n | Connect-ReplicationServer").Single.BaseObject).LogBin);

        _session.Run("Remove-ReplicationSandbox $n").ThrowOnError();
        Assert.False(Directory.Exists(found.Directory));
        Assert.False(IsServer(found.ProcessId!.Value, found.OptionFile));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_a_crash_left_half_made_can_be_seen_and_removed(string server)
    {
        // Held while it starts, so that it is never ready: every server reads the list of character sets first, and this one is a pipe that nobody writes to.
        var held = Directory.CreateTempSubdirectory("mysqlreplication-held-");
        int process;
        try
        {
            using (var pipe = Process.Start("mkfifo", [Path.Combine(held.FullName, "Index.xml")]))
            {
                pipe.WaitForExit();
                Assert.Equal(0, pipe.ExitCode);
            }

            using var maker = new CrashingSession($"New-ReplicationSandbox {_name} -ServerDirectory '{TestServers.DirectoryOf(server)}' -Option @{{ 'character-sets-dir' = '{held.FullName}' }}");
            process = WaitForServer();
            maker.Kill();
        }
        finally
        {
            held.Delete(recursive: true);
        }

        var found = Get();
        Assert.Equal(SandboxState.Incomplete, found.State);
        Assert.Equal(process, found.ProcessId);
        Assert.Equal(["SandboxIncomplete"], _session.Run("Start-ReplicationSandbox $n").ErrorIds);

        var removed = (ReplicationSandbox)_session.Run("Remove-ReplicationSandbox $n -PassThru").Single.BaseObject;
        Assert.Equal(SandboxState.Removed, removed.State);
        Assert.False(Directory.Exists(found.Directory));
        Assert.False(IsServer(process, found.OptionFile));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Stopping_the_command_leaves_nothing(string server)
    {
        // Made once before, so that what is stopped is not the initialisation.
        TestSandbox.Create(_session, server).Dispose();
        foreach (var milliseconds in new[] { 20, 100, 180 })
        {
            _session.Run(
                "New-ReplicationSandbox $n -Count 2 -ServerDirectory $d | ForEach-Object { throw 'it was ready' }",
                TimeSpan.FromMilliseconds(milliseconds),
                ("n", _name),
                ("d", TestServers.DirectoryOf(server)));
            var left = _session.Run("Get-ReplicationSandbox ($n + '*')").ThrowOnError().Output;
            if (left.Count > 0)
            {
                // It was quicker than the stop, at the last moment too: all are there, whole.
                Assert.Equal(2, left.Count(o => ((ReplicationSandbox)o.BaseObject).State == SandboxState.Running));
                _session.Run("Get-ReplicationSandbox ($n + '*') | Remove-ReplicationSandbox").ThrowOnError();
                continue;
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(StateFolder.Path, "MySqlReplication", "sandboxes"), _name + "*"));
            Assert.Null(FindServer());
        }
    }

    [Fact]
    public void Stopping_the_initialisation_leaves_nothing()
    {
        using var fake = new FakeServer("9.0.1", initialize: "mkdir -p \"$data/mysql\"; while :; do sleep 0.05; done");
        _session.Run("New-ReplicationSandbox $n -ServerDirectory $d", TimeSpan.FromSeconds(1), ("n", _name), ("d", fake.Directory));

        Assert.Empty(_session.Run("Get-ReplicationSandbox ($n + '*')").ThrowOnError().Output);
        Assert.DoesNotContain(Processes(), p => p.Arguments.Contains(fake.Program, StringComparison.Ordinal));
    }

    [Fact]
    public void Sessions_at_the_same_time_get_names_ports_and_ids_of_their_own()
    {
        var made = new[] { "mariadb-10.5", "mariadb-10.11", "mariadb-10.5", "mysql-5.6" }.AsParallel().WithDegreeOfParallelism(4).Select(server =>
        {
            using var session = new ModuleSession();
            return session.Run("New-ReplicationSandbox -Count 2 -ServerDirectory $d", ("d", TestServers.DirectoryOf(server)))
                .ThrowOnError().Output.Select(o => (ReplicationSandbox)o.BaseObject).ToList();
        }).SelectMany(m => m).ToList();
        var names = made.Select(m => m.Name).ToArray();
        _session.Run("$names | Remove-ReplicationSandbox", ("names", names)).ThrowOnError();

        Assert.Equal(8, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(8, made.Select(m => m.Port).Distinct().Count());
        Assert.Equal(8, made.Select(m => m.ServerId).Distinct().Count());
        Assert.All(made, m => Assert.Equal(SandboxState.Running, m.State));
    }

    [Fact]
    public void The_program_on_path_is_taken_when_none_is_named()
    {
        var prefix = TestServers.DirectoryOf("mariadb-10.11");
        using var user = new CrashingSession($"New-ReplicationSandbox {_name} | ForEach-Object ServerDirectory; Remove-ReplicationSandbox {_name}", Path.Combine(prefix, "usr", "sbin"));
        Assert.Equal(prefix, user.ReadToEnd().Trim());
    }

    public void Dispose()
    {
        _session.Run("Get-ReplicationSandbox ($n + '*') | Remove-ReplicationSandbox", ("n", _name)).ThrowOnError();
        _session.Dispose();
    }

    private static (int Id, string Arguments)[] Processes() => Directory.EnumerateDirectories("/proc")
        .Where(d => int.TryParse(Path.GetFileName(d), out _))
        .Select(d => (int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture), Arguments(d)))
        .ToArray();

    private static string Arguments(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static bool IsServer(int processId, string optionFile)
        => Arguments("/proc/" + processId).Contains("--defaults-file=" + optionFile, StringComparison.Ordinal);

    private ReplicationSandbox Get() => (ReplicationSandbox)_session.Run("Get-ReplicationSandbox $n", ("n", _name)).Single.BaseObject;

    // Past the shell that detaches it: the program itself.
    private int? FindServer() => Processes()
        .Where(p => p.Arguments.Contains("/" + _name, StringComparison.Ordinal) && p.Arguments.Contains("--defaults-file=", StringComparison.Ordinal) && !p.Arguments.StartsWith("/bin/sh", StringComparison.Ordinal) && !p.Arguments.StartsWith("setsid", StringComparison.Ordinal))
        .Select(p => (int?)p.Id)
        .FirstOrDefault();

    private int WaitForServer()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            if (FindServer() is { } id)
            {
                return id;
            }

            Thread.Yield();
        }

        throw new TimeoutException("No server of " + _name + " was started.");
    }
}
