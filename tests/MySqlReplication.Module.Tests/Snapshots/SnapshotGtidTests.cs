using System;
using System.Collections;
using System.Linq;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>What the target counts as done after a copy, told by a table without a key: a row that came twice would be there twice.</summary>
public sealed class SnapshotGtidTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal";

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    public void The_target_counts_what_the_data_holds_and_a_link_by_GTID_goes_on(string server)
    {
        var (old, maria) = (server == "mysql-5.6", server.StartsWith("mariadb", StringComparison.Ordinal));
        using var pair = new SnapshotPair(server, old ? new Hashtable { ["gtid-mode"] = "ON", ["enforce-gtid-consistency"] = "ON", ["log-slave-updates"] = "ON" } : null);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.nokey (v INT) ENGINE=InnoDB", "INSERT INTO shop.nokey VALUES (1), (1)");
        var reset = server == "mysql-9" ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER";

        // Its own are listed; before MySQL 8 nothing makes them fit.
        pair.Sql("b", "CREATE DATABASE mine");
        var own = maria ? "0-" + pair.Value("b", "SELECT @@server_id") + "-" : pair.Value("b", "SELECT @@server_uuid") + ":1";
        var refused = pair.Run(Copy);
        Assert.Equal(["TargetHasOwnGtids"], refused.ErrorIds);
        Assert.Contains(own, refused.Errors[0].ToString(), StringComparison.OrdinalIgnoreCase);
        if (old)
        {
            Assert.Equal(["TargetHasOwnGtids"], pair.Run(Copy + " -Force").ErrorIds);
        }

        pair.Sql("b", "SET SESSION sql_log_bin = 0", "DROP DATABASE mine");
        pair.Sql("b", reset);
        AssertCounted(pair, Copy, maria);
        pair.Run("$null = $copy | Start-ReplicationLink -AutoPosition -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (2), (2)");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal("4", pair.Value("b", "SELECT COUNT(*) FROM shop.nokey"));

        // Once more: it has executed a part of what the source has by now.
        pair.Run("$null = Stop-ReplicationLink $b").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (3), (3)");
        if (old)
        {
            Assert.Equal(["TargetHasOwnGtids"], pair.Run(Copy + " -Force").ErrorIds);
            pair.Sql("b", reset);
        }

        AssertCounted(pair, Copy + " -Force", maria);
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (4), (4)");
        pair.Run("$null = $copy | Start-ReplicationLink -AutoPosition -ReplicationCredential $r; $null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal("8|20", pair.Value("b", "SELECT COUNT(*), SUM(v) FROM shop.nokey"));
    }

    // A variable that still holds the copy before: MySQL skips by GTID what the replica has, MariaDB would execute it again. In domains of
    // their own the link goes by GTID, else by file and position.
    [Theory]
    [InlineData("mysql-9", false)]
    [InlineData("mariadb-10.5", false)]
    [InlineData("mariadb-11.8", true)]
    public void The_result_of_an_older_copy_does_not_bring_rows_twice(string server, bool ownDomains)
    {
        using var pair = new SnapshotPair(server, null, ownDomains ? new Hashtable { ["gtid-domain-id"] = "7" } : null);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.nokey (v INT) ENGINE=InnoDB", "INSERT INTO shop.nokey VALUES (1), (1)");
        pair.Run("$older = " + Copy).ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (2), (2)");
        pair.Run("$newer = " + Copy + " -Force").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (3), (3)");
        const string Link = " | Start-ReplicationLink -ReplicationCredential $r";

        if (server != "mysql-9")
        {
            Older(pair, Link);
            pair.Run("$null = $newer" + Link).ThrowOnError();
            pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a; $null = Remove-ReplicationLink $b -Confirm:$false").ThrowOnError();

            // By now the newer one's coordinates are passed as well.
            pair.Run("$older = $newer").ThrowOnError();
            Older(pair, Link);
            pair.Run("$null = $newer | Start-ReplicationLink -ReplicationCredential $r -Force -WhatIf").ThrowOnError();
            Assert.Equal("6|12", pair.Value("b", "SELECT COUNT(*), SUM(v) FROM shop.nokey"));
            return;
        }

        pair.Run("$null = $older" + Link + "; $null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal("6|12", pair.Value("b", "SELECT COUNT(*), SUM(v) FROM shop.nokey"));
    }

    // Whoever lost the result, or types the source's present place as the old tutorial does, is told where the data ends.
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void A_link_begins_where_the_copy_ends_and_nowhere_else(string server)
    {
        using var pair = new SnapshotPair(server);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.nokey (v INT) ENGINE=InnoDB", "INSERT INTO shop.nokey VALUES (1), (1)");
        var first = ((ReplicationSnapshot)pair.Run("$older = " + Copy + "; $older").Single.BaseObject).Coordinates!.ToString();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (2), (2)", "CREATE DATABASE more");

        // A second copy beside the first one ends elsewhere.
        Assert.Contains("ends at " + first + ", and shop may be of it", pair.Run(Copy + " -Database more -WhatIf").ThrowOnError().Warnings.Single(), StringComparison.Ordinal);
        Assert.Empty(pair.Run(Copy + " -Force -WhatIf").ThrowOnError().Warnings);
        var ends = ((ReplicationSnapshot)pair.Run("$newer = " + Copy + " -Force; $newer").Single.BaseObject).Coordinates!.ToString();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (3), (3)");

        const string Link = " | Start-ReplicationLink -Replica $b -ReplicationCredential $r";
        var now = pair.Run("(Get-MasterStatus $a).Coordinates.ToString()").Single.ToString();
        var skips = pair.Run("Get-MasterStatus $a" + Link);
        Assert.Equal(["CoordinatesDiffer"], skips.ErrorIds);
        Assert.Contains("ends at " + ends + ", and -Coordinates say " + now, skips.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("-Coordinates " + ends, skips.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        var forced = pair.Run("Get-MasterStatus $a" + Link + " -Force -WhatIf").ThrowOnError();
        Assert.Contains(forced.Warnings, w => w.Contains("CoordinatesDiffer", StringComparison.Ordinal) && w.Contains(ends, StringComparison.Ordinal));
        if (server == "mysql-5.6")
        {
            Assert.Equal(["CoordinatesDiffer"], pair.Run("$older" + Link).ErrorIds);
        }

        Assert.Empty(pair.Run("Get-SlaveStatus $b").Output);
        pair.Run("$null = Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $r; $null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal("6|12", pair.Value("b", "SELECT COUNT(*), SUM(v) FROM shop.nokey"));
        Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'mysql_replication'"));
    }

    private static void Older(SnapshotPair pair, string link)
    {
        var refused = pair.Run("$older" + link);
        Assert.Equal(["CoordinatesPassed"], refused.ErrorIds);
        Assert.Contains("0-" + pair.Value("a", "SELECT @@server_id") + "-", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(pair.Run("Get-SlaveStatus $b -ErrorAction SilentlyContinue").Output);
    }

    private static void AssertCounted(SnapshotPair pair, string copy, bool maria)
    {
        var copied = (ReplicationSnapshot)pair.Run("$copy = " + copy + "; $copy").Single.BaseObject;
        Assert.Equal(
            copied.GtidSet!.Replace("\n", string.Empty, StringComparison.Ordinal),
            pair.Value("b", maria ? "SELECT @@GLOBAL.gtid_slave_pos" : "SELECT @@GLOBAL.gtid_executed").Replace("\n", string.Empty, StringComparison.Ordinal));
    }
}
