using System;
using System.Linq;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>The pipeline of the design: an account made and used by a link, and both taken back.</summary>
public sealed class AccountOnALinkTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void An_account_pipes_into_a_link_and_both_are_undone(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        using var seat = new ServerSeat(session, pair.A);

        // The longest password that the link takes, with what breaks quoting; the name too.
        var mysql = server.StartsWith("mysql", StringComparison.Ordinal);
        var password = "p'w\"\\`é ".PadRight((mysql ? 32 : 96) - 1, 'x');
        var link = (ReplicationLink)seat.Run(
            "$user = New-ReplicationUser $a -Peer $b -ReplicationCredential $r -JournalPath $journal; $link = $user | Start-ReplicationLink -JournalPath $journal; $link",
            ("r", ServerSeat.Credential("r'e\\p`l\" x", password))).Single.BaseObject;
        Assert.Equal((true, ReplicaThreadState.Running, ReplicaThreadState.Running), (link.Changed, link.Receiver, link.Applier));
        Assert.Equal(("127.0.0.1:" + pair.A.Port, "127.0.0.1:" + pair.B.Port), (link.Source?.ToString(), link.Replica.ToString()));

        // A name beyond ASCII works or not by the replica's own character set; it is warned about.
        var named = seat.Run("New-ReplicationUser $a -Peer $b -UserName 'repl-é' -WhatIf");
        Assert.Contains("character_set_server", Assert.Single(named.Warnings), StringComparison.Ordinal);

        // The link was made last, so it goes first, whatever the order in the pipeline.
        var undone = seat.Run("$user, $link | Undo-ReplicationChange").ThrowOnError().Output.Select(o => (UndoResult)o.BaseObject).ToList();
        Assert.Equal([link.JournalEntry, undone[1].JournalEntry], undone.Select(u => u.JournalEntry));
        Assert.All(undone, u => Assert.True(u.Changed));
        Assert.Empty(seat.Run("$b | Get-SlaveStatus").ThrowOnError().Output);
        Assert.Equal(0, seat.Accounts("r'e\\p`l\" x"));
    }
}
