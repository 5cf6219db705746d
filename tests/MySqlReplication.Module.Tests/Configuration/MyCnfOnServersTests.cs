using System;
using System.Collections;
using System.IO;
using System.Linq;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>Each real server starts with what is written for it, and runs as the file says.</summary>
public sealed class MyCnfOnServersTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_member_of_a_pair_starts_with_its_role(string server)
    {
        using var session = new ModuleSession();
        using var made = TestSandbox.Create(session, server, new Hashtable { ["innodb-doublewrite"] = "0", ["skip-log-slave-updates"] = null });
        const string Set = "$a | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 10 -BinlogIgnoreDb mysql, 'odd # \"name\"' ";

        var change = (MyCnfChange)session.Run(Set).Single.BaseObject;
        Assert.Equal((true, true), (change.Changed, change.RestartRequired));
        Assert.Empty(change.NotSet);
        Assert.DoesNotContain(change.Findings, f => f.Severity is FindingSeverity.Warning or FindingSeverity.Error);
        Assert.Equal(made.Sandbox.OptionFile, change.OptionFile);

        session.Run("$a | Stop-ReplicationSandbox; $a | Start-ReplicationSandbox").ThrowOnError();
        var facts = (ReplicationServer)session.Run("$a | Connect-ReplicationServer").Single.BaseObject;
        Assert.Equal((made.Sandbox.ServerId, 10, 2), (facts.ServerId, facts.AutoIncrementIncrement, facts.AutoIncrementOffset));
        Assert.Equal((true, true, "ROW"), (facts.LogBin, facts.LogReplicaUpdates, facts.BinlogFormat));
        Assert.Equal(facts.Flavour == ServerFlavour.MariaDB ? 2 : null, facts.GtidDomainId);

        // The server itself is asked: nothing in the file differs from how it runs, and a second run writes nothing.
        var second = (MyCnfChange)session.Run(Set + "-Server $a").Single.BaseObject;
        Assert.Equal((false, false), (second.Changed, second.RestartRequired));
        Assert.Equal(facts.Version.Text, second.ServerVersion!.Text);
        Assert.Single(Directory.GetFiles(made.Sandbox.Directory, "*.bak", SearchOption.AllDirectories));

        // What needs no restart comes into force at once, and is taken back with the file.
        const string Running = "(Invoke-ReplicationQuery $a \"SELECT CONCAT(@@GLOBAL.auto_increment_increment, @@GLOBAL.sync_binlog, IF(CONCAT(@@GLOBAL.read_only) IN ('1', 'ON'), 1, 0)) AS v\").v";
        var before = File.ReadAllText(made.Sandbox.OptionFile);
        Assert.Equal("1010", session.Run(Running).Single.ToString());
        var plan = session.Run("Set-MyCnfReplication $a.OptionFile -AutoIncrementIncrement 20 -SyncBinlog 5 -ReadOnly $true -Server $a -WhatIf").Single;
        Assert.Equal("1010", session.Run(Running).Single.ToString());
        Assert.Contains(facts.Flavour == ServerFlavour.MySql && facts.Version.Major >= 8 ? "SET PERSIST auto_increment_increment = 20" : "SET GLOBAL auto_increment_increment = 20", string.Join("\n", ((MySqlReplication.Plans.ReplicationPlan)plan.BaseObject).Steps), StringComparison.Ordinal);
        var live = (MyCnfChange)session.Run("$live = Set-MyCnfReplication $a.OptionFile -AutoIncrementIncrement 20 -SyncBinlog 5 -ReadOnly $true -RelayLog other -Server $a; $live").Single.BaseObject;
        Assert.Equal((true, true), (live.Changed, live.RestartRequired));
        Assert.Equal("2051", session.Run(Running).Single.ToString());
        var increment = live.Options.Single(o => o.Name.Replace('_', '-') == "auto-increment-increment");
        Assert.Equal(("20", "20", false), (increment.After, increment.Running, increment.RestartRequired));
        Assert.Equal(facts.Flavour == ServerFlavour.MySql && facts.Version.Major >= 8 ? "20" : null, increment.Persisted);
        Assert.True(live.Options.Single(o => o.Name.Replace('_', '-') == "relay-log").RestartRequired);
        Assert.False(((MyCnfChange)session.Run("Set-MyCnfReplication $a.OptionFile -AutoIncrementIncrement 20 -SyncBinlog 5 -ReadOnly $true -Server $a").Single.BaseObject).Changed);
        session.Run("$live | Undo-ReplicationChange").ThrowOnError();
        Assert.Equal("1010", session.Run(Running).Single.ToString());
        Assert.Equal(before, File.ReadAllText(made.Sandbox.OptionFile));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_server_that_is_asked_keeps_the_names_of_its_logs(string server)
    {
        using var session = new ModuleSession();
        using var made = TestSandbox.Create(session, server);
        var file = made.Sandbox.OptionFile;
        File.WriteAllLines(file, File.ReadAllLines(file).Where(l => !l.StartsWith("log-bin", StringComparison.Ordinal) && !l.StartsWith("log_bin", StringComparison.Ordinal)));

        var change = (MyCnfChange)session.Run("Set-MyCnfReplication $a.OptionFile -Role MasterMaster -Node 1 -Of 10 -Server $a").Single.BaseObject;
        Assert.Equal("binlog", change.Options.Single(o => o.Name.Replace('_', '-') == "log-bin").After);
        Assert.DoesNotContain(change.Findings, f => f.Id is "BinaryLogRenamed" or "RelayLogRenamed");
        Assert.NotNull(change.Server);
    }
}
