using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>The main job: two running servers, each the replica of the other, on every server.</summary>
public sealed class PairTests
{
    private const string Ids = "SELECT id FROM hello.t ORDER BY id";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Both_ways_and_a_second_run_writes_nothing(string server)
    {
        using var pair = LinkPair.Create(server);
        var (a, b) = (pair.A, pair.B);
        const string Both = """
            New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $repl -JournalPath $journal | Start-ReplicationLink -JournalPath $journal
            Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $repl -JournalPath $journal
            """;
        var journal = Directory.CreateTempSubdirectory("links-").FullName;
        try
        {
            var first = pair.Link("New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $repl | Start-ReplicationLink");
            Assert.True(first.Changed);
            Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (first.Receiver, first.Applier));
            Assert.Equal(b.Server, first.Server);
            Assert.Equal(a.Server, first.Source);
            Assert.NotEmpty(first.ModeReason!);
            Assert.True(File.Exists(first.JournalEntry));
            Assert.DoesNotContain(LinkPair.Password, File.ReadAllText(first.JournalEntry), StringComparison.Ordinal);

            // A has rows of its own by now, and B has them from A: the tutorial's reverse link.
            pair.Execute(a, "CREATE DATABASE hello; CREATE TABLE hello.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT); INSERT INTO hello.t (v) VALUES (1), (2), (3)");
            await pair.Until(b, Ids, "1", "11", "21");
            var second = pair.Link("Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $repl");
            Assert.True(second.Changed);
            Assert.Equal(a.Server, second.Server);
            Assert.Equal(server == "mysql-9" ? LinkMode.AutoPosition : LinkMode.FilePosition, second.Mode);
            Assert.Contains(server == "mysql-9" ? "begins at the -Coordinates all the same" : "by file and position", second.ModeReason!, StringComparison.Ordinal);

            pair.Execute(b, "INSERT INTO hello.t (v) VALUES (4), (5), (6)");
            await pair.Until(a, Ids, "1", "11", "21", "22", "32", "42");
            await pair.Until(b, Ids, "1", "11", "21", "22", "32", "42");

            // The whole script again: no write on either server, no journal.
            var before = (pair.Position(a), pair.Position(b));
            var again = pair.Run(Both, ("journal", journal)).ThrowOnError().Output.Select(o => (IReplicationChange)o.BaseObject).ToList();
            Assert.Equal(2, again.Count);
            Assert.All(again, change => Assert.False(change.Changed));
            Assert.All(again, change => Assert.Null(change.JournalEntry));
            Assert.Equal(before, (pair.Position(a), pair.Position(b)));
            Assert.Empty(Directory.EnumerateFileSystemEntries(journal));
        }
        finally
        {
            Directory.Delete(journal, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task The_reverse_link_needs_no_position_while_the_source_only_relays(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT); INSERT INTO hello.t (v) VALUES (1)");
        await pair.Until(pair.B, Ids, "1");

        var reverse = pair.Link("Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl");
        Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (reverse.Receiver, reverse.Applier));
        pair.Execute(pair.B, "INSERT INTO hello.t (v) VALUES (2)");
        await pair.Until(pair.A, Ids, "1", "2");
        Assert.Equal((true, true), (pair.Status(pair.A)!.Receiver == ReplicaThreadState.Running, pair.Status(pair.B)!.Applier == ReplicaThreadState.Running));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void WhatIf_returns_the_plan_and_changes_nothing(string server)
    {
        using var pair = LinkPair.Create(server);
        var before = (pair.Position(pair.A), pair.Position(pair.B));
        var result = pair.Run("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -WhatIf -Verbose -Debug").ThrowOnError();
        var plan = (ReplicationPlan)result.Single.BaseObject;
        Assert.Contains(plan.Steps, s => s.Text.StartsWith("CHANGE ", StringComparison.Ordinal) && s.Reversibility == Reversibility.Reversible && s.UndoText!.StartsWith("RESET ", StringComparison.Ordinal));
        Assert.Contains(plan.Steps, s => s.Kind == PlanStepKind.Wait);
        Assert.Contains(plan.Decisions, d => d.StartsWith("Mode: ", StringComparison.Ordinal));
        Assert.Null(pair.Status(pair.B));
        Assert.Equal(before, (pair.Position(pair.A), pair.Position(pair.B)));
        Assert.DoesNotContain(LinkPair.Password, result.AllText + string.Join("\n", plan.Steps.Select(s => s.Text + s.UndoText)), StringComparison.Ordinal);

        // What was shown is what runs.
        var run = pair.Run("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Verbose -Debug");
        Assert.All(plan.Steps, s => Assert.Contains(run.Verbose, v => v.Contains(s.Text, StringComparison.Ordinal)));
        Assert.DoesNotContain(LinkPair.Password, run.AllText, StringComparison.Ordinal);
        Assert.Empty(((ReplicationPlan)pair.Run("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -WhatIf").Single.BaseObject).Steps);
    }
}
