using System;
using System.Collections.Generic;
using System.Linq;
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
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.old (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE=MyISAM", "INSERT INTO shop.old VALUES (1, 'x'), (2, 'y')", "CREATE TABLE shop.new (id INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO shop.new VALUES (4)",
            "CREATE TABLE shop.window (id INT, v VARCHAR(10), KEY (id)) ENGINE=MERGE UNION=(shop.old) INSERT_METHOD=LAST", "ALTER TABLE shop.old DROP PRIMARY KEY, MODIFY id INT NULL, ADD KEY (id)");

        var refused = pair.Run(Copy);
        Assert.Equal(["NonTransactionalTables"], refused.ErrorIds);
        Assert.Contains("shop.old (MyISAM)", refused.Errors[0].ToString(), StringComparison.Ordinal);

        var copied = (ReplicationSnapshot)pair.Run(Copy + " -AllowNonTransactional").Single.BaseObject;
        Assert.True(copied.WritersStalledMilliseconds > 0);
        pair.AssertEqual("shop");

        // What shows the rows of other tables brings none of its own.
        Assert.Equal("2|2", pair.Value("b", "SELECT (SELECT COUNT(*) FROM shop.old), (SELECT COUNT(*) FROM shop.window)"));

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

    [Fact]
    public void What_is_never_copied_and_what_is_no_name_of_a_database_is_said()
    {
        using var pair = new SnapshotPair("mysql-9");
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
        foreach (var (asked, id, named) in new[]
        {
            ("-Database shop, mysql", "DatabaseIsSystem", "mysql is the server's own"),
            ("-Table sys.sys_config", "DatabaseIsSystem", "sys is the server's own"),
            ("-Database mysql_replication", "DatabaseIsSystem", "this module's own"),
            ("-Database sho*", "DatabaseNotFound", "without patterns"),
            ("-ExcludeDatabase shop", "NothingToCopy", "but shop, which was excluded"),
        })
        {
            var refused = pair.Run(Copy + " " + asked);
            Assert.Equal([id], refused.ErrorIds);
            Assert.Contains(named, refused.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(refused.Errors[0].ErrorDetails.RecommendedAction);
        }

        // Markers cannot be written on a source that is read-only; anything else of it can be copied.
        pair.Sql("a", "SET GLOBAL super_read_only = 1");
        var closed = pair.Run(Copy + " -Verify -ExcludeDatabase mysql, sys");
        Assert.Equal(["MarkersNotWritable"], closed.ErrorIds);
        Assert.Empty(closed.Warnings);
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        pair.Run("$null = " + Copy).ThrowOnError();
        Assert.Equal("1", pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'"));
    }

    [Fact]
    public void A_login_that_does_not_see_all_is_told_what_would_be_left_out()
    {
        using var pair = new SnapshotPair("mariadb-11.8");
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v INT)", "CREATE TRIGGER shop.tr BEFORE INSERT ON shop.t FOR EACH ROW SET NEW.v = 2", "CREATE EVENT shop.e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM shop.t",
            "CREATE FUNCTION shop.f(a INT) RETURNS INT DETERMINISTIC RETURN a", "SET SESSION sql_log_bin = 0", "CREATE USER few@'%' IDENTIFIED BY 'Few-Rights-1'");
        const string All = "GRANT RELOAD, BINLOG MONITOR, SLAVE MONITOR ON *.* TO few@'%'; ";
        foreach (var (grants, lacks, asked) in new[]
        {
            ("GRANT SELECT, SHOW VIEW, EVENT ON *.* TO few@'%'", "TRIGGER on `shop`.*", "-Database shop"),
            ("GRANT SELECT, SHOW VIEW, TRIGGER ON *.* TO few@'%'", "EVENT on `shop`.*", "-Database shop"),
            ("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON shop.* TO few@'%'; GRANT SHOW DATABASES ON *.* TO few@'%'", "SELECT on `mysql`.`proc`", "-Database shop"),
            ("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `sho_`.* TO few@'%'; GRANT SELECT ON mysql.proc TO few@'%'", "SHOW DATABASES on *.*", "-Database shop"),
            ("GRANT SELECT (id), TRIGGER ON shop.t TO few@'%'; GRANT SHOW DATABASES ON *.* TO few@'%'", "SELECT on `shop`.`t`", "-Table shop.t"),
            ("GRANT SELECT, TRIGGER ON shop.t TO few@'%'; GRANT SHOW DATABASES ON *.* TO few@'%'", "", "-Table shop.t -Force"),
            ("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `sho_`.* TO few@'%'; GRANT SELECT ON mysql.proc TO few@'%'; GRANT SHOW DATABASES ON *.* TO few@'%'", "", "-Database shop -Force"),
        })
        {
            pair.Sql("a", "SET SESSION sql_log_bin = 0", "REVOKE ALL PRIVILEGES, GRANT OPTION FROM few@'%'; " + All + grants);
            var told = pair.Run(
                "$source = Connect-ReplicationServer ('127.0.0.1:' + $a.Port) -Credential $few; " + Copy.Replace("$a", "$source", StringComparison.Ordinal) + " -LeaveWritable " + asked + "; Disconnect-ReplicationServer $source",
                ("few", Servers.ServerSeat.Credential("few", "Few-Rights-1")));
            if (lacks.Length == 0)
            {
                told.ThrowOnError();
                continue;
            }

            Assert.Equal(["PrivilegeMissing"], told.ErrorIds);
            Assert.Contains("lacks " + lacks, told.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Contains("GRANT " + lacks.Replace(" on ", " ON ", StringComparison.Ordinal) + " TO 'few'@'%'", told.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('mysql_replication', 'shop')"));
        }

        // With what was asked for all of it comes.
        Assert.Equal("1|1|1", pair.Value("b", "SELECT (SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'shop') AS t, (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'shop') AS e, (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'shop') AS r"));
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-11.8")]
    public void What_the_replica_would_not_take_behind_the_rows_is_told_before_anything_is_touched(string server)
    {
        using var pair = new SnapshotPair(server);
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v INT)", "CREATE TRIGGER shop.tr BEFORE INSERT ON shop.t FOR EACH ROW SET NEW.v = 2", "CREATE EVENT shop.e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM shop.t",
            "CREATE FUNCTION shop.f(a INT) RETURNS INT DETERMINISTIC RETURN a", "CREATE VIEW shop.v AS SELECT * FROM shop.t");
        pair.Run("$null = " + SnapshotDirectory.Export).ThrowOnError();
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE USER few@'%' IDENTIFIED BY 'Few-Rights-1'");
        var replica = "$replica = Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $few; ";
        var few = ("few", (object?)Servers.ServerSeat.Credential("few", "Few-Rights-1"));
        var cases = new List<(string Taken, string Lacks)> { ("TRIGGER", "TRIGGER on `shop`.*"), ("EVENT", "EVENT on `shop`.*"), ("CREATE VIEW", "CREATE VIEW on `shop`.*"), ("CREATE ROUTINE", "CREATE ROUTINE on `shop`.*") };
        if (server != "mysql-5.6")
        {
            cases.Add(("SUPER", "SUPER on *.*"));
        }

        if (server == "mariadb-11.8")
        {
            cases.Add(("SET USER", "SET USER on *.*"));
        }

        foreach (var (taken, lacks) in cases)
        {
            pair.Sql("b", "SET SESSION sql_log_bin = 0", "GRANT ALL PRIVILEGES ON *.* TO few@'%' WITH GRANT OPTION; REVOKE " + taken + " ON *.* FROM few@'%'");
            foreach (var way in new[] { Copy.Replace("$b", "$replica", StringComparison.Ordinal), SnapshotDirectory.Import.Replace("$b", "$replica", StringComparison.Ordinal) + " -Path $path" })
            {
                var told = pair.Run(replica + way + " -LeaveWritable", few);
                Assert.True(told.ErrorIds.SequenceEqual(["PrivilegeMissing"]), way + ", " + taken + ": " + told.AllText);
                Assert.Contains("lacks " + lacks, told.Errors[0].ToString(), StringComparison.Ordinal);
                Assert.Contains("GRANT " + lacks.Replace(" on ", " ON ", StringComparison.Ordinal) + " TO 'few'@'%'", told.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
                Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('mysql_replication', 'shop')"));
            }
        }

        // With all of them it comes.
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "GRANT ALL PRIVILEGES ON *.* TO few@'%' WITH GRANT OPTION");
        pair.Run(replica + "$null = " + Copy.Replace("$b", "$replica", StringComparison.Ordinal) + " -LeaveWritable", few).ThrowOnError();
        Assert.Equal("1|1|1", pair.Value("b", "SELECT (SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'shop') AS t, (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'shop') AS e, (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'shop') AS r"));

        // A function that does not say what it does is taken from nobody.
        pair.Sql("a", "SET GLOBAL log_bin_trust_function_creators = 1", "CREATE DATABASE more", "CREATE FUNCTION more.plain() RETURNS INT RETURN 1");
        var refused = pair.Run(Copy + " -Database more");
        Assert.Equal(["ObjectNotTaken"], refused.ErrorIds);
        Assert.Contains("function more.plain", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("log_bin_trust_function_creators", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('mysql_replication', 'more')"));
        pair.Sql("b", "SET GLOBAL log_bin_trust_function_creators = 1");
        pair.Run("$null = " + Copy + " -Database more").ThrowOnError();
        Assert.Equal("1", pair.Value("b", "SELECT more.plain()"));
    }

    [Fact]
    public void A_replica_that_does_not_tell_case_apart_loses_nothing_by_it()
    {
        using var pair = new SnapshotPair("mariadb-11.8", null, new Hashtable { ["lower-case-table-names"] = "1" });
        pair.Sql("a", "CREATE DATABASE Shop", "CREATE TABLE Shop.Orders (id INT PRIMARY KEY)", "INSERT INTO Shop.Orders VALUES (1)", "CREATE TABLE Shop.orders (id INT PRIMARY KEY)");
        var collides = pair.Run(Copy);
        Assert.Equal(["NamesCollide"], collides.ErrorIds);
        Assert.Contains("Shop.Orders and Shop.orders are one name", collides.Errors[0].ToString(), StringComparison.Ordinal);

        pair.Sql("a", "DROP TABLE Shop.orders");
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE DATABASE shop", "CREATE TABLE shop.orders (mine INT)");
        Assert.Equal(["DatabaseNotEmpty"], pair.Run(Copy).ErrorIds);
        Assert.Equal(["TableExists"], pair.Run(Copy + " -Table Shop.Orders").ErrorIds);
        Assert.Equal(["mine"], pair.Rows("b", "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'shop'"));
        pair.Run("$null = " + Copy + " -Force -Verify").ThrowOnError();
        Assert.Equal("1", pair.Value("b", "SELECT id FROM shop.orders"));
    }
}
