using System;
using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Module.Tests.Status;
using MySqlReplication.Repair;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>Relay logs that were cut off, deleted, renamed or found no room: each is named, no row is lost, and what is named mends it.</summary>
public sealed class RelayLogFaultTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_file_that_the_index_lists_and_that_is_gone(string server)
    {
        using var link = ByFile(server);
        var file = QueueAside(link, 5);
        link.Sql("b", link.Replica("STOP"));
        File.Delete(file);
        link.Session.Run("Invoke-ReplicationQuery $b $sql", ("sql", link.Replica("START")));
        link.Expect("RelayLogMissing", LinkStep.RelayLog, "-TimeoutSeconds 4", 1593, 13117);
        Mend(link, 5);

        // And while the server did not run.
        file = QueueAside(link, 6);
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        File.Delete(file);
        link.Session.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();

        // MySQL 9 shows nothing of it before START has been tried.
        link.Session.Run("Invoke-ReplicationQuery $b $sql", ("sql", link.Replica("START")));
        link.Expect("RelayLogMissing", LinkStep.RelayLog);
        Assert.Equal("0", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 6"));

        if (link.IsOld)
        {
            // MySQL 5.6 takes no CHANGE then (1201), and a RESET SLAVE that says ok loses its place: nothing of it is tried.
            var place = Place(link);
            var refused = link.Session.Run("Repair-RelayLog $b -Source $a -Confirm:$false");
            Assert.Equal(["RelayLogFileMissing"], refused.ErrorIds);
            Assert.Contains("-OptionFile", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.Equal(place, Place(link));
            TakeOut(link);
        }

        Mend(link, 6);
    }

    // The last file of the index: its number would be given again, and the applier would go on in the middle of another file.
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-10.11")]
    public void The_last_file_is_gone_and_the_server_has_not_been_started_yet(string server)
    {
        using var link = ByFile(server);
        var file = Queue(link, 5);
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        File.Delete(file);
        TakeOut(link);
        Mend(link, 5);
    }

    // The next file gets the deleted one's number, the index has it twice, and the applier reads it over and over.
    [Fact]
    public void A_file_whose_number_was_given_again_on_MySQL()
    {
        using var link = ByFile("mysql-9");
        var file = Queue(link, 5);
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        File.Delete(file);
        link.Session.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();
        link.Sql("b", link.Replica("START"));
        link.Expect("RelayLogIncomplete", LinkStep.RelayLog);
        Assert.Equal("0", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 5"));
    }

    // Both threads run and show no error: only what they say of their places tells.
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_file_that_was_cut_between_two_events(string server)
    {
        // By file and position MySQL 9 waits for the rest of the transaction and cannot be stopped for a minute.
        using var link = server == "mysql-9" ? new FaultyLink(server) : ByFile(server);
        var file = Queue(link, 5);
        var commit = Commit(link, file);
        if (link.IsToday)
        {
            // Where another file follows, MySQL 9 goes on there; without one it says that the log cannot be read.
            link.Sql("b", "FLUSH NO_WRITE_TO_BINLOG RELAY LOGS");
        }

        link.Sql("b", link.Replica("STOP"));
        Cut(file, commit);
        link.Sql("b", link.Replica("START"));
        link.Expect("RelayLogIncomplete", LinkStep.RelayLog);
        // Told while the receiver may still be connecting; it comes to run all the same.
        var status = LinkedPair.Until(link.Session, "$b", s => s is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running, Problem: "relay log incomplete" }, "-HeartbeatWaitSeconds 20");
        Assert.False(status.IsHealthy);
        Mend(link, 5);
    }

    // Between two transactions the applier stands in none, and its position jumps over the gap as soon as it reads anything behind it:
    // when the next event comes, or at once when the receiver connects anew. Before that it is named, and mended.
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void A_file_that_was_cut_between_two_transactions(string server)
    {
        using var link = ByFile(server);
        var whole = link.Session.Run("\"$((Get-MasterStatus $a).Coordinates.File)\"").Single.ToString();
        _ = Queue(link, 5);
        var file = Queue(link, 6);
        var behind = Behind(link, file);
        if (!link.IsToday)
        {
            // The receiver runs on and nothing new comes. (MySQL 9 says that the log cannot be read.)
            Cut(file, behind);
            link.Sql("b", link.Replica("START", " SQL_THREAD"));
            link.Expect("RelayLogIncomplete", LinkStep.RelayLog);
            Mend(link, 6);
            _ = Queue(link, 7);
            file = Queue(link, 8);
            behind = Behind(link, file);
        }

        // Both are stopped: whole, nothing is said of it; cut, START is not advised.
        link.Sql("b", link.Replica("STOP"));
        link.Expect("ReceiverStopped", LinkStep.Receiver);
        Assert.Equal(["LinkStopped"], link.Session.Run("Repair-RelayLog $b -Source $a -Confirm:$false").ErrorIds);
        Cut(file, behind);
        var cut = link.Expect("RelayLogIncomplete", LinkStep.RelayLog);
        Assert.StartsWith("Repair-RelayLog", cut.FirstBroken!.Fix, StringComparison.Ordinal);
        Assert.Contains(whole, cut.FirstBroken.Evidence, StringComparison.Ordinal);

        // Start says the same before it starts anything: after a START nothing would tell.
        var place = Place(link);
        var refused = link.Session.Run("Start-ReplicationLink -Source $a -Replica $b");
        Assert.Equal(["RelayLogIncomplete"], refused.ErrorIds);
        Assert.StartsWith("Repair-RelayLog " + link.B.Server, refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["RelayLogIncomplete"], link.Session.Run("Start-ReplicationLink -Source $a -Replica $b -WhatIf").ErrorIds);
        Assert.Equal(place, Place(link));
        link.Expect("RelayLogIncomplete", LinkStep.RelayLog);
        Mend(link, link.IsToday ? 6 : 8);
        Assert.Equal(link.IsToday ? "3" : "5", link.Value("b", "SELECT COUNT(*) FROM d.t"));

        // With other settings the relay log is thrown away, and what was cut off is fetched again: nothing to refuse, nothing lost.
        file = Queue(link, 9);
        link.Sql("b", link.Replica("STOP"));
        Cut(file, Behind(link, file));
        link.Session.Run("Start-ReplicationLink -Source $a -Replica $b -DelaySeconds 1 | Out-Null; Wait-ReplicationLink $b -Source $a | Out-Null").ThrowOnError();
        Assert.Equal("1", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 9"));

        // Whole, what was received is executed without a word.
        _ = Queue(link, 10);
        link.Sql("b", link.Replica("STOP"));
        link.Session.Run("Start-ReplicationLink -Source $a -Replica $b | Out-Null; Wait-ReplicationLink $b -Source $a | Out-Null").ThrowOnError();
        Assert.Equal("1", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 10"));
    }

    [Fact]
    public void Half_a_transaction_before_another_file_on_MySQL()
    {
        using var link = ByFile("mysql-9");
        QueueHalf(link, 5);
        link.Sql("b", link.Replica("START"));
        link.Expect("RelayLogIncomplete", LinkStep.RelayLog);

        // STOP comes back after a minute: so long the applier waits for the rest.
        Mend(link, 5);
    }

    // Nobody sends the rest: the server itself takes a minute to stop, and nobody says before that it has.
    [Fact]
    public void A_stop_that_waits_for_the_rest_of_a_transaction_on_MySQL()
    {
        using var link = ByFile("mysql-9");
        QueueHalf(link, 5);
        link.Session.Run("$null = $a | Stop-ReplicationSandbox").ThrowOnError();
        link.Sql("b", link.Replica("START"));
        LinkedPair.Until(link.Session, "$b", status => status.Applier == ReplicaThreadState.Running && status.ApplierState?.Contains("has read all relay log", StringComparison.Ordinal) == true);

        var late = link.Session.Run("Stop-ReplicationLink $b -TimeoutSeconds 5 -Verbose");
        Assert.Equal(["LinkStopTimeout"], late.ErrorIds);
        Assert.Empty(late.Output);
        Assert.Contains(late.Verbose, text => text.Contains("has not stopped yet", StringComparison.Ordinal));
        Assert.Contains(late.Warnings, text => text.Contains("still at its STOP", StringComparison.Ordinal));
        Assert.StartsWith("Get-SlaveStatus " + link.B.Server, late.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);

        var stopped = (MySqlReplication.Links.ReplicationLink)link.Session.Run("Stop-ReplicationLink $b -TimeoutSeconds 180").Single.BaseObject;
        Assert.Equal((ReplicaThreadState.Stopped, ReplicaThreadState.Stopped), (stopped.Status!.Receiver, stopped.Status.Applier));
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void A_file_that_was_cut_in_an_event_and_one_of_another_name(string server)
    {
        using var link = ByFile(server);
        var file = Queue(link, 5);
        var commit = Commit(link, file);
        link.Sql("b", link.Replica("STOP"));
        Cut(file, commit - 5);
        link.Sql("b", link.Replica("START"));
        link.Expect("RelayLogDamaged", LinkStep.RelayLog, "-TimeoutSeconds 4", 1594, 13121);
        Mend(link, 5);

        // Another name in the option file.
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        File.WriteAllLines(link.B.OptionFile, File.ReadAllLines(link.B.OptionFile).Select(l => l.StartsWith("relay-log=", StringComparison.Ordinal) ? "relay-log=other" : l));
        link.Session.Run("$null = $b | Start-ReplicationSandbox").ThrowOnError();
        link.Expect("RelayLogRenamed", LinkStep.RelayLog);
        Assert.StartsWith("Repair-RelayLog", link.Diagnose().FirstBroken!.Fix, StringComparison.Ordinal);
        var start = Assert.Single(link.Session.Run("Invoke-ReplicationQuery $b $sql", ("sql", link.Replica("START"))).Errors);
        Assert.Equal(link.IsMariaDB ? 1201 : 1872, ((ReplicationException)start.Exception).ServerErrorCode);
        link.Expect("RelayLogRenamed", LinkStep.RelayLog);
    }

    [Fact]
    public void Half_a_transaction_before_the_next_one_on_MariaDB()
    {
        using var link = ByFile("mariadb-10.11");
        var file = Queue(link, 5);
        var commit = Commit(link, file);
        link.Sql("b", link.Replica("STOP"));
        Cut(file, commit);
        link.Sql("b", link.Replica("START", " IO_THREAD"));
        link.Sql("a", "INSERT INTO d.t VALUES (6, 'next')");
        link.Session.Run("Invoke-ReplicationQuery $b $sql", ("sql", link.Replica("START", " SQL_THREAD"))).ThrowOnError();
        link.Expect("RelayLogDamaged", LinkStep.RelayLog, "-TimeoutSeconds 4", 1866);
        Mend(link, 6);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_full_disk_under_the_relay_logs(string server)
    {
        var folder = Directory.CreateTempSubdirectory("mysqlreplication-disk-").FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder) == 0, "This machine lets nobody mount a small file system.");
        try
        {
            using var link = new FaultyLink(server, null, new Hashtable { ["relay-log"] = Path.Combine(folder, "relay") });
            link.Sql("b", link.Replica("STOP", " SQL_THREAD"));
            link.Sql("a", "CREATE TABLE d.big (i INT PRIMARY KEY, b LONGTEXT)");
            for (var i = 0; i < 6; i++)
            {
                link.Sql("a", $"INSERT INTO d.big VALUES ({i}, REPEAT('x', 900000))");
            }

            if (link.IsToday)
            {
                link.Expect("RelayLogDiskFull", LinkStep.RelayLog);
            }
            else
            {
                // The status itself does not answer: who holds it up is told instead.
                for (var limit = Stopwatch.StartNew(); !link.Session.Run("Test-ReplicationLink $b -Source $a -TimeoutSeconds 2").ErrorIds.SequenceEqual(["RelayLogDiskFull"]);)
                {
                    Assert.True(limit.Elapsed < TimeSpan.FromSeconds(90));
                }
            }

            // They look again once a minute only: too long to wait for here. With room they stop without a kill.
            Assert.Equal(0, Run("mount", "-o", "remount,size=64m", folder));
        }
        finally
        {
            _ = Run("umount", "-l", folder);
            Directory.Delete(folder);
        }
    }

    // By file and position: links by GTID fetch again what their relay logs lack (MariaDB always, MySQL with relay_log_recovery).
    private static FaultyLink ByFile(string server)
    {
        var link = new FaultyLink(server, null, new Hashtable { ["binlog-format"] = "ROW", ["relay-log"] = "relay", ["relay-log-recovery"] = "OFF" });
        link.Change(link.Here() + (link.IsToday ? ", MASTER_AUTO_POSITION=0" : string.Empty));
        link.ExpectHealthy();
        return link;
    }

    // A row that is in the relay log and not applied; the applier stays stopped.
    private static string Queue(FaultyLink link, int row)
    {
        link.Sql("b", link.Replica("STOP", " SQL_THREAD"));
        link.Sql("a", $"INSERT INTO d.t VALUES ({row}, 'queued')");
        var end = link.Session.Run("\"$((Get-MasterStatus $a).Coordinates)\"").Single.ToString();
        ReplicaStatus status;
        var limit = Stopwatch.StartNew();
        do
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(90));
            status = (ReplicaStatus)link.Session.Run("Get-SlaveStatus $b -HeartbeatWaitSeconds 0").Single.BaseObject;
        }
        while (status.ReceivedCoordinates?.ToString() != end);
        return Path.Combine(link.B.DataDirectory, File.ReadAllLines(Path.Combine(link.B.DataDirectory, "relay.index"))[^1].TrimStart('.', '/'));
    }

    // A transaction without its end, with another file behind it; both threads are stopped.
    private static void QueueHalf(FaultyLink link, int row)
    {
        var file = Queue(link, row);
        var commit = Commit(link, file);
        link.Sql("b", "FLUSH NO_WRITE_TO_BINLOG RELAY LOGS");
        link.Sql("b", link.Replica("STOP"));
        Cut(file, commit);
    }

    // The same, with another file behind it; returns the one that the applier is at.
    private static string QueueAside(FaultyLink link, int row)
    {
        _ = Queue(link, row);
        link.Sql("b", "FLUSH NO_WRITE_TO_BINLOG RELAY LOGS");
        var status = (ReplicaStatus)link.Session.Run("Get-SlaveStatus $b -HeartbeatWaitSeconds 0").Single.BaseObject;
        return Path.Combine(link.B.DataDirectory, status.RelayLogCoordinates!.File);
    }

    // Where the last commit of a relay log begins.
    private static long Commit(FaultyLink link, string file)
        => Convert.ToInt64(link.Session.Run("Invoke-ReplicationQuery $b $sql", ("sql", "SHOW RELAYLOG EVENTS IN '" + Path.GetFileName(file) + "'")).ThrowOnError().Output
            .Last(e => (string)e.Properties["Event_type"].Value == "Xid").Properties["Pos"].Value, CultureInfo.InvariantCulture);

    // Where the last transaction of a relay log begins.
    private static long Behind(FaultyLink link, string file)
    {
        var events = link.Session.Run("Invoke-ReplicationQuery $b $sql", ("sql", "SHOW RELAYLOG EVENTS IN '" + Path.GetFileName(file) + "'")).ThrowOnError().Output.ToList();
        var last = events.Take(events.Count - 1).Last(e => (string)e.Properties["Event_type"].Value == "Xid");
        return Convert.ToInt64(events[events.IndexOf(last) + 1].Properties["Pos"].Value, CultureInfo.InvariantCulture);
    }

    private static void Cut(string file, long length)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        open.SetLength(length);
    }

    private static string Place(FaultyLink link) => link.Session.Run("$s = Get-SlaveStatus $b -HeartbeatWaitSeconds 0; \"$($s.ExecutedCoordinates) $($s.SourceUser)\"").Single.ToString();

    // What stands in the way of the running server's repair is taken out of the index while it is stopped; a second time nothing.
    private static void TakeOut(FaultyLink link)
    {
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        var index = Path.Combine(link.B.DataDirectory, "relay.index");
        string Files() => File.ReadAllText(index) + File.ReadAllText(Path.Combine(link.B.DataDirectory, "relay-log.info"));
        var before = Files();
        var plan = (MySqlReplication.Plans.ReplicationPlan)link.Session.Run("Repair-RelayLog -OptionFile $b.OptionFile -WhatIf").Single.BaseObject;
        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal(before, Files());
        link.Session.Run("$repair = Repair-RelayLog -OptionFile $b.OptionFile -Confirm:$false; Undo-ReplicationChange $repair -Confirm:$false | Out-Null").ThrowOnError();
        Assert.Equal(before, Files());
        var repair = (RelayLogRepair)link.Session.Run("Repair-RelayLog -OptionFile $b.OptionFile -Confirm:$false").Single.BaseObject;
        Assert.Equal((true, RelayLogRepairMethod.OfflineIndexShortened), (repair.Changed, repair.Method));
        Assert.Equal("RelayLogMissing", Assert.Single(repair.Diagnosis).Id);
        Assert.Equal(false, link.Session.Run("(Repair-RelayLog -OptionFile $b.OptionFile -Confirm:$false).Changed").Single.BaseObject);
        link.Session.Run("$null = $b | Start-ReplicationSandbox; Invoke-ReplicationQuery $b $sql", ("sql", link.Replica("START")));
    }

    private static void Mend(FaultyLink link, int row)
    {
        link.Session.Run("Repair-RelayLog $b -Source $a -Confirm:$false | Out-Null").ThrowOnError();
        link.Session.Run("Wait-ReplicationLink $b -Source $a | Out-Null").ThrowOnError();
        Assert.Equal("1", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = " + row));
        link.ExpectHealthy();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
