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

        // What is not in force yet is seen, though nothing has to be written for it.
        session.Run("$a | Set-MyCnfReplication -AutoIncrementIncrement 20").ThrowOnError();
        var pending = (MyCnfChange)session.Run("Set-MyCnfReplication $a.OptionFile -AutoIncrementIncrement 20 -Server $a").Single.BaseObject;
        Assert.Equal((false, true), (pending.Changed, pending.RestartRequired));
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
