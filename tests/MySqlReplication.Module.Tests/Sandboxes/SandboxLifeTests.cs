using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>Made, used, stopped, started, removed: on every server.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SandboxLifeTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void It_lives_and_leaves_nothing(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        var (a, b) = (pair.A, pair.B);

        // Ready, apart, and by themselves.
        Assert.Equal(SandboxState.Running, a.State);
        Assert.True(a.Changed);
        Assert.NotEqual(a.Port, b.Port);
        Assert.NotEqual(a.ServerId, b.ServerId);
        Assert.Equal(["127.0.0.1:" + a.Port], ListeningPorts.Of(a.ProcessId!.Value));
        var facts = session.Run("$a, $b | Connect-ReplicationServer").ThrowOnError().Output.Select(o => (ReplicationServer)o.BaseObject).ToList();
        Assert.Equal([a.ServerId, b.ServerId], facts.Select(f => f.ServerId));
        Assert.All(facts, f => Assert.True(f.LogBin));
        Assert.Equal(facts[0].Flavour == ServerFlavour.MySql, facts[0].ServerUuid is not null);
        Assert.True(facts[0].ServerUuid is null || facts[0].ServerUuid != facts[1].ServerUuid);
        Assert.StartsWith(a.ServerVersion, facts[0].Version.Text, StringComparison.Ordinal);

        // The login is the owner's alone.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(a.Directory, "root.password")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(a.Directory));
        Assert.Equal(["LoginRefused"], session.Run("\"root@127.0.0.1:$($a.Port)\" | Connect-ReplicationServer -Credential ([pscredential]::new('root', [securestring]::new()))").ErrorIds);

        // Stopped and started: the same server with its data (an account is data), once each.
        session.Run("$keeper = New-ReplicationUser -Server $a -HostPattern 127.0.0.1 -UserName keeper").ThrowOnError();
        Assert.Equal([true, false], session.Run("1..2 | ForEach-Object { (Stop-ReplicationSandbox $a.Name).Changed }").ThrowOnError().Output.Select(o => (bool)o.BaseObject));
        Assert.Equal(SandboxState.Stopped, Get(session, a).State);
        Assert.Null(Get(session, a).ProcessId);
        Assert.Equal([true, false], session.Run("1..2 | ForEach-Object { ($a | Start-ReplicationSandbox).Changed }").ThrowOnError().Output.Select(o => (bool)o.BaseObject));
        Assert.Equal(SandboxState.Running, Get(session, a).State);
        var again = (ReplicationServer)session.Run("$a | Connect-ReplicationServer").Single.BaseObject;
        Assert.Equal(facts[0].ServerUuid, again.ServerUuid);

        session.Run("\"127.0.0.1:$($a.Port)\" | Connect-ReplicationServer -Credential $keeper.ReplicationCredential.GetCredential()").ThrowOnError();

        // Removed: no process, no file, no name.
        var process = Get(session, a).ProcessId!.Value;
        Assert.Empty(session.Run("$a, $b | Remove-ReplicationSandbox").ThrowOnError().Output);
        Assert.False(Directory.Exists("/proc/" + process) && File.ReadAllText("/proc/" + process + "/cmdline").Contains(a.OptionFile, StringComparison.Ordinal));
        Assert.False(Directory.Exists(a.Directory));
        Assert.Equal(["SandboxNotFound"], session.Run("Get-ReplicationSandbox $a.Name").ErrorIds);

        // A second time there is nothing to do, which is said; a name that can be none is an error.
        var twice = session.Run("$a | Remove-ReplicationSandbox").ThrowOnError();
        Assert.Contains("nothing is left to remove", Assert.Single(twice.Warnings), StringComparison.Ordinal);
        Assert.Equal(["SandboxNameInvalid"], session.Run("Remove-ReplicationSandbox a/b").ErrorIds);
    }

    private static ReplicationSandbox Get(ModuleSession session, ReplicationSandbox sandbox)
        => (ReplicationSandbox)session.Run("Get-ReplicationSandbox $name", ("name", sandbox.Name)).Single.BaseObject;
}
