using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Threading;
using MySqlReplication.Accounts;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>Passwords that change on a live pair under writes: no row lost, none doubled, and what fails is as it was.</summary>
public sealed class RotationTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Passwords_rotate_on_a_live_pair_under_writes(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server, Member(1), Member(2));
        using var seat = new ServerSeat(session, pair.A);
        seat.Sql("CREATE DATABASE rot", "CREATE TABLE rot.t (id INT AUTO_INCREMENT PRIMARY KEY, origin CHAR(1) NOT NULL, n INT NOT NULL) ENGINE=InnoDB");
        const string Make = """
            $userA = New-ReplicationUser $a -Peer $b -UserName ra -JournalPath $journal
            $null = $userA | Start-ReplicationLink -JournalPath $journal -Coordinates $begin
            $userB = New-ReplicationUser $b -Peer $a -UserName rb -JournalPath $journal
            $null = Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $userB.ReplicationCredential -JournalPath $journal
            """;
        var first = seat.Sql("SHOW BINARY LOGS")[0].Properties["Log_name"].Value;
        seat.Run(Make, ("begin", first + ":4")).ThrowOnError();

        using var onA = new SteadyWriter(pair.A.Server, "INSERT INTO rot.t (origin, n) VALUES ('a', ");
        onA.Begun();
        seat.Run("Wait-ReplicationLink $b -TimeoutSeconds 120").ThrowOnError();
        using var onB = new SteadyWriter(pair.B.Server, "INSERT INTO rot.t (origin, n) VALUES ('b', ");
        onB.Begun();

        // The plan first: it changes nothing, and holds no password.
        var plan = (ReplicationPlan)seat.Run("$userA | Set-ReplicationUser -WhatIf").Single.BaseObject;
        Assert.Equal(server.StartsWith("mysql-9", StringComparison.Ordinal), plan.Steps.Any(s => s.Text.Contains("RETAIN CURRENT PASSWORD", StringComparison.Ordinal)));
        Assert.Equal("ra@127.0.0.1", Log(seat, "$userA.ReplicationCredential"));

        // One to a password made here, the other to one that is given. The receiver has logged in by it: its connection is another.
        var before = Reader(session, "a");
        var rotated = (ReplicationUser)seat.Run("$newA = $userA | Set-ReplicationUser -JournalPath $journal; $newA").Single.BaseObject;
        Assert.Equal((true, true, (bool?)true), (rotated.Changed, rotated.PasswordGenerated, rotated.PasswordMatches));
        Assert.Equal([pair.B.Server.ToString()], rotated.Relinked.Select(r => r.ToString()));
        Assert.NotEqual(before, Reader(session, "a"));
        session.Runspace.SessionStateProxy.SetVariable("given", ServerSeat.Credential("rb", "Marker-new-1"));
        const string Give = "$newB = $userB | Set-ReplicationUser -NewCredential $given -JournalPath $journal; $newB";
        Assert.True(((ReplicationUser)seat.Run(Give).Single.BaseObject).Changed);
        Assert.False(((ReplicationUser)seat.Run(Give).Single.BaseObject).Changed);
        Assert.Equal("LoginRefused", Log(seat, "$userA.ReplicationCredential"));
        Assert.Equal("ra@127.0.0.1", Log(seat, "$newA.ReplicationCredential"));

        // Not every replica told; a former password that is none; another name: refused, nothing done.
        Assert.Equal(["AccountInUse"], seat.Run("Set-ReplicationUser $a ra -HostPattern 127.0.0.1").ErrorIds);
        Assert.Equal(["AccountPasswordDiffers"], seat.Run("$userA | Set-ReplicationUser").ErrorIds);
        Assert.Equal(["UserNameInvalid"], seat.Run("$newA | Set-ReplicationUser -NewCredential $given").ErrorIds);
        Assert.Equal(["AccountNotFound"], seat.Run("Set-ReplicationUser $a nobody -HostPattern 127.0.0.1").ErrorIds);
        FailInTheMiddle(seat, pair);

        var (a, b) = (onA.Stop(), onB.Stop());
        Assert.True(a > 5 && b > 5, $"too few writes: {a} and {b}");
        seat.Run("Wait-ReplicationLink $b -Source $a -TimeoutSeconds 120; Wait-ReplicationLink $a -Source $b -TimeoutSeconds 120").ThrowOnError();
        foreach (var member in new[] { "a", "b" })
        {
            foreach (var (origin, written) in new[] { ("a", a), ("b", b) })
            {
                var row = session.Run("$" + member + " | Invoke-ReplicationQuery -Query \"SELECT COUNT(*), COUNT(DISTINCT n), MAX(n) + 1 FROM rot.t WHERE origin = '" + origin + "'\"").Single;
                Assert.Equal([written, written, written], row.Properties.Select(p => Convert.ToInt32(p.Value, CultureInfo.InvariantCulture)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void An_account_is_listed_and_dropped_when_nobody_lives_on_it(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        using var seat = new ServerSeat(session, pair.A);
        seat.Run("$user = New-ReplicationUser $a -Peer $b -UserName used -JournalPath $journal; $null = $user | Start-ReplicationLink").ThrowOnError();
        seat.Sql("CREATE USER 'wide'@'%' IDENTIFIED BY 'Marker-wide-1'", "GRANT REPLICATION SLAVE, SELECT ON *.* TO 'wide'@'%'", "CREATE USER 'bare'@'10.0.0.7'", "GRANT REPLICATION SLAVE ON *.* TO 'bare'@'10.0.0.7'");

        var listed = seat.Run("$a | Get-ReplicationUser").ThrowOnError().Output.Select(o => (ReplicationUser)o.BaseObject).ToDictionary(u => u.UserName + "@" + u.HostPattern, StringComparer.Ordinal);
        Assert.Equal([(true, "localhost")], listed["used@127.0.0.1"].ConnectedFrom!.Select(h => (h is "localhost" or "127.0.0.1", "localhost")));
        Assert.InRange(listed["used@127.0.0.1"].ConnectedSince!.Value, DateTimeOffset.UtcNow.AddMinutes(-15), DateTimeOffset.UtcNow.AddSeconds(2));
        Assert.Empty(listed["used@127.0.0.1"].Findings);
        Assert.Equal(["REPLICATION SLAVE"], listed["used@127.0.0.1"].Privileges);
        Assert.Null(listed["used@127.0.0.1"].ReplicationCredential);
        Assert.Empty(listed["wide@%"].ConnectedFrom!);
        Assert.Equal(["AccountForAnyHost", "AccountHasMoreRights", "AccountWithoutTls"], listed["wide@%"].Findings.Select(f => f.Id).Order(StringComparer.Ordinal));
        Assert.Equal(["AccountWithoutPassword", "AccountWithoutTls"], listed["bare@10.0.0.7"].Findings.Select(f => f.Id));
        Assert.Contains(listed["root@localhost"].Findings, f => f.Id == "AccountHasMoreRights");
        Assert.Equal(["bare", "wide"], seat.Run("Get-ReplicationUser $a 'b*', wide | ForEach-Object UserName").ThrowOnError().Output.Select(o => o.ToString()));

        // In use, more than a replica's, or the one we came by: refused. -Force lifts the first two.
        const string Drop = "Remove-ReplicationUser -Confirm:$false -JournalPath $journal";
        Assert.Equal(["AccountInUse"], seat.Run("$user | " + Drop).ErrorIds);
        Assert.Equal(["AccountHasMoreRights"], seat.Run("Get-ReplicationUser $a wide | " + Drop).ErrorIds);
        Assert.Equal(["AccountIsOwn"], seat.Run("Get-ReplicationUser $a root | Where-Object HostPattern -eq 127.0.0.1 | " + Drop + " -Force").ErrorIds);
        seat.Run("Get-ReplicationUser $a wide | " + Drop + " -Force").ThrowOnError();
        seat.Run("$null = $b | Remove-ReplicationLink -Confirm:$false").ThrowOnError();
        Assert.Equal(0, seat.Accounts("wide"));

        // The source ends the replica's session when it next looks; then the account is free.
        Assert.True(SpinWait.SpinUntil(() => Reader(session, "a").Length == 0, TimeSpan.FromSeconds(60)));
        var position = seat.Position();
        var plan = (ReplicationPlan)seat.Run("$user | Remove-ReplicationUser -WhatIf").Single.BaseObject;
        Assert.Contains("DROP USER 'used'@'127.0.0.1'", plan.Steps[^1].Text, StringComparison.Ordinal);
        Assert.Equal(1, seat.Accounts("used"));
        var gone = (ReplicationUser)seat.Run("$gone = $user | " + Drop + "; $gone").Single.BaseObject;
        Assert.Equal((true, false, position), (gone.Changed, gone.MayReplicate, seat.Position()));
        Assert.False(((ReplicationUser)seat.Run("$user | " + Drop).Single.BaseObject).Changed);
        Assert.Equal(0, seat.Accounts("used"));

        // Back with the password that is told: the journal holds none.
        Assert.Equal(["UndoSecretMissing"], seat.Run("$gone | Undo-ReplicationChange").ErrorIds);
        seat.Run("$gone | Undo-ReplicationChange -ReplicationCredential $user.ReplicationCredential").ThrowOnError();
        Assert.Equal("used@127.0.0.1", Log(seat, "$user.ReplicationCredential"));
        Assert.Equal(true, seat.Run("($user | Start-ReplicationLink).Changed").Single.BaseObject);
    }

    private static Hashtable Member(int node) => new() { ["auto-increment-increment"] = "2", ["auto-increment-offset"] = node.ToString(CultureInfo.InvariantCulture) };

    // Two faults, made for real: a replica that does not let us, and a source that lets nobody in.
    private static void FailInTheMiddle(ServerSeat seat, TestPair pair)
    {
        // Statements about links need a right that this login lacks: refused after the source has the new password.
        seat.Session.Run("$b | Invoke-ReplicationQuery -Query \"SET SESSION sql_log_bin = 0; CREATE USER 'looker'@'127.0.0.1' IDENTIFIED BY 'Marker-look-1'; GRANT SELECT, PROCESS, REPLICATION CLIENT ON *.* TO 'looker'@'127.0.0.1'\"").ThrowOnError();
        if (pair.A.ServerVersion.Contains("MariaDB", StringComparison.Ordinal))
        {
            seat.Session.Run("$b | Invoke-ReplicationQuery -Query \"SET SESSION sql_log_bin = 0; GRANT SLAVE MONITOR ON *.* TO 'looker'@'127.0.0.1'\"").ThrowOnError();
        }

        seat.Session.Runspace.SessionStateProxy.SetVariable("looker", ServerSeat.Credential("looker", "Marker-look-1"));
        var refused = seat.Run("Set-ReplicationUser $a ra -HostPattern 127.0.0.1 -Replica \"127.0.0.1:$($b.Port)\" -Credential $looker -FormerCredential $newA.ReplicationCredential -JournalPath $journal");
        Assert.NotEmpty(refused.ErrorIds);
        Assert.Equal("ra@127.0.0.1", Log(seat, "$newA.ReplicationCredential"));
        if (pair.A.ServerVersion.StartsWith("5.", StringComparison.Ordinal))
        {
            return;
        }

        // A locked account: the receiver that was connected gets in no more, with no password. All is put back; unlocked, it goes on.
        seat.Sql("SET SESSION sql_log_bin = 0; ALTER USER 'ra'@'127.0.0.1' ACCOUNT LOCK");
        var locked = seat.Run("$newA | Set-ReplicationUser -TimeoutSeconds 60 -JournalPath $journal");
        Assert.Equal(["LinkLoginRefused"], locked.ErrorIds);
        seat.Sql("SET SESSION sql_log_bin = 0; ALTER USER 'ra'@'127.0.0.1' ACCOUNT UNLOCK");
        Assert.Equal("ra@127.0.0.1", Log(seat, "$newA.ReplicationCredential"));
        Assert.True(SpinWait.SpinUntil(() => seat.Run("($b | Get-SlaveStatus).Receiver").Single.BaseObject is ReplicaThreadState.Running, TimeSpan.FromSeconds(60)));
    }

    private static string Log(ServerSeat seat, string credential)
    {
        var secret = seat.Run(credential + ".GetCredential().GetNetworkCredential()").Single;
        return seat.LogIn((string)secret.Properties["UserName"].Value, (string)secret.Properties["Password"].Value);
    }

    // The server's numbers of the sessions that read a member's log.
    private static string Reader(ModuleSession session, string member) => string.Join(',', session.Run("$" + member + " | Invoke-ReplicationQuery -Query 'SHOW PROCESSLIST'").ThrowOnError().Output
        .Where(r => Convert.ToString(r.Properties["Command"].Value, CultureInfo.InvariantCulture)!.StartsWith("Binlog Dump", StringComparison.Ordinal)).Select(r => r.Properties["Id"].Value));
}
