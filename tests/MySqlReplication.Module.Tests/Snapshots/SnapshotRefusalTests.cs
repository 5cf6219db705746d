using System;
using System.Collections;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>What is refused before anything is touched, with the names that an admin needs.</summary>
public sealed class SnapshotRefusalTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal";

    [Fact]
    public void Refusals_name_what_is_in_the_way_and_leave_the_target_as_it_was()
    {
        using var pair = new SnapshotPair("mariadb-10.11", null, new Hashtable { ["replicate-ignore-db"] = "hidden" });
        Assert.Equal(["NothingToCopy"], pair.Run(Copy).ErrorIds);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE DATABASE other", "CREATE DATABASE hidden", "CREATE TABLE shop.t (id INT PRIMARY KEY)", "INSERT INTO shop.t VALUES (1)");

        Assert.Equal(["DatabaseNotFound"], pair.Run(Copy + " -Database shop, nothere").ErrorIds);
        Assert.Equal(["SameServer"], pair.Run(Copy.Replace("$b", "$a", StringComparison.Ordinal)).ErrorIds);

        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE DATABASE shop", "CREATE TABLE shop.mine (id INT)");
        var held = pair.Run(Copy + " -Database shop");
        Assert.Equal(["DatabaseNotEmpty"], held.ErrorIds);
        Assert.Contains("shop", held.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["mine"], pair.Rows("b", "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'"));

        // A copy of some databases needs filters: 'hidden' is filtered, 'other' is not.
        var part = (ReplicationSnapshot)pair.Run("$copy = " + Copy + " -Database shop -Force; $copy").Single.BaseObject;
        Assert.Equal(["hidden", "other"], part.LeftOutDatabase);
        Assert.Equal(["t"], pair.Rows("b", "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'"));
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        var refused = pair.Run("$copy | Start-ReplicationLink -ReplicationCredential $r");
        Assert.Equal(["DatabasesLeftOut"], refused.ErrorIds);
        Assert.Contains("without other,", refused.Errors[0].ToString(), StringComparison.Ordinal);
        pair.Run("$null = " + Copy + " -ExcludeDatabase hidden -Force | Start-ReplicationLink -ReplicationCredential $r").ThrowOnError();

        Assert.Equal(["TargetIsReplicating"], pair.Run(Copy + " -Force").ErrorIds);
        var fed = pair.Run(Copy.Replace("$b", "$x", StringComparison.Ordinal).Replace("$a", "$b", StringComparison.Ordinal).Replace("$x", "$a", StringComparison.Ordinal) + " -Force");
        Assert.DoesNotContain("TargetFeedsReplicas", fed.ErrorIds);
    }

    [Fact]
    public void Tables_without_transactions_are_refused_by_name_or_copied_under_the_lock()
    {
        using var pair = new SnapshotPair("mariadb-10.5");
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.old (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE=MyISAM", "INSERT INTO shop.old VALUES (1, 'x'), (2, 'y')", "CREATE TABLE shop.new (id INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO shop.new VALUES (4)");

        var refused = pair.Run(Copy);
        Assert.Equal(["NonTransactionalTables"], refused.ErrorIds);
        Assert.Contains("shop.old (MyISAM)", refused.Errors[0].ToString(), StringComparison.Ordinal);

        var copied = (ReplicationSnapshot)pair.Run(Copy + " -AllowNonTransactional").Single.BaseObject;
        Assert.True(copied.WritersStalledMilliseconds > 0);
        pair.AssertEqual("shop");

        // The lock is gone.
        pair.Sql("a", "INSERT INTO shop.old VALUES (3, 'z')");
    }

    [Fact]
    public void GTIDs_that_only_the_target_has_are_listed()
    {
        using var pair = new SnapshotPair("mysql-9");
        pair.Sql("a", "CREATE DATABASE shop");
        pair.Sql("b", "CREATE DATABASE mine");

        var refused = pair.Run(Copy);
        Assert.Equal(["TargetHasOwnGtids"], refused.ErrorIds);
        Assert.Contains(pair.Pair.B.Server.ToString(), refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(pair.Value("b", "SELECT @@server_uuid") + ":1", refused.Errors[0].ToString(), StringComparison.OrdinalIgnoreCase);
        pair.Run("$null = " + Copy + " -Force").ThrowOnError();
        Assert.Equal("1", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'shop'"));
    }

    [Fact]
    public async System.Threading.Tasks.Task A_lock_that_never_comes_names_the_query_and_holds_nobody_up()
    {
        using var pair = new SnapshotPair("mysql-9");
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
        var holding = pair.Begin("Invoke-ReplicationQuery $a 'LOCK TABLES shop.t WRITE; SELECT SLEEP(600), 4711' -TimeoutSeconds 700");
        var holder = pair.Meet(holding, "a", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(600), 4711%' AND ID <> CONNECTION_ID()")[0];

        var refused = pair.Run(Copy + " -TimeoutSeconds 10");

        Assert.Equal(["SnapshotLockTimeout"], refused.ErrorIds);
        Assert.Contains("SLEEP(600), 4711", refused.Errors[0].ToString(), StringComparison.Ordinal);
        pair.Sql("a", "CREATE DATABASE written_while_it_still_holds");

        // Nothing was touched, so the target is as it was.
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('mysql_replication', 'shop')"));
        pair.Sql("a", "KILL " + holder);
        await holding;
    }
}
