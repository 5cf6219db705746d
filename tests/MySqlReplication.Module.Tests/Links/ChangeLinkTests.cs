using System;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>A link that is there: started again, changed, and put back when the change fails.</summary>
public sealed class ChangeLinkTests
{
    private const string Rows = "SELECT v FROM hello.t ORDER BY v";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Stopped_threads_are_started_and_settings_changed_without_losing_a_row(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");

        // Equal settings, one thread stopped: just that one is started.
        pair.Link("Stop-ReplicationLink $b -Thread Applier");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        var plan = (ReplicationPlan)pair.Run("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -WhatIf").Single.BaseObject;
        Assert.Equal(2, plan.Steps.Count);
        Assert.Contains(" SQL_THREAD", plan.Steps[0].Text, StringComparison.Ordinal);
        Assert.True(pair.Start().Changed);
        await pair.Until(pair.B, Rows, "1", "2");

        // Both stopped, no credential needed to start what is there.
        pair.Link("Stop-ReplicationLink $b");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (3)");
        Assert.True(pair.Link("Start-ReplicationLink -Source $a -Replica $b").Changed);
        await pair.Until(pair.B, Rows, "1", "2", "3");

        // Another delay, with events received and not executed: they are neither lost nor executed twice.
        pair.Link("Stop-ReplicationLink $b -Thread Applier");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (4)");
        var delayed = pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -DelaySeconds 1");
        Assert.Equal(TimeSpan.FromSeconds(1), delayed.Status!.WantedDelay);
        await pair.Until(pair.B, Rows, "1", "2", "3", "4");
        Assert.False(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -DelaySeconds 1").Changed);
        Assert.False(pair.Start().Changed);
        var undelayed = pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -DelaySeconds 0");
        Assert.True(undelayed.Changed);
        Assert.Equal(TimeSpan.Zero, undelayed.Status!.WantedDelay);

        // The heartbeat, the retries and the protection are those that the link had.
        Assert.Equal(10, undelayed.Status.ConnectRetry);
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (5)");
        await pair.Until(pair.B, Rows, "1", "2", "3", "4", "5");
        Assert.DoesNotContain("Running", Undo(pair, undelayed), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1), pair.Status(pair.B)!.WantedDelay);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_password_that_was_changed_on_the_source(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, server == "mysql-5.6"
            ? "SET sql_log_bin=0; SET PASSWORD FOR 'repl'@'127.0.0.1' = PASSWORD('Another-2')"
            : "SET sql_log_bin=0; ALTER USER 'repl'@'127.0.0.1' IDENTIFIED BY 'Another-2'");
        pair.Run("$other = (Login repl 'Another-2')").ThrowOnError();
        pair.Link("Stop-ReplicationLink $b -Thread Receiver");
        var refused = pair.Run("Start-ReplicationLink -Source $a -Replica $b");
        Assert.Equal([ErrorIds.LinkLoginRefused], refused.ErrorIds);
        Assert.Equal(ReplicaThreadState.Stopped, pair.Status(pair.B)!.Receiver);
        Assert.Equal(ReplicaThreadState.Running, pair.Status(pair.B)!.Applier);

        // Where the server does not show the old password, it has to be told, or -Force says that it may be lost.
        if (server == "mysql-9")
        {
            Assert.True(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $other").Changed);
        }
        else
        {
            Break(pair, server);
            pair.Refused(ErrorIds.FormerPasswordUnknown, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $other");
            var forced = server == "mariadb-10.11";
            var changed = pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $other " + (forced ? "-Force" : "-FormerCredential $repl"));
            Assert.True(changed.Changed);
            Assert.Equal(forced, changed.Decisions.Any(d => d.Contains("cannot be put back", StringComparison.Ordinal)));
        }

        Assert.False(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $other").Changed);
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_change_that_fails_is_put_back_running_as_before(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");
        var before = pair.Status(pair.B)!;
        var result = pair.Run(
            "$bad = (Login repl 'wrong'); Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $bad -FormerCredential $repl -DelaySeconds 7 -Force");
        Assert.Equal([ErrorIds.LinkLoginRefused], result.ErrorIds);
        Assert.Empty(result.Warnings);
        Assert.EndsWith("The link to " + pair.ReferenceA + " is back as it was: receiver Running, applier Running.", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);

        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        await pair.Until(pair.B, Rows, "1", "2");
        var after = pair.Status(pair.B)!;
        Assert.Equal(
            (before.Source, before.SourceUser, before.Receiver, before.Applier, before.WantedDelay, before.ConnectRetry, before.RetryCount, before.HeartbeatPeriod, before.TlsConfigured, before.UsesGtid),
            (after.Source, after.SourceUser, after.Receiver, after.Applier, after.WantedDelay, after.ConnectRetry, after.RetryCount, after.HeartbeatPeriod, after.TlsConfigured, after.UsesGtid));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_channel_that_follows_another_source_is_left_only_with_force(string server)
    {
        using var pair = LinkPair.Create(server);
        using var third = TestSandbox.CreateMany(pair.Session, server, 1)[0];
        pair.Start();
        pair.Session.Runspace.SessionStateProxy.SetVariable("c", third.Sandbox);
        pair.Execute(third.Sandbox, "SET sql_log_bin=0; CREATE USER 'repl'@'127.0.0.1' IDENTIFIED BY 'Rpw-1 ''quoted'' \\\\ back'; GRANT REPLICATION SLAVE ON *.* TO 'repl'@'127.0.0.1'");
        const string Other = "Start-ReplicationLink -Source $c -Replica $b -ReplicationCredential $repl -Coordinates (Get-MasterStatus $c).Coordinates";
        var refusal = pair.Refused(ErrorIds.ChannelBoundElsewhere, Other);
        Assert.Contains(pair.ReferenceA, refusal.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(pair.ReferenceA, pair.Status(pair.B)!.Source!.ToString());

        pair.Refused(ErrorIds.ChannelBoundElsewhere, "Start-ReplicationLink -Source $c -Replica $b -ReplicationCredential $repl -Force");

        var moved = pair.Link(Other + " -FormerCredential $repl -Force");
        Assert.Equal(third.Sandbox.Server, moved.Source);
        Assert.Contains("Not refused, by -Force (ChannelBoundElsewhere): The default channel leaves " + pair.ReferenceA + ".", moved.Decisions);
        pair.Execute(third.Sandbox, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (9)");
        await pair.Until(pair.B, Rows, "9");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_standing_link_is_not_moved_by_coordinates(string server)
    {
        using var pair = LinkPair.Create(server);
        var at = pair.Position(pair.A);
        pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Coordinates " + at);
        pair.Execute(pair.A, "CREATE DATABASE hello");
        var end = pair.Position(pair.A);

        // It works: coordinates, old or new, are for a new link, and nothing is done.
        Assert.False(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Coordinates " + at).Changed);
        Assert.False(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Coordinates " + end).Changed);
        pair.Run("Wait-ReplicationLink $b -Coordinates " + end).ThrowOnError();
        pair.Link("Stop-ReplicationLink $b");
        const string Standing = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Coordinates ";
        if (server == "mysql-9")
        {
            // By AUTO_POSITION nothing is executed twice: it begins behind what the replica has.
            Assert.Equal(LinkMode.AutoPosition, pair.Link(Standing + at).Mode);
            pair.Link("Stop-ReplicationLink $b");
            pair.Refused(ErrorIds.CoordinatesDiffer, Standing + at + " -AutoPosition:$false");
        }
        else
        {
            pair.Refused(ErrorIds.CoordinatesDiffer, Standing + at);
        }

        Assert.True(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Coordinates " + end).Changed);

        // With -Force it is moved, and the result says from where.
        pair.Link("Stop-ReplicationLink $b");
        pair.Execute(pair.A, "CREATE DATABASE skipped");
        var later = pair.Position(pair.A);
        const string ByFile = " -AutoPosition:$false -FormerCredential $repl";
        pair.Refused(ErrorIds.CoordinatesDiffer, Standing + later + ByFile);
        var moved = pair.Link(Standing + later + ByFile + " -Force");
        Assert.Contains(moved.Decisions, d => d.StartsWith("Start: from the -Coordinates given, not from ", StringComparison.Ordinal) && d.Contains("(-Force)", StringComparison.Ordinal));
        Assert.Empty(pair.Column(pair.B, "SHOW DATABASES LIKE 'skipped'"));
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-11.8")]
    public void A_change_that_fails_without_a_way_back_says_what_is_not_back(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, "SET sql_log_bin=0; CREATE USER 'other'@'127.0.0.1' IDENTIFIED BY 'x'");

        // Another user, whose right is missing; the password of the one before is not shown and not told.
        var result = pair.Run("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential (Login other x) -Force");
        Assert.Equal([ErrorIds.LinkPrivilegeMissing], result.ErrorIds);
        Assert.Contains("is back but for its login, which was not known: it has that of 'other' now", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.True(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Force").Changed);
    }

    // The receiver meets the changed password: not stopped, but refused again and again.
    private static void Break(LinkPair pair, string server)
    {
        pair.Execute(pair.B, server == "mysql-9" ? "START REPLICA" : "START SLAVE");
        Assert.Equal([ErrorIds.LinkLoginRefused], pair.Run("Wait-ReplicationLink $b -Coordinates zzz.000001:4 -TimeoutSeconds 90").ErrorIds);
    }

    private static string Undo(LinkPair pair, ReplicationLink changed)
        => string.Join("\n", pair.Run("Undo-ReplicationChange $testChange -Confirm:$false", ("testChange", changed)).ThrowOnError().Warnings);
}
