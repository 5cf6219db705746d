using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Module.Tests.Plans;

/// <summary>Accounts and files taken back: by the result, by the journal, after a kill.</summary>
public sealed class UndoReplicationChangeTests(SharedServers servers) : IClassFixture<SharedServers>
{
    private const string Make = "$made = New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath $journal; $made";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void An_account_is_dropped_once(string server)
    {
        using var seat = Sit(server, "dropped");
        var position = seat.Position();
        seat.Run(Make).ThrowOnError();

        var plan = (ReplicationPlan)seat.Run("$made | Undo-ReplicationChange -WhatIf").Single.BaseObject;
        Assert.Contains("DROP USER 'dropped'@'127.0.0.1'", Assert.Single(plan.Steps).Text, StringComparison.Ordinal);
        Assert.Equal(1, seat.Accounts("dropped"));

        var undone = (UndoResult)seat.Run("$made | Undo-ReplicationChange").Single.BaseObject;
        Assert.Equal((true, 1, 0), (undone.Changed, undone.Steps.Count, undone.NotUndone.Count));
        Assert.Equal("127.0.0.1:" + seat.Sandbox.Port, undone.Server!.ToString());
        Assert.Equal(0, seat.Accounts("dropped"));
        Assert.False(((UndoResult)seat.Run("$made | Undo-ReplicationChange").Single.BaseObject).Changed);
        Assert.Equal(position, seat.Position());

        // What was never changed has nothing to undo, and the account made anew is none of that entry's business.
        seat.Run(Make).ThrowOnError();
        Assert.False(((UndoResult)seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r | Undo-ReplicationChange").Single.BaseObject).Changed);
        Assert.Equal(1, seat.Accounts("dropped"));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_logged_account_is_dropped_through_the_log(string server)
    {
        using var seat = Sit(server, "logdrop");
        seat.Run(Make.Replace("-JournalPath", "-LogStatement -JournalPath", StringComparison.Ordinal)).ThrowOnError();
        var position = seat.Position();
        seat.Run("$made | Undo-ReplicationChange").ThrowOnError();
        Assert.NotEqual(position, seat.Position());
    }

    [Fact]
    public void Results_paths_files_and_their_remains_are_taken()
    {
        using var seat = Sit(TestServers.All.First().Data, "shapes");
        const string Again = "-Credential $a.Credential.GetCredential()";
        foreach (var script in new[]
        {
            "$made | Undo-ReplicationChange",
            "Undo-ReplicationChange $made",
            "Undo-ReplicationChange -JournalEntry $made.JournalEntry " + Again,
            "$made.JournalEntry | Undo-ReplicationChange " + Again,
            "[System.IO.FileInfo]::new($made.JournalEntry) | Undo-ReplicationChange " + Again,
            "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($made)) | Undo-ReplicationChange " + Again,
            "$null = $ExecutionContext.SessionState.Path.SetLocation($journal); [System.IO.Path]::GetFileName($made.JournalEntry) | Undo-ReplicationChange " + Again,
        })
        {
            seat.Run(Make).ThrowOnError();
            Assert.True(((UndoResult)seat.Run(script).Single.BaseObject).Changed, script);
            Assert.Equal(0, seat.Accounts("shapes"));
        }

        // Without a login, and things that are no change.
        seat.Run(Make).ThrowOnError();
        Assert.Equal(["CredentialMissing"], seat.Run("Undo-ReplicationChange -JournalEntry $made.JournalEntry").ErrorIds);
        Assert.Equal(["JournalEntryMissing", "JournalNotReadable", "JournalNotReadable"], seat.Run("5, '/nowhere/at/all', '" + seat.Sandbox.OptionFile + "' | Undo-ReplicationChange").ErrorIds);
        Assert.Equal(1, seat.Accounts("shapes"));
    }

    [Fact]
    public void The_newest_change_goes_first_whatever_the_order()
    {
        using var seat = Sit(TestServers.All.First().Data, "order");
        seat.Sql("CREATE USER 'order'@'127.0.0.1' IDENTIFIED BY 'Marker-12345'");
        var journals = seat.Run("$first = New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath $journal; $second = New-ReplicationUser $a -Peer 10.0.0.9 -ReplicationCredential $r -JournalPath $journal; $first, $second")
            .ThrowOnError().Output.Select(o => ((ReplicationUser)o.BaseObject).JournalEntry).ToList();
        var undone = seat.Run("$first, $second | Undo-ReplicationChange").ThrowOnError().Output.Select(o => ((UndoResult)o.BaseObject).JournalEntry);
        Assert.Equal([journals[1], journals[0]], undone);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Another_server_at_the_address_is_left_alone(string server)
    {
        using var seat = Sit(server, "elsewhere");
        var made = (ReplicationUser)seat.Run(Make).Single.BaseObject;
        var identity = new[] { "server_uuid", "server_uid", "server_id" }
            .Select(v => seat.Sql("SHOW GLOBAL VARIABLES LIKE '" + v + "'")).First(r => r.Count > 0 && $"{r[0].Properties["Value"].Value}" != "unknown")[0].Properties["Value"].Value;
        var text = File.ReadAllText(made.JournalEntry!);
        var written = "\"ServerIdentity\": \"" + identity + "\"";
        Assert.Contains(written, text, StringComparison.Ordinal);
        File.WriteAllText(made.JournalEntry!, text.Replace(written, "\"ServerIdentity\": \"another\"", StringComparison.Ordinal));

        Assert.Equal(["UndoOtherServer"], seat.Run("$made | Undo-ReplicationChange").ErrorIds);
        Assert.Equal(1, seat.Accounts("elsewhere"));
        seat.Run("$made | Undo-ReplicationChange -Force").ThrowOnError();
        Assert.Equal(0, seat.Accounts("elsewhere"));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_killed_run_is_undone(string server)
    {
        using var seat = Sit(server, "killed");
        using var blocker = new ModuleSession();
        using var host = new HostProcess();
        blocker.Runspace.SessionStateProxy.SetVariable("a", seat.Sandbox);

        // Somebody holds the lock of a backup, so CREATE USER waits, and the run is killed while it does.
        var blocking = Task.Run(() => blocker.Run("$a | Invoke-ReplicationQuery -Query 'FLUSH TABLES WITH READ LOCK; SELECT SLEEP(600)' -TimeoutSeconds 700"), TestContext.Current.CancellationToken);
        try
        {
            await Until(() => seat.Sql("SHOW PROCESSLIST").Any(r => r.Properties["Info"].Value?.ToString()?.StartsWith("SELECT SLEEP", StringComparison.Ordinal) == true));
            host.StartPiped(host.Script("Import-Module '" + ModuleSession.Manifest + "'\n$a = Get-ReplicationSandbox '" + seat.Sandbox.Name + "'\n"
                + "New-ReplicationUser $a -Peer 127.0.0.1 -UserName killed -JournalPath '" + seat.Journal + "'"));
            await Until(() => seat.Sql("SHOW PROCESSLIST").Any(r => r.Properties["Info"].Value?.ToString()?.StartsWith("CREATE USER", StringComparison.OrdinalIgnoreCase) == true));
            host.Signal("KILL");
            host.End();
        }
        finally
        {
            End(seat, "SELECT SLEEP");
            await blocking;
        }

        // The server may finish the statement of a client that is gone: known only when its session has ended.
        await Until(() => !seat.Sql("SHOW PROCESSLIST").Any(r => r.Properties["Info"].Value?.ToString()?.StartsWith("CREATE USER", StringComparison.OrdinalIgnoreCase) == true));
        var journal = Assert.Single(Directory.GetFiles(seat.Journal, "*.json"));
        Assert.Contains("\"State\": \"Begun\"", File.ReadAllText(journal), StringComparison.Ordinal);
        var there = seat.Accounts("killed");
        var undone = (UndoResult)seat.Run("Undo-ReplicationChange $entry -Credential $a.Credential.GetCredential()", ("entry", journal)).Single.BaseObject;
        Assert.Equal((there == 1, 0), (undone.Changed, seat.Accounts("killed")));
        Assert.Contains("\"State\": \"Undone\"", File.ReadAllText(journal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_option_file_is_put_back()
    {
        using var seat = Sit(TestServers.All.First().Data, "file");
        var before = File.ReadAllBytes(seat.Sandbox.OptionFile);
        seat.Run("$set = Set-MyCnfReplication $a.OptionFile -AutoIncrementIncrement 10 -JournalPath $journal").ThrowOnError();
        Assert.NotEqual(before, File.ReadAllBytes(seat.Sandbox.OptionFile));
        Assert.True(((UndoResult)seat.Run("$set | Undo-ReplicationChange").Single.BaseObject).Changed);
        Assert.Equal(before, File.ReadAllBytes(seat.Sandbox.OptionFile));
        var again = (UndoResult)seat.Run("$set | Undo-ReplicationChange").Single.BaseObject;
        Assert.Equal((false, "it was undone before"), (again.Changed, again.Reason));
    }

    [Fact]
    public void A_restart_is_undone_by_the_change_that_it_brought_into_force()
    {
        using var seat = Sit("mariadb-10.11", "restarted");
        var before = File.ReadAllBytes(seat.Sandbox.OptionFile);
        seat.Run("$restart = Set-MyCnfReplication $a.OptionFile -RelayLog restarted -Server $a -JournalPath $journal -WarningAction SilentlyContinue | Restart-ReplicationServer -JournalPath $journal").ThrowOnError();
        Assert.Contains("restarted", seat.Value("SELECT @@GLOBAL.relay_log"), StringComparison.Ordinal);
        var plan = (ReplicationPlan)seat.Run("$restart | Undo-ReplicationChange -WhatIf").Single.BaseObject;
        Assert.Contains(plan.Decisions, d => d.StartsWith("Nothing takes a restart back.", StringComparison.Ordinal));
        var result = seat.Run("Undo-ReplicationChange $restart.JournalEntry").ThrowOnError();
        var undone = (UndoResult)result.Single.BaseObject;
        Assert.Equal((true, seat.Run("$restart.Change.JournalEntry").Single.ToString()), (undone.Changed, undone.JournalEntry));
        Assert.Contains("Restart-ReplicationServer", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(seat.Sandbox.OptionFile));
        Assert.Equal("it was undone before", ((UndoResult)seat.Run("$restart | Undo-ReplicationChange").Single.BaseObject).Reason);

        // What needed no restart is undone all the same; a restart for its own sake leaves nothing to undo, and that is said.
        seat.Run("$null = $a | Restart-ReplicationServer; $live = Set-MyCnfReplication $a.OptionFile -SyncBinlog 7 -Server $a -JournalPath $journal | Restart-ReplicationServer").ThrowOnError();
        Assert.True(((UndoResult)seat.Run("$live | Undo-ReplicationChange").Single.BaseObject).Changed);
        Assert.Equal(before, File.ReadAllBytes(seat.Sandbox.OptionFile));
        var bare = (UndoResult)seat.Run("$a | Restart-ReplicationServer | Undo-ReplicationChange").Single.BaseObject;
        Assert.Equal((false, "it did nothing that would have to be taken back (a restart, a start, a wait)"), (bare.Changed, bare.Reason));
    }

    [Fact]
    public void A_journal_that_cannot_be_written_stops_everything_before_it_begins()
    {
        using var seat = Sit(TestServers.All.First().Data, "nojournal");
        Assert.Equal(["JournalNotWritable"], seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath /dev/null/journal").ErrorIds);
        Assert.Equal(0, seat.Accounts("nojournal"));
    }

    private static void End(ServerSeat seat, string statement)
    {
        foreach (var row in seat.Sql("SHOW PROCESSLIST").Where(r => r.Properties["Info"].Value?.ToString()?.StartsWith(statement, StringComparison.Ordinal) == true))
        {
            seat.Sql("KILL " + row.Properties["Id"].Value);
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        var limit = DateTime.UtcNow.AddSeconds(90);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < limit, "It did not become so within 90 s.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private ServerSeat Sit(string server, string user)
    {
        var seat = servers.Sit(server);
        seat.Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential(user, "Marker-12345"));
        return seat;
    }
}
