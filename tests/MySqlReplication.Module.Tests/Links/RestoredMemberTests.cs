using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// A member of a pair set back to an older backup: it never gets back what it wrote after that backup (events with its own id
/// are dropped), and both threads look well. Made for real: the data directory of an hour ago.
/// </summary>
public sealed class RestoredMemberTests
{
    private const string Rows = "SELECT v FROM hello.t ORDER BY v";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task It_is_refused_and_the_way_out_is_named(string server)
    {
        using var pair = LinkPair.Create(server, new Hashtable { ["skip-slave-start"] = null });
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");
        pair.Link("Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl");

        // Both threads run before the applier has read the first event, and by AUTO_POSITION it has no coordinates until then.
        Assert.True(SpinWait.SpinUntil(() => pair.Status(pair.A)!.ExecutedCoordinates is not null, TimeSpan.FromSeconds(60)));

        // The backup, then one more row that B gets from A.
        pair.Run("Stop-ReplicationSandbox $a.Name").ThrowOnError();
        var backup = pair.A.DataDirectory.TrimEnd('/') + ".backup";
        Copy(pair.A.DataDirectory, backup);
        pair.Run("$null = Start-ReplicationSandbox $a.Name; $null = Start-ReplicationLink -Source $b -Replica $a; $null = Start-ReplicationLink -Source $a -Replica $b").ThrowOnError();
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        await pair.Until(pair.B, Rows, "1", "2");

        // A is set back.
        pair.Run("Stop-ReplicationSandbox $a.Name").ThrowOnError();
        Directory.Delete(pair.A.DataDirectory, recursive: true);
        Directory.Move(backup, pair.A.DataDirectory);
        pair.Run("$null = Start-ReplicationSandbox $a.Name").ThrowOnError();
        Assert.Equal(["1"], pair.Column(pair.A, Rows));

        var refusal = pair.RefusedAlways(ErrorIds.OwnEventsLost, "Start-ReplicationLink -Source $b -Replica $a");
        Assert.Contains("fresh copy", refusal.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("new server id", refusal.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["1"], pair.Column(pair.A, Rows));

        // The same when it is linked anew, after somebody forgot the old link.
        var at = pair.Status(pair.A)!.ExecutedCoordinates!;
        pair.Run("Remove-ReplicationLink $a -Confirm:$false").ThrowOnError();
        pair.RefusedAlways(ErrorIds.OwnEventsLost, "Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl -Coordinates " + at);

        // The way out that needs no copy: under a new id it takes them as anybody's.
        pair.Execute(pair.A, "SET GLOBAL server_id=4294967001");
        pair.Link("Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl -Coordinates " + at);
        await pair.Until(pair.A, Rows, "1", "2");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task A_pair_that_stood_still_is_not_taken_for_one(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");
        await pair.Until(pair.B, Rows, "1");
        pair.Link("Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl");

        // While A does not listen, B gets rows from A and writes one itself: its log holds A's own events behind A's place.
        pair.Link("Stop-ReplicationLink $a");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        await pair.Until(pair.B, Rows, "1", "2");
        pair.Execute(pair.B, "INSERT INTO hello.t VALUES (3)");
        pair.Execute(pair.A, "FLUSH LOGS");
        Assert.True(pair.Link("Start-ReplicationLink -Source $b -Replica $a").Changed);
        await pair.Until(pair.A, Rows, "1", "2", "3");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(directory.Replace(from.TrimEnd('/'), to, StringComparison.Ordinal));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).LinkTarget is null))
        {
            File.Copy(file, file.Replace(from.TrimEnd('/'), to, StringComparison.Ordinal));
        }
    }
}
