using System;
using System.IO;
using System.Linq;
using MySqlReplication.Accounts;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>An account made, found again, changed: on every server.</summary>
public sealed class NewReplicationUserTests(SharedServers servers) : IClassFixture<SharedServers>
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_new_account_logs_in_and_may_replicate_and_nothing_else(string server)
    {
        using var seat = servers.Sit(server);
        var position = seat.Position();
        var made = (ReplicationUser)seat.Run("$made = New-ReplicationUser $a -Peer localhost:3999 -UserName fresh -JournalPath $journal; $made").Single.BaseObject;

        Assert.Equal((true, true, true, "fresh", "127.0.0.1"), (made.Changed, made.PasswordGenerated, made.PasswordMatches, made.UserName, made.HostPattern));
        Assert.Equal((made.Server, "localhost:3999"), (made.Source, made.Replica?.ToString()));
        Assert.Empty(made.Findings);
        Assert.Equal(position, seat.Position());
        Assert.StartsWith(seat.Journal, made.JournalEntry, StringComparison.Ordinal);

        var password = seat.Run("$made.ReplicationCredential.GetCredential().GetNetworkCredential().Password").Single.ToString();
        Assert.Equal(32, password.Length);
        Assert.Equal("fresh@127.0.0.1", seat.LogIn("fresh", password));
        var grant = Assert.Single(seat.Grants("fresh", "127.0.0.1"));
        Assert.StartsWith("GRANT REPLICATION SLAVE ON *.* TO ", grant, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_second_run_writes_nothing(string server)
    {
        using var seat = servers.Sit(server);
        const string Make = "$a | New-ReplicationUser -Peer 127.0.0.1:3999, 10.9.8.7 -ReplicationCredential $r -LogStatement -JournalPath $journal";
        seat.Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential("twice", "Marker-12345"));
        Assert.Equal([true, true], seat.Run(Make).ThrowOnError().Output.Select(o => ((ReplicationUser)o.BaseObject).Changed));

        var position = seat.Position();
        var rows = seat.Sql("SELECT * FROM mysql.user WHERE User = 'twice' ORDER BY Host").Select(Text).ToList();
        var again = seat.Run(Make).ThrowOnError().Output.Select(o => (ReplicationUser)o.BaseObject).ToList();
        Assert.All(again, u => Assert.Equal((false, true, (string?)null), (u.Changed, u.PasswordMatches, u.JournalEntry)));
        Assert.Equal(["127.0.0.1", "10.9.8.7"], again.Select(u => u.HostPattern));
        Assert.Equal(position, seat.Position());
        Assert.Equal(rows, seat.Sql("SELECT * FROM mysql.user WHERE User = 'twice' ORDER BY Host").Select(Text));
        Assert.Equal(2, Directory.GetFiles(seat.Journal).Length);

        // The same as a plan: nothing to do.
        Assert.All(seat.Run(Make + " -WhatIf").ThrowOnError().Output, o => Assert.True(((ReplicationPlan)o.BaseObject).IsEmpty));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void WhatIf_returns_what_would_run_and_changes_nothing(string server)
    {
        using var seat = servers.Sit(server);
        var (position, accounts) = (seat.Position(), seat.Value("SELECT COUNT(*) FROM mysql.user"));
        var plan = (ReplicationPlan)seat.Run("New-ReplicationUser $a -HostPattern 10.0.0.2 -UserName never -JournalPath $journal -WhatIf").Single.BaseObject;

        Assert.Equal(3, plan.Steps.Count);
        Assert.Equal("SET SESSION sql_log_bin = 0", plan.Steps[0].Text);
        Assert.StartsWith("CREATE USER 'never'@'10.0.0.2' IDENTIFIED ", plan.Steps[1].Text, StringComparison.Ordinal);
        Assert.Equal((Reversibility.Reversible, "DROP USER 'never'@'10.0.0.2'"), (plan.Steps[1].Reversibility, plan.Steps[1].UndoText));
        Assert.Equal("GRANT REPLICATION SLAVE ON *.* TO 'never'@'10.0.0.2'", plan.Steps[2].Text);
        Assert.Equal((position, accounts), (seat.Position(), seat.Value("SELECT COUNT(*) FROM mysql.user")));
        Assert.Empty(Directory.GetFiles(seat.Journal));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void LogStatement_puts_the_account_into_the_binary_log(string server)
    {
        using var seat = servers.Sit(server);
        var position = seat.Position();
        seat.Run("New-ReplicationUser $a -HostPattern 10.0.0.2 -UserName logged -LogStatement -JournalPath $journal").ThrowOnError();
        Assert.NotEqual(position, seat.Position());
        var events = seat.Sql("SHOW BINLOG EVENTS IN '" + position.Split(':')[0] + "' FROM " + position.Split(':')[1]).Select(r => r.Properties["Info"].Value?.ToString() ?? string.Empty).ToList();
        Assert.Contains(events, e => e.Contains("CREATE USER 'logged'@'10.0.0.2'", StringComparison.Ordinal));
        Assert.Contains(events, e => e.Contains("GRANT REPLICATION SLAVE", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void An_account_that_is_there_is_not_taken_over(string server)
    {
        using var seat = servers.Sit(server);
        seat.Sql("CREATE USER 'other'@'127.0.0.1' IDENTIFIED BY 'Marker-first1'");
        var position = seat.Position();
        const string Make = "New-ReplicationUser $a -Peer 127.0.0.1 -JournalPath $journal ";

        // With another password, or one that nobody knows.
        Assert.Equal(["AccountPasswordDiffers"], seat.Run(Make + "-ReplicationCredential $r", ("r", ServerSeat.Credential("other", "Marker-second2"))).ErrorIds);
        Assert.Equal(["AccountPasswordUnknown"], seat.Run(Make + "-UserName other").ErrorIds);
        Assert.Equal("other@127.0.0.1", seat.LogIn("other", "Marker-first1"));
        Assert.Empty(Directory.GetFiles(seat.Journal));

        // With its own password only the right is missing.
        var granted = (ReplicationUser)seat.Run(Make + "-ReplicationCredential $r", ("r", ServerSeat.Credential("other", "Marker-first1"))).Single.BaseObject;
        Assert.True(granted.Changed);
        Assert.Contains("REPLICATION SLAVE", Assert.Single(seat.Grants("other", "127.0.0.1")), StringComparison.Ordinal);

        // -Force sets the password, once.
        seat.Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential("other", "Marker-second2"));
        const string Force = "New-ReplicationUser $a -Peer 127.0.0.1 -JournalPath $journal -ReplicationCredential $r -Force";
        var forced = seat.Run("$forced = " + Force + "; $forced").Single;
        Assert.True(((ReplicationUser)forced.BaseObject).Changed);
        Assert.False(((ReplicationUser)seat.Run(Force).Single.BaseObject).Changed);
        Assert.Equal("other@127.0.0.1", seat.LogIn("other", "Marker-second2"));
        Assert.Equal("LoginRefused", seat.LogIn("other", "Marker-first1"));
        Assert.Equal(position, seat.Position());

        // Undo needs the former password, and says whose.
        Assert.Equal(["UndoSecretMissing"], seat.Run("$forced | Undo-ReplicationChange").ErrorIds);
        seat.Run("$forced | Undo-ReplicationChange -ReplicationCredential $r", ("r", ServerSeat.Credential("other", "Marker-first1"))).ThrowOnError();
        Assert.Equal("other@127.0.0.1", seat.LogIn("other", "Marker-first1"));

        // A right that was granted is taken away again, the account stays.
        seat.Run("$granted | Undo-ReplicationChange", ("granted", granted)).ThrowOnError();
        Assert.DoesNotContain("REPLICATION SLAVE", Assert.Single(seat.Grants("other", "127.0.0.1")), StringComparison.Ordinal);
        Assert.Equal(position, seat.Position());
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Wide_patterns_and_nameless_accounts_are_said(string server)
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, server);
        using var seat = new ServerSeat(session, sandbox.Sandbox);
        seat.LookNamesUp();
        seat.Sql("CREATE USER ''@'localhost'");
        try
        {
            // A wildcard is taken behind the nameless account, one address before it: so the server itself says.
            var wild = seat.Run("$wild = New-ReplicationUser $a -HostPattern '127.%' -ReplicationCredential $r -JournalPath $journal; $wild", ("r", ServerSeat.Credential("wild", "Marker-12345")));
            var found = (ReplicationUser)wild.Single.BaseObject;
            Assert.Equal(["AccountForManyHosts", "AnonymousAccountShadows"], found.Findings.Select(f => f.Id));
            Assert.Equal("DROP USER ''@'localhost';", found.Findings[1].Fix);
            Assert.Equal(2, wild.Warnings.Count);
            Assert.Equal("LoginRefused", seat.LogIn("wild", "Marker-12345"));

            var exact = seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath $journal", ("r", ServerSeat.Credential("exact", "Marker-12345")));
            Assert.Empty(((ReplicationUser)exact.Single.BaseObject).Findings);
            Assert.Equal("exact@127.0.0.1", seat.LogIn("exact", "Marker-12345"));
        }
        finally
        {
            seat.Sql("DROP USER ''@'localhost'");
        }

        Assert.Equal("wild@127.%", seat.LogIn("wild", "Marker-12345"));
        var any = seat.Run("New-ReplicationUser $a -HostPattern '%' -UserName anybody -WhatIf");
        Assert.Contains("from anywhere", Assert.Single(any.Warnings), StringComparison.Ordinal);
    }

    private static string Text(System.Management.Automation.PSObject row) => string.Join('|', row.Properties.Select(p => p.Value));
}
