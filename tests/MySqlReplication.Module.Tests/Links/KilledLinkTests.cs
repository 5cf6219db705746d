using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// The whole process killed (-9) in the middle of a change, where nothing can be put back: at a statement that the server never saw, because
/// the door on the way there holds it. The next run completes the work and says what it found; the journal says what was going on, and takes it back.
/// </summary>
public sealed class KilledLinkTests
{
    // Without TLS, so that the door can read along.
    private static readonly Hashtable InTheClear = new() { ["tls-version"] = string.Empty };

    [Theory]
    [InlineData("mysql-5.6", "START SLAVE", "CHANGE MASTER")]
    [InlineData("mysql-9", "START REPLICA", "CHANGE REPLICATION")]
    [InlineData("mariadb-10.11", "START SLAVE", "CHANGE MASTER")]
    public async Task The_next_run_completes_what_was_cut_off(string server, string start, string change)
    {
        using var pair = LinkPair.Create(server, server == "mysql-9" ? InTheClear : []);
        using var folder = new HostProcess();
        var journal = Path.Combine(folder.Folder, "journal");

        // Between CHANGE and START of a new link: it is there, and stands still.
        var command = await KillAtAsync(pair, start, journal, string.Empty);
        Assert.Equal((ReplicaThreadState.Stopped, ReplicaThreadState.Stopped), Threads(pair));
        var cut = Newest(journal);
        Assert.Contains("\"State\": \"Begun\"", File.ReadAllText(cut), StringComparison.Ordinal);
        var again = pair.Run(command).ThrowOnError();
        Assert.Contains("Make 127.0.0.1:", Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Contains(change, again.Warnings[0], StringComparison.Ordinal);
        Assert.Contains(start, again.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("(done or not)", again.Warnings[0], StringComparison.Ordinal);
        Assert.Contains(cut, again.Warnings[0], StringComparison.Ordinal);
        Assert.True(((ReplicationLink)again.Single.BaseObject).Changed);
        Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), Threads(pair));
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, "SELECT v FROM hello.t", "1");

        // And that is the end of it.
        var third = pair.Run(command).ThrowOnError();
        Assert.Empty(third.Warnings);
        Assert.False(((ReplicationLink)third.Single.BaseObject).Changed);

        // Between STOP and CHANGE of a link with another delay: the old link stands still, and nothing is lost.
        command = await KillAtAsync(pair, change, journal, " -DelaySeconds 1");
        var stopped = pair.Status(pair.B)!;
        Assert.Equal((ReplicaThreadState.Stopped, ReplicaThreadState.Stopped, TimeSpan.Zero), (stopped.Receiver, stopped.Applier, stopped.WantedDelay));
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        cut = Newest(journal);
        again = pair.Run(command).ThrowOnError();
        Assert.Contains(cut, Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Contains(change, again.Warnings[0], StringComparison.Ordinal);
        var changed = (ReplicationLink)again.Single.BaseObject;
        Assert.Equal((true, TimeSpan.FromSeconds(1)), (changed.Changed, changed.Status!.WantedDelay));
        await pair.Until(pair.B, "SELECT v FROM hello.t ORDER BY v", "1", "2");
        Assert.Empty(pair.Run(command).ThrowOnError().Warnings);
    }

    [Theory]
    [InlineData("mysql-5.6", "START SLAVE", "CHANGE MASTER")]
    [InlineData("mariadb-10.11", "START SLAVE", "CHANGE MASTER")]
    public async Task The_journal_takes_back_what_was_cut_off(string server, string start, string change)
    {
        using var pair = LinkPair.Create(server);
        using var folder = new HostProcess();
        var journal = Path.Combine(folder.Folder, "journal");
        await KillAtAsync(pair, start, journal, string.Empty);
        Assert.True(Undo(pair, Newest(journal)).Changed);
        Assert.Null(pair.Status(pair.B));

        pair.Start();
        await KillAtAsync(pair, change, journal, " -DelaySeconds 1");
        Assert.True(Undo(pair, Newest(journal)).Changed);
        Assert.True(pair.Run("Wait-ReplicationLink $b -CaughtUp").ThrowOnError().Output.Count > 0);
        Assert.Equal(TimeSpan.Zero, pair.Status(pair.B)!.WantedDelay);
        Assert.False(pair.Start().Changed);
    }

    // The same command for a session here, where the door is open. The host is gone, and with it its connections.
    private static async Task<string> KillAtAsync(LinkPair pair, string words, string journal, string more)
    {
        using var door = new HoldingDoor(pair.B.Port, words);
        using var host = new HostProcess();
        var link = "Start-ReplicationLink -Source $a -Replica {0} -ReplicationCredential $repl -JournalPath '" + journal + "' -Confirm:$false" + more;
        host.StartPiped("-Module", ModuleSession.Manifest, host.Script(
            "$a = Get-ReplicationSandbox '" + pair.A.Name + "'; $b = Get-ReplicationSandbox '" + pair.B.Name + "'\n"
            + "$secret = [securestring]::new(); '" + LinkPair.Password.Replace("'", "''", StringComparison.Ordinal) + "'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }\n"
            + "$repl = [pscredential]::new('repl', $secret)\n"
            + string.Format(CultureInfo.InvariantCulture, link, "'root@127.0.0.1:" + door.Port.ToString(CultureInfo.InvariantCulture) + "' -Credential $b.Credential.GetCredential()")));
        var ended = await Task.WhenAny(door.Held, Task.Delay(host.Limit));
        if (ended != door.Held)
        {
            host.Signal("KILL");
            var said = host.End();
            Assert.Fail("The statement " + words + " did not come: " + said.Output + said.Error);
        }

        host.Signal("KILL");
        Assert.NotEqual(0, host.End().ExitCode);
        return string.Format(CultureInfo.InvariantCulture, link, "$b");
    }

    private static UndoResult Undo(LinkPair pair, string entry)
        => (UndoResult)pair.Run("Undo-ReplicationChange $entry -Credential $b.Credential.GetCredential() -Confirm:$false", ("entry", ThroughNoDoor(pair, entry))).Single.BaseObject;

    // The door is closed by now: the server is where it always was. (Its identity in the entry says that it is the one.)
    private static string ThroughNoDoor(LinkPair pair, string entry)
    {
        var text = File.ReadAllText(entry);
        var server = text.Split("\"Server\": \"")[1].Split('"')[0];
        File.WriteAllText(entry, text.Replace(server, server.Split(':')[0] + ":" + pair.B.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return entry;
    }

    private static string Newest(string journal) => Directory.GetFiles(journal, "*.json").Order(StringComparer.Ordinal).Last();

    private static (ReplicaThreadState Receiver, ReplicaThreadState Applier) Threads(LinkPair pair) => (pair.Status(pair.B)!.Receiver, pair.Status(pair.B)!.Applier);
}
