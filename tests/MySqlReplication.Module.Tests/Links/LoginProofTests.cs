using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>What the source answers to a login, tried by the replica itself; nothing is left, and no link is disturbed.</summary>
public sealed class LoginProofTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task The_source_answers_and_nothing_is_left(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        using var seat = new ServerSeat(session, pair.A);
        var mysql5 = server.StartsWith("mysql-5", StringComparison.Ordinal);
        var hasChannels = server.StartsWith("mysql-9", StringComparison.Ordinal);
        seat.Sql("CREATE USER 'idle'@'127.0.0.1' IDENTIFIED BY 'Marker-idle-1'");
        var user = (ReplicationUser)seat.Run("$user = New-ReplicationUser $a -Peer $b -UserName repl -JournalPath $journal; $user").Single.BaseObject;

        async Task<LoginProof> Try(ReplicationCredential login, ServerReference? source = null)
            => await ShippedEngine.CallAsync<LoginProof>("Links.TryLogin", "RunAsync", TimeSpan.FromSeconds(90), ("Source", source ?? pair.A.Server), ("Replica", pair.B.Server), ("Login", login));

        var position = Position(session);
        var accepted = await Try(user.ReplicationCredential!);
        Assert.Equal((LoginOutcome.Accepted, true), (accepted.Outcome, accepted.CanReplicate));

        var refused = await Try(Login("repl", "Marker-wrong-1"));
        Assert.Equal((LoginOutcome.Refused, false, 1045), (refused.Outcome, refused.CanReplicate, refused.ErrorCode));
        Assert.Contains("refused the login of 'repl'", refused.Reason, StringComparison.Ordinal);

        // Only the source's own words tell the address; 5.6 does not pass them on.
        Assert.True(mysql5 ? refused.SeenAs is null : refused.SeenAs is "localhost" or "127.0.0.1", "SeenAs is " + refused.SeenAs);

        var lacking = await Try(Login("idle", "Marker-idle-1"));
        Assert.Equal((LoginOutcome.PrivilegeMissing, false), (lacking.Outcome, lacking.CanReplicate));

        var nobody = await Try(user.ReplicationCredential!, new ServerReference(new ServerAddress("127.0.0.1", 1)));
        Assert.Equal((LoginOutcome.Unreachable, false), (nobody.Outcome, nobody.CanReplicate));

        Assert.Empty(session.Run("$b | Get-SlaveStatus").ThrowOnError().Output);
        Assert.Equal(position, Position(session));

        // A link that runs is not touched: the source would throw one of the two off.
        seat.Run("$user | Start-ReplicationLink -JournalPath $journal").ThrowOnError();
        var before = Receiver(session);
        var busy = await Try(user.ReplicationCredential!);
        Assert.Equal((LoginOutcome.NotTried, (bool?)null), (busy.Outcome, busy.CanReplicate));
        Assert.Equal(before, Receiver(session));

        // One that stands still is left as it is; MySQL with channels can try beside it.
        session.Run("$b | Stop-ReplicationLink").ThrowOnError();
        var beside = await Try(user.ReplicationCredential!);
        Assert.Equal(hasChannels ? LoginOutcome.Accepted : LoginOutcome.NotTried, beside.Outcome);
        var link = (ReplicaStatus)session.Run("$b | Get-SlaveStatus").Single.BaseObject;
        Assert.Equal((ReplicaThreadState.Stopped, ReplicaThreadState.Stopped, string.Empty), (link.Receiver, link.Applier, link.Channel));
        Assert.Equal(true, session.Run("($user | Start-ReplicationLink).Changed").Single.BaseObject);
        foreach (var proof in new[] { accepted, refused, lacking, nobody, busy, beside })
        {
            Assert.DoesNotContain("Marker-", proof.Reason + proof.Answer + proof, StringComparison.Ordinal);
            Assert.NotEmpty(proof.Reason);
        }
    }

    private static ReplicationCredential Login(string user, string password) => CredentialConversion.FromPSCredential(ServerSeat.Credential(user, password));

    private static string Position(ModuleSession session)
        => string.Join('|', session.Run("$b | Invoke-ReplicationQuery -Query 'SHOW BINARY LOGS'").ThrowOnError().Output.Select(r => r.Properties["Log_name"].Value + ":" + r.Properties["File_size"].Value));

    // The server's number of the thread that reads A's log for B: a new one means that the link was thrown off.
    // The thread of an earlier try ends when the source next looks, so it is waited for until there is one.
    private static string Receiver(ModuleSession session)
    {
        string[] readers = [];
        Assert.True(SpinWait.SpinUntil(() => (readers = Readers()).Length == 1, TimeSpan.FromSeconds(90)), "readers: " + string.Join(", ", readers));
        return readers[0];

        string[] Readers() => session.Run("$a | Invoke-ReplicationQuery -Query 'SHOW PROCESSLIST'").ThrowOnError().Output
            .Where(r => Convert.ToString(r.Properties["Command"].Value, CultureInfo.InvariantCulture)!.StartsWith("Binlog Dump", StringComparison.Ordinal)).Select(r => $"{r.Properties["Id"].Value}").ToArray();
    }
}
