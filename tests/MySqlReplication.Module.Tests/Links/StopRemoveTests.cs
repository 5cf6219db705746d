using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>Stop- and Remove-ReplicationLink.</summary>
public sealed class StopRemoveTests
{
    private const string Rows = "SELECT v FROM hello.t ORDER BY v";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Stopped_by_thread_and_forgotten_and_brought_back(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Refused(ErrorIds.LinkNotConfigured, "Stop-ReplicationLink $b");
        Assert.False(pair.Link("Remove-ReplicationLink $b -Confirm:$false").Changed);
        pair.Start();

        Assert.IsType<ReplicationPlan>(pair.Run("Stop-ReplicationLink $b -WhatIf").Single.BaseObject);
        Assert.Equal(ReplicaThreadState.Running, pair.Status(pair.B)!.Receiver);
        var receiver = pair.Link("$b | Stop-ReplicationLink -Thread Receiver");
        Assert.Equal((true, ReplicaThreadState.Stopped, ReplicaThreadState.Running), (receiver.Changed, receiver.Receiver, receiver.Applier));
        Assert.False(pair.Link("Stop-ReplicationLink $b -Thread Receiver").Changed);
        var both = pair.Link("Get-SlaveStatus $b | Stop-ReplicationLink");
        Assert.Equal((true, ReplicaThreadState.Stopped, ReplicaThreadState.Stopped), (both.Changed, both.Receiver, both.Applier));
        Assert.False(pair.Link("Stop-ReplicationLink $b").Changed);
        pair.Run("Undo-ReplicationChange $testChange -Confirm:$false", ("testChange", both)).ThrowOnError();
        Assert.Equal(ReplicaThreadState.Running, pair.Status(pair.B)!.Applier);
        pair.Start();

        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");
        var plan = (ReplicationPlan)pair.Run("Remove-ReplicationLink $b -WhatIf").Single.BaseObject;
        Assert.Contains(plan.Steps, s => s.Reversibility == Reversibility.ReversibleWithSecret);
        Assert.NotNull(pair.Status(pair.B));

        var removed = pair.Link("Remove-ReplicationLink $b -Confirm:$false -Verbose");
        Assert.True(removed.Changed);
        Assert.Null(removed.Status);
        Assert.Null(pair.Status(pair.B));
        Assert.StartsWith("Start-ReplicationLink -Source " + pair.ReferenceA + " -Replica ", removed.BringBack, StringComparison.Ordinal);
        Assert.Contains("(Get-Credential repl)", removed.BringBack, StringComparison.Ordinal);
        Assert.DoesNotContain(LinkPair.Password, removed.BringBack, StringComparison.Ordinal);
        Assert.False(pair.Link("Remove-ReplicationLink $b -Confirm:$false").Changed);

        // What it shows brings it back, and nothing is missed.
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        var command = removed.BringBack!.Replace("(Get-Credential repl)", "$repl", StringComparison.Ordinal) + " -Credential $a.Credential.GetCredential()";
        var back = pair.Link(command.Replace("-Source " + pair.ReferenceA, "-Source $a", StringComparison.Ordinal).Replace("-Replica 127.0.0.1:" + pair.B.Port, "-Replica $b", StringComparison.Ordinal));
        Assert.True(back.Changed);
        await pair.Until(pair.B, Rows, "1", "2");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_forgotten_link_is_undone_with_its_password(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");
        var removed = pair.Link("Remove-ReplicationLink $b -Confirm:$false");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        pair.Run("Undo-ReplicationChange $testChange -ReplicationCredential $repl -Confirm:$false", ("testChange", removed)).ThrowOnError();
        await pair.Until(pair.B, Rows, "1", "2");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_new_link_is_undone(string server)
    {
        using var pair = LinkPair.Create(server);
        var link = pair.Start();

        // The journal says which server it was: one that took its address since is left alone.
        var journal = File.ReadAllText(link.JournalEntry!);
        var identity = new[] { "server_uuid", "server_uid", "server_id" }
            .Select(v => pair.Run("Invoke-ReplicationQuery $b $query | ForEach-Object Value", ("query", "SHOW GLOBAL VARIABLES LIKE '" + v + "'")).Output).First(o => o.Count > 0 && o[0].ToString() != "unknown")[0];
        var written = "\"ServerIdentity\": \"" + identity + "\"";
        Assert.Contains(written, journal, StringComparison.Ordinal);
        File.WriteAllText(link.JournalEntry!, journal.Replace(written, "\"ServerIdentity\": \"another\"", StringComparison.Ordinal));
        Assert.Equal([ErrorIds.UndoOtherServer], pair.Run("Undo-ReplicationChange $testChange -Confirm:$false", ("testChange", link)).ErrorIds);
        Assert.Equal(ReplicaThreadState.Running, pair.Status(pair.B)!.Applier);
        File.WriteAllText(link.JournalEntry!, journal);
        pair.Run("Undo-ReplicationChange $testChange -Confirm:$false", ("testChange", link)).ThrowOnError();
        Assert.Null(pair.Status(pair.B));

        // A run that was killed before it did anything: its journal says of CHANGE and START that they ran.
        var killed = journal.Replace("\"State\": \"Done\"", "\"State\": \"Running\"", StringComparison.Ordinal);
        var first = killed.IndexOf("\"Running\"", StringComparison.Ordinal);
        File.WriteAllText(link.JournalEntry!, killed[..first] + "\"Begun\"" + killed[(first + "\"Running\"".Length)..]);
        pair.Run("Undo-ReplicationChange $testChange -Confirm:$false", ("testChange", link)).ThrowOnError();
        Assert.Null(pair.Status(pair.B));
        Assert.True(pair.Start().Changed);
        await pair.Until(pair.B, "SELECT 1", "1");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Open_temporary_tables_hold_it(string server)
    {
        using var pair = LinkPair.Create(server, new System.Collections.Hashtable { ["binlog-format"] = "STATEMENT" });
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello");
        await pair.Until(pair.B, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME='hello'", "hello");

        // The table lives as long as its session on the source: that one sleeps.
        using var holder = new TemporaryTable(pair, "CREATE TEMPORARY TABLE hello.tmp (v INT); INSERT INTO hello.tmp VALUES (1)");
        await pair.Until(pair.B, server == "mysql-9"
            ? "SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME='Replica_open_temp_tables'"
            : "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME='SLAVE_OPEN_TEMP_TABLES'", "1");

        pair.Refused(ErrorIds.OpenTemporaryTables, "Stop-ReplicationLink $b");
        pair.Refused(ErrorIds.OpenTemporaryTables, "Remove-ReplicationLink $b -Confirm:$false");
        Assert.Equal(ReplicaThreadState.Running, pair.Status(pair.B)!.Applier);
        Assert.Equal(ReplicaThreadState.Stopped, pair.Link("Stop-ReplicationLink $b -Thread Receiver").Receiver);
        Assert.Equal(ReplicaThreadState.Stopped, pair.Link("Stop-ReplicationLink $b -Force").Applier);
    }

    [Fact]
    public void Only_forgetting_asks_loudly()
    {
        using var session = new Hosting.ModuleSession();
        var impacts = session.Run("""
            foreach ($verb in 'Start', 'Stop', 'Remove') {
                $type = (Get-Command "$verb-ReplicationLink").ImplementingType
                "$verb=$($type.GetCustomAttributes($true).Where{ $_ -is [Management.Automation.CmdletAttribute] }[0].ConfirmImpact)"
            }
            """).ThrowOnError().Output.Select(o => o.ToString());
        Assert.Equal(["Start=Medium", "Stop=Medium", "Remove=High"], impacts);
    }
}
