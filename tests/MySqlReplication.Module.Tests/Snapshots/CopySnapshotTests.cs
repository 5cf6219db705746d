using System;
using System.Collections;
using System.Linq;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A whole copy on each server: everything arrives as it was, and the link goes on from there.</summary>
public sealed class CopySnapshotTests
{
    private const string Ours = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication'";

    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Everything_arrives_as_it_was_and_the_link_goes_on_from_the_coordinates(string server)
    {
        using var pair = new SnapshotPair(server, new Hashtable { ["default-time-zone"] = "+05:30" });
        pair.Sql("a", ShopData.Statements(server, 9000));
        pair.Sql("a", OddData.Statements(server));
        string[] databases = [.. ShopData.Databases, OddData.Database(server)];
        var before = Place(pair, "a");

        var plan = pair.Run(Copy + " -WhatIf").Single;
        Assert.Equal("MySqlReplication.Plans.ReplicationPlan", plan.BaseObject.GetType().FullName);
        Assert.Equal(before, Place(pair, "a"));
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'leer', 'mysql_replication')"));

        var target = Place(pair, "b");
        var copied = pair.Run("$copy = " + Copy + "; $copy");
        var snapshot = (ReplicationSnapshot)copied.Single.BaseObject;
        Assert.Empty(copied.Warnings);
        pair.AssertEqual(databases);
        Assert.Equal(before, snapshot.Coordinates?.ToString());
        Assert.Equal(before, Place(pair, "a"));
        Assert.Equal(target, Place(pair, "b"));
        Assert.True(snapshot.Changed);
        Assert.Equal(databases.Order(StringComparer.Ordinal), snapshot.Databases);
        Assert.Equal(9000, snapshot.Tables.Single(t => t.Name == "orders").Rows);
        Assert.Contains("view shop.aa_best", snapshot.Objects);
        Assert.Equal(["copy_read_only"], pair.Rows("b", Ours));
        Assert.EndsWith("SIDE_DISABLED", pair.Value("b", "SELECT STATUS FROM information_schema.EVENTS WHERE EVENT_NAME = 'nightly'"), StringComparison.Ordinal);

        // Nobody writes there until the link runs.
        Assert.True(snapshot.ReadOnlyUntilLinked);
        Assert.Equal("1", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        if (server == "mysql-9")
        {
            Assert.Equal("1", pair.Value("b", "SELECT @@GLOBAL.super_read_only"));
            Assert.Contains("super-read-only", pair.Run("Invoke-ReplicationQuery $b 'INSERT INTO shop.nokey VALUES (1, NULL)'").Errors.Single().ToString(), StringComparison.Ordinal);
        }

        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        Assert.Contains("SET GLOBAL read_only = 0", pair.Run("($copy | Start-ReplicationLink -ReplicationCredential $r -WhatIf).Steps | ForEach-Object { $_.Text }").Output.Select(o => o.ToString()));
        pair.Run("$link = $copy | Start-ReplicationLink -ReplicationCredential $r; $link").ThrowOnError();
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        Assert.Empty(pair.Rows("b", Ours));
        Assert.False((bool)pair.Run("(Start-ReplicationLink -Source $a -Replica $b).Changed").Single.BaseObject);
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (7, 'later')", "INSERT INTO shop.store (name) VALUES ('Nord')");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        pair.AssertEqual(databases);

        // By GTID the replica counts the copied transactions as done.
        if (server is "mysql-9" or "mariadb-11.8")
        {
            pair.Run("$null = Stop-ReplicationLink $b; $null = Start-ReplicationLink -Source $a -Replica $b -AutoPosition -ReplicationCredential $r").ThrowOnError();
            pair.Sql("a", "INSERT INTO shop.nokey VALUES (8, 'by gtid')");
            pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
            pair.AssertEqual("shop");
        }
    }

    [Fact]
    public void With_local_infile_allowed_the_same_arrives_and_the_setting_is_put_back()
    {
        using var pair = new SnapshotPair("mysql-9", null, new Hashtable { ["max-allowed-packet"] = "65536" });
        pair.Sql("a", ShopData.Statements("mysql-9", 2000));
        pair.Sql("a", "INSERT INTO shop.clerk VALUES (9, NULL, REPEAT('\\t\\n\\\\0', 8000))");

        Assert.False(((ReplicationSnapshot)pair.Run(Copy + " -AllowLocalInfile -ThrottleLimit 2 -LeaveWritable").Single.BaseObject).ReadOnlyUntilLinked);

        pair.AssertEqual(ShopData.Databases);
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.local_infile"));
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        Assert.Empty(pair.Rows("b", Ours));

        // Read-only already, and for administrators too: lifted for the load and on again; an undo gives back what the copy set.
        pair.Sql("b", "SET GLOBAL super_read_only = 1");
        pair.Run("$null = " + Copy + " -AllowLocalInfile -Force").ThrowOnError();
        Assert.Equal("1", pair.Value("b", "SELECT @@GLOBAL.super_read_only"));
        Assert.Empty(pair.Rows("b", Ours));
        pair.Sql("b", "SET GLOBAL read_only = 0");
        pair.Run("$copy = " + Copy + " -AllowLocalInfile -Force -Database leer").ThrowOnError();
        Assert.Equal("1", pair.Value("b", "SELECT @@GLOBAL.super_read_only"));
        pair.Run("$null = $copy | Undo-ReplicationChange -Force").ThrowOnError();
        Assert.Equal("0|0", pair.Value("b", "SELECT @@GLOBAL.read_only, @@GLOBAL.super_read_only"));
    }

    private static string Place(SnapshotPair pair, string on) => pair.Run("(Get-MasterStatus $" + on + ").Coordinates.ToString()").Single.ToString();
}
