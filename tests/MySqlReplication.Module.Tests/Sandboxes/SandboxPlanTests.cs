using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>-WhatIf, secrets, options, places, completion.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SandboxPlanTests : IDisposable
{
    private readonly ModuleSession _session = new();

    [Fact]
    public void WhatIf_shows_the_plan_and_does_nothing()
    {
        using var made = TestSandbox.Create(_session, "mariadb-10.5");
        var before = Entries(made);
        foreach (var command in new[] { "New-ReplicationSandbox ($a.Name + 'w') -Count 2 -ServerDirectory $a.ServerDirectory", "$a | Stop-ReplicationSandbox", "$a | Remove-ReplicationSandbox" })
        {
            var plan = (ReplicationPlan)_session.Run(command + " -WhatIf").Single.BaseObject;
            Assert.NotEmpty(plan.Steps);
            Assert.All(plan.Steps, s => Assert.NotEmpty(s.Reason));
        }

        Assert.True(((ReplicationPlan)_session.Run("$a | Start-ReplicationSandbox -WhatIf").Single.BaseObject).IsEmpty);
        Assert.Equal(before, Entries(made));
        Assert.Equal(SandboxState.Running, Get(made).State);
    }

    [Fact]
    public void The_option_file_is_the_one_of_the_plan_but_for_the_places_that_were_given_out()
    {
        using var made = TestSandbox.Create(_session, "mariadb-10.5", new Hashtable { ["binlog-format"] = "ROW" });
        var plan = (ReplicationPlan)_session.Run("New-ReplicationSandbox -Name ($a.Name + 'x') -ServerDirectory $a.ServerDirectory -Option @{ 'binlog-format' = 'ROW' } -WhatIf").Single.BaseObject;
        var planned = plan.Steps.Single(s => s.Target.EndsWith("my.cnf", StringComparison.Ordinal)).Text;

        string[] Lines(string text) => text.Split('\n').Where(l => !l.StartsWith("port=", StringComparison.Ordinal) && !l.StartsWith("server-id=", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Lines(File.ReadAllText(made.Sandbox.OptionFile)), Lines(planned.Replace(made.Sandbox.Name + "x", made.Sandbox.Name, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_password_is_in_its_file_and_nowhere_else()
    {
        var name = TestSandbox.NewName();
        var result = _session.Run("New-ReplicationSandbox $n -ServerDirectory $d -Verbose -Debug", ("n", name), ("d", TestServers.DirectoryOf("mysql-9")));
        var made = (ReplicationSandbox)result.Single.BaseObject;
        try
        {
            var password = File.ReadAllText(Path.Combine(made.Directory, "root.password"));
            Assert.Equal(24, password.Length);
            Assert.DoesNotContain(password, result.AllText, StringComparison.Ordinal);
            Assert.DoesNotContain(password, File.ReadAllText($"/proc/{made.ProcessId}/cmdline"), StringComparison.Ordinal);
            Assert.DoesNotContain(password, File.ReadAllText($"/proc/{made.ProcessId}/environ"), StringComparison.Ordinal);
            var holders = Directory.EnumerateFiles(made.Directory).Append(made.Directory + ".json").Where(f => f != made.Socket && File.ReadAllText(f).Contains(password, StringComparison.Ordinal)).Select(Path.GetFileName);
            Assert.Equal(["root.password"], holders);
            var shown = _session.Run("\"$s\"; $s.PSObject.Properties.Value; $s.Server.PSObject.Properties.Value; [System.Management.Automation.PSSerializer]::Serialize($s, 5)", ("s", made)).ThrowOnError().AllText
                + System.Text.Json.JsonSerializer.Serialize(made);
            Assert.Contains(made.Name, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(password, shown, StringComparison.Ordinal);
        }
        finally
        {
            _session.Run("Remove-ReplicationSandbox $n").ThrowOnError();
        }
    }

    [Fact]
    public void A_deep_directory_gets_its_socket_elsewhere_and_both_go()
    {
        var top = Directory.CreateTempSubdirectory("mysqlreplication-deep-");
        var deep = Path.Combine(top.FullName, new string('d', 60), "blank and 'quote' # ü");
        try
        {
            var name = TestSandbox.NewName();
            var made = (ReplicationSandbox)_session.Run("New-ReplicationSandbox $n -ServerDirectory $d -Directory $deep", ("n", name), ("d", TestServers.DirectoryOf("mariadb-10.11")), ("deep", deep)).Single.BaseObject;
            Assert.StartsWith(deep, made.DataDirectory, StringComparison.Ordinal);
            Assert.False(made.Socket!.StartsWith(deep, StringComparison.Ordinal));
            Assert.True(File.Exists(made.Socket));
            _session.Run("Get-ReplicationSandbox $n | Remove-ReplicationSandbox").ThrowOnError();
            Assert.False(Directory.Exists(Path.GetDirectoryName(made.Socket)));
            Assert.Empty(Directory.EnumerateFileSystemEntries(deep));
        }
        finally
        {
            top.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_server_id_that_is_asked_for_is_given()
    {
        using var pair = TestPair.Create(_session, "mariadb-10.5", new Hashtable { ["server_id"] = 7 });
        Assert.Equal([7L, 7L], new[] { pair.A.ServerId, pair.B.ServerId });
        Assert.Equal([7L, 7L], _session.Run("$a, $b | Connect-ReplicationServer | ForEach-Object ServerId").ThrowOnError().Output.Select(o => (long)o.BaseObject));
    }

    [Fact]
    public void Names_complete()
    {
        using var made = TestSandbox.Create(_session, "mariadb-10.5");
        var offered = _session.Run("(TabExpansion2 ('Stop-ReplicationSandbox ' + $a.Name.Substring(0, 6))).CompletionMatches.CompletionText").ThrowOnError().Output.Select(o => o.ToString());
        Assert.Equal([made.Sandbox.Name], offered);

        // As long as it is there, its address completes too.
        string[] Servers() => _session.Run("(TabExpansion2 'Connect-ReplicationServer 127.0.0.1:').CompletionMatches.CompletionText").ThrowOnError().Output.Select(o => $"{o}").ToArray();
        Assert.Equal([made.Sandbox.Server.ToString()], Servers());
        _session.Run("$a | Remove-ReplicationSandbox").ThrowOnError();
        Assert.DoesNotContain(made.Sandbox.Server.ToString(), Servers());
    }

    public void Dispose() => _session.Dispose();

    // What is registered under its name or one that begins so, and what it consists of.
    private static string[] Entries(TestSandbox made) => Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(made.Sandbox.Directory)!, made.Sandbox.Name + "*")
        .Concat(Directory.EnumerateFileSystemEntries(made.Sandbox.Directory))
        .Order(StringComparer.Ordinal)
        .ToArray();

    private ReplicationSandbox Get(TestSandbox sandbox)
        => (ReplicationSandbox)_session.Run("Get-ReplicationSandbox $name", ("name", sandbox.Sandbox.Name)).Single.BaseObject;
}
