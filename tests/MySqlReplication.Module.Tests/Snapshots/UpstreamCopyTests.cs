using System;
using System.Collections;
using System.Linq;
using MySqlReplication.Module.Tests.Accounts;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A source that is a replica itself: its upstream's coordinates are of the same moment as the data, under writers.</summary>
public sealed class UpstreamCopyTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $m -Replica $b -JournalPath $journal";

    [Theory]
    [InlineData("mysql-5.6", "SourceDoesNotLogReplicated")]
    [InlineData("mysql-9", "SourceDoesNotLogReplicated")]
    [InlineData("mariadb-10.11", "BinlogDisabled")]
    public void The_replica_follows_the_upstream_from_where_its_copy_ends(string server, string refusedSelf)
    {
        using var pair = new SnapshotPair(server);
        using var middle = Middle(pair, server);
        pair.Session.Runspace.SessionStateProxy.SetVariable("m", middle.Sandbox);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $m -ReplicationCredential $r; $null = Start-ReplicationLink -Source $a -Replica $m -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT) ENGINE=InnoDB");
        using var writer = new SteadyWriter(pair.Pair.A.Server, "INSERT INTO shop.t (v) VALUES (");
        writer.Begun();
        pair.Run("$null = Wait-ReplicationLink -Replica $m -Source $a").ThrowOnError();

        Assert.Equal([refusedSelf], pair.Run(Copy).ErrorIds);
        Assert.Equal(["LinkNotConfigured"], pair.Run(Copy.Replace("$m", "$a", StringComparison.Ordinal) + " -CoordinatesOf Upstream").ErrorIds);
        var plan = pair.Run("(" + Copy + " -CoordinatesOf Upstream -WhatIf).Steps | ForEach-Object { $_.Text }").Output.Select(o => o.ToString()!);
        Assert.Contains(plan, t => t.Contains("how far it has executed what " + pair.Pair.A.Server, StringComparison.Ordinal));

        for (var tried = 0; tried < 3; tried++)
        {
            var copied = (ReplicationSnapshot)pair.Run("$copy = " + Copy + " -CoordinatesOf Upstream -Force; $copy").Single.BaseObject;
            var upstream = Assert.Single(copied.Upstream);
            Assert.Equal(pair.Pair.A.Server.ToString(), copied.Source!.ToString());
            Assert.Equal(middle.Sandbox.Server.ToString(), copied.CopiedFrom!.ToString());
            Assert.Equal(upstream.Coordinates, copied.Coordinates);
            Assert.Equal(server == "mariadb-10.11", copied.OwnCoordinates is null);

            // What lies before the coordinates on the upstream is in the copy, and nothing else is.
            pair.Run("$null = $copy | Start-ReplicationLink -ReplicationCredential $r -Credential ($a.Credential.GetCredential())").ThrowOnError();
            pair.Run("$null = Get-SlaveStatus $b | Wait-ReplicationLink; Get-SlaveStatus $b | Remove-ReplicationLink -Confirm:$false").ThrowOnError();
            if (server == "mysql-9")
            {
                // What it has executed and the copy may not hold, the upstream would never send again.
                pair.Sql("b", "RESET BINARY LOGS AND GTIDS");
            }
        }

        pair.Run("$copy = " + Copy + " -CoordinatesOf Upstream -Force; $null = $copy | Start-ReplicationLink -ReplicationCredential $r -Credential ($a.Credential.GetCredential())").ThrowOnError();
        var written = writer.Stop();
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal(written.ToString(System.Globalization.CultureInfo.InvariantCulture), pair.Value("b", "SELECT COUNT(*) FROM shop.t"));
        Assert.Equal(pair.Value("a", "CHECKSUM TABLE shop.t"), pair.Value("b", "CHECKSUM TABLE shop.t"));
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void A_source_with_several_upstreams_needs_a_channel(string server)
    {
        using var pair = new SnapshotPair(server);
        using var middle = Middle(pair, server);
        using var other = TestSandbox.CreateMany(pair.Session, server, 1, server == "mysql-9" ? new Hashtable() : new Hashtable { ["gtid-domain-id"] = 7 })[0];
        pair.Session.Runspace.SessionStateProxy.SetVariable("m", middle.Sandbox);
        pair.Session.Runspace.SessionStateProxy.SetVariable("o", other.Sandbox);
        foreach (var (from, channel) in new[] { ("a", "one"), ("o", "two") })
        {
            pair.Run("$null = New-ReplicationUser -Server $" + from + " -Peer $m -ReplicationCredential $r; $null = Start-ReplicationLink -Source $" + from + " -Replica $m -Channel " + channel + " -ReplicationCredential $r").ThrowOnError();
        }

        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB");
        pair.Run("$null = Invoke-ReplicationQuery $o 'CREATE DATABASE staff; CREATE TABLE staff.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO staff.t VALUES (1)'").ThrowOnError();
        pair.Run("$null = Wait-ReplicationLink -Replica $m -Source $a -Channel one; $null = Wait-ReplicationLink -Replica $m -Source $o -Channel two").ThrowOnError();

        var which = pair.Run(Copy + " -CoordinatesOf Upstream");
        Assert.Equal(["SourceChannelNeeded"], which.ErrorIds);
        Assert.Contains("'one' (" + pair.Pair.A.Server + "), 'two' (" + other.Sandbox.Server + ")", which.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["LinkNotConfigured"], pair.Run(Copy + " -CoordinatesOf Upstream -Channel three").ErrorIds);
        var copied = (ReplicationSnapshot)pair.Run("$copy = " + Copy + " -CoordinatesOf Upstream -Channel ONE; $copy").Single.BaseObject;
        Assert.Equal(pair.Pair.A.Server.ToString(), copied.Source!.ToString());
        Assert.Equal(["one", "two"], copied.Upstream.Select(u => u.Channel).Order(StringComparer.Ordinal));

        // What came by both is there, and the link brings the rest of the one.
        pair.Sql("a", "INSERT INTO shop.t VALUES (1)");
        pair.Run("$null = $copy | Start-ReplicationLink -ReplicationCredential $r -Credential ($a.Credential.GetCredential()); $null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal("1|1", pair.Value("b", "SELECT (SELECT COUNT(*) FROM shop.t), (SELECT COUNT(*) FROM staff.t)"));
    }

    private static TestSandbox Middle(SnapshotPair pair, string server) => TestSandbox.CreateMany(pair.Session, server, 1, server switch
    {
        "mysql-9" => new Hashtable { ["log-replica-updates"] = "OFF" },
        "mysql-5.6" => new Hashtable(),
        _ => new Hashtable { ["skip-log-bin"] = null },
    })[0];
}
