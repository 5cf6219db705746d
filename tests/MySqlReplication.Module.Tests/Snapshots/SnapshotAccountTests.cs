using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Accounts that come along with a copy: their passwords work, their rights are the same, and nothing of a password is shown.</summary>
public sealed class SnapshotAccountTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal";

    private const string Hashes = "SELECT CONCAT(plugin, ' ', HEX(authentication_string)) AS h FROM mysql.user WHERE User IN ('app', 'report')";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Accounts_come_with_passwords_and_rights_and_nobody_sees_them(string server)
    {
        using var pair = new SnapshotPair(server);
        var hasRoles = server != "mysql-5.6";
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v INT) ENGINE=InnoDB", "CREATE PROCEDURE shop.p() SELECT 1");
        pair.Sql("a", "CREATE USER 'app'@'%' IDENTIFIED BY 'App-Pass-1'", "GRANT SELECT, INSERT ON shop.* TO 'app'@'%'", "GRANT UPDATE (v) ON shop.t TO 'app'@'%' WITH GRANT OPTION", "GRANT EXECUTE ON PROCEDURE shop.p TO 'app'@'%'",
            "CREATE USER 'report'@'127.0.0.1' IDENTIFIED BY 'It''s-Rep-1'", "GRANT SELECT ON shop.t TO 'report'@'127.0.0.1'", "CREATE USER 'web_1'@'localhost'", "CREATE USER 'web_2'@'localhost'");
        if (hasRoles)
        {
            pair.Sql("a", "ALTER USER 'report'@'127.0.0.1' WITH MAX_QUERIES_PER_HOUR 100000", "CREATE ROLE reader", "GRANT SELECT ON shop.* TO reader", "GRANT reader TO 'report'@'127.0.0.1'", server == "mysql-9" ? "SET DEFAULT ROLE reader TO 'report'@'127.0.0.1'" : "SET DEFAULT ROLE reader FOR 'report'@'127.0.0.1'");
        }

        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE USER 'web_1'@'localhost' IDENTIFIED BY 'Mine-1'");
        Assert.Equal(["AccountNotFound"], pair.Run(Copy + " -IncludeUser nobody").ErrorIds);

        var users = hasRoles ? "'app@%', 'report', 'web_*', 'reader'" : "'app@%', 'report', 'web_*'";
        var plan = pair.Run(Copy + " -IncludeUser " + users + " -WhatIf");
        var log = pair.Run("(Get-MasterStatus $b).Coordinates").Single.ToString();
        var run = pair.Run("$copy = " + Copy + " -IncludeUser " + users + " -Verbose -Debug; $copy");
        var copied = (ReplicationSnapshot)run.ThrowOnError().Output.Single().BaseObject;
        Assert.Contains("'app'@'%'", copied.Accounts);
        Assert.DoesNotContain("'web_1'@'localhost'", copied.Accounts);
        Assert.Contains(copied.Decisions, d => d.Contains("left as they are: 'web_1'@'localhost'", StringComparison.Ordinal));
        Assert.Equal(log, pair.Run("(Get-MasterStatus $b).Coordinates").Single.ToString());

        pair.Run("$null = $copy | Undo-ReplicationChange -Force").ThrowOnError();
        foreach (var (user, password, query) in new[] { ("app", "App-Pass-1", "INSERT INTO shop.t VALUES (1, 1)"), ("report", "It's-Rep-1", "SELECT * FROM shop.t") })
        {
            var login = pair.Run("$null = Invoke-ReplicationQuery (Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $login) $sql", ("login", ServerSeat.Credential(user, password)), ("sql", query));
            login.ThrowOnError();
        }

        var same = new[] { "'app'@'%'", "'report'@'127.0.0.1'" }.Concat(hasRoles ? ["reader"] : []);
        foreach (var account in same)
        {
            Assert.Equal(pair.Rows("a", "SHOW GRANTS FOR " + account).Order(StringComparer.Ordinal), pair.Rows("b", "SHOW GRANTS FOR " + account).Order(StringComparer.Ordinal));
        }

        if (hasRoles)
        {
            Assert.Equal(pair.Rows("a", "SHOW CREATE USER 'report'@'127.0.0.1'"), pair.Rows("b", "SHOW CREATE USER 'report'@'127.0.0.1'"));
        }

        var shown = plan.AllText + run.AllText + string.Concat(System.IO.Directory.EnumerateFiles(pair.Journal, "*", System.IO.SearchOption.AllDirectories).Select(System.IO.File.ReadAllText));
        foreach (var hash in pair.Rows("a", Hashes).SelectMany(h => new[] { h.Split(' ')[1], System.Text.Encoding.UTF8.GetString(Convert.FromHexString(h.Split(' ')[1])) }).Where(h => h.Length > 0))
        {
            Assert.DoesNotContain(hash, shown, StringComparison.OrdinalIgnoreCase);
        }

        // Replaced with -Force, but never the account in use.
        pair.Run("$null = " + Copy + " -IncludeUser 'web_1@localhost', 'root@localhost', 'root@127.0.0.1' -Force").ThrowOnError();
        Assert.Equal(pair.Rows("a", "SHOW GRANTS FOR 'web_1'@'localhost'"), pair.Rows("b", "SHOW GRANTS FOR 'web_1'@'localhost'"));
        Assert.Equal("1", pair.Value("b", "SELECT 1"));
    }

    [Theory]
    [InlineData("mysql-5.6", "mariadb-11.8")]
    public void Between_flavours_what_the_replica_knows_is_brought(string from, string to)
    {
        using var pair = new SnapshotPair(from, serverOfB: to);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB", "CREATE USER 'app'@'%' IDENTIFIED BY 'App-Pass-1'", "GRANT SELECT ON shop.* TO 'app'@'%' ", "GRANT USAGE ON *.* TO 'app'@'%' WITH MAX_QUERIES_PER_HOUR 50000");
        pair.Run("$null = " + Copy + " -IncludeUser app").ThrowOnError();
        pair.Run("$null = Invoke-ReplicationQuery (Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $login) 'SELECT * FROM shop.t'", ("login", ServerSeat.Credential("app", "App-Pass-1"))).ThrowOnError();
        Assert.Equal("50000", pair.Value("b", "SELECT max_questions FROM mysql.user WHERE User = 'app'"));

        pair.Sql("a", "CREATE USER 'odd'@'%' IDENTIFIED WITH sha256_password");
        var refused = pair.Run(Copy + " -IncludeUser odd -Force");
        Assert.Equal(["AccountPluginUnavailable"], refused.ErrorIds);
        Assert.Contains("'odd'@'%'", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("sha256_password", refused.Errors[0].ToString(), StringComparison.Ordinal);
    }

    // The reason is made on the source: 5.6 keeps a hash in its table as somebody wrote it there; elsewhere a right is about a table that does not come along.
    [Theory]
    [InlineData("mysql-5.6", "mysql-5.6")]
    [InlineData("mysql-5.6", "mariadb-11.8")]
    [InlineData("mysql-9", "mysql-9")]
    [InlineData("mariadb-10.11", "mariadb-10.11")]
    public void An_account_that_the_replica_refuses_leaves_the_old_one_as_it_was(string from, string to)
    {
        using var pair = new SnapshotPair(from, serverOfB: to);
        var isRefusedHash = from == "mysql-5.6";
        var hasRoles = !isRefusedHash;
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY) ENGINE=InnoDB", "CREATE DATABASE other", "CREATE TABLE other.t (id INT PRIMARY KEY) ENGINE=InnoDB",
            "CREATE USER 'app'@'%' IDENTIFIED BY 'App-Pass-1'", "GRANT SELECT ON shop.* TO 'app'@'%'", "CREATE USER 'ahead'@'%' IDENTIFIED BY 'Ahead-1'", "CREATE USER 'zz'@'%' IDENTIFIED BY 'Zz-Pass-1'");
        pair.Sql("a", isRefusedHash ? "UPDATE mysql.user SET Password = '*NO HASH' WHERE User = 'app'" : "GRANT SELECT ON other.t TO 'app'@'%'");
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE DATABASE mine", "CREATE TABLE mine.t (id INT PRIMARY KEY, v INT) ENGINE=InnoDB",
            "CREATE USER 'app'@'%' IDENTIFIED BY 'Old-Pass-1'", "GRANT SELECT, INSERT ON mine.* TO 'app'@'%'", "GRANT UPDATE (v) ON mine.t TO 'app'@'%' WITH GRANT OPTION");
        if (hasRoles)
        {
            pair.Sql("a", "CREATE ROLE reader", "GRANT SELECT ON shop.* TO reader");
            pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE ROLE reader", "GRANT DELETE ON mine.* TO reader", "GRANT reader TO 'app'@'%'", "CREATE USER 'holder'@'%' IDENTIFIED BY 'Holder-1'", "GRANT reader TO 'holder'@'%'",
                to == "mysql-9" ? "SET DEFAULT ROLE reader TO 'app'@'%'" : "SET DEFAULT ROLE reader FOR 'app'@'%'");
        }

        var asked = new[] { "SHOW GRANTS FOR 'app'@'%'" }.Concat(hasRoles ? ["SHOW CREATE USER 'app'@'%'", "SHOW GRANTS FOR reader", "SHOW GRANTS FOR 'holder'@'%'"] : []).Append("SELECT User FROM mysql.user").ToArray();
        List<string> State() => asked.SelectMany(sql => pair.Rows("b", sql).Order(StringComparer.Ordinal)).ToList();
        var before = State();

        // One record, which names it; the others, made before and after it, are not there either.
        var users = hasRoles ? "app, ahead, zz, reader" : "app, ahead, zz";
        var refused = pair.Run(Copy + " -Database shop -Force -IncludeUser " + users);
        Assert.Equal(["ObjectNotTaken"], refused.ErrorIds);
        Assert.Contains("account 'app'@'%'", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Warnings, w => w.Contains("Account", StringComparison.Ordinal));
        Assert.Equal(before, State());
        pair.Run("$null = Invoke-ReplicationQuery (Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $login) 'SELECT * FROM mine.t'", ("login", ServerSeat.Credential("app", "Old-Pass-1"))).ThrowOnError();

        // Mended, it is replaced, nothing is left of the former one, and who held the role still does.
        pair.Sql("a", isRefusedHash ? "SET PASSWORD FOR 'app'@'%' = PASSWORD('App-Pass-1')" : "REVOKE SELECT ON other.t FROM 'app'@'%'");
        var copy = pair.Run(Copy + " -Database shop -Force -IncludeUser " + users + " -WhatIf").ThrowOnError();
        Assert.Contains(((MySqlReplication.Plans.ReplicationPlan)copy.Single.BaseObject).Steps, s => s.Text.Contains("RENAME USER 'app'@'%' TO 'replaced_", StringComparison.Ordinal));
        pair.Run("$null = " + Copy + " -Database shop -Force -IncludeUser " + users).ThrowOnError();
        pair.Run("$null = Invoke-ReplicationQuery (Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $login) 'SELECT * FROM shop.t'", ("login", ServerSeat.Credential("app", "App-Pass-1"))).ThrowOnError();
        Assert.DoesNotContain(pair.Rows("b", "SHOW GRANTS FOR 'app'@'%'"), g => g.Contains("mine", StringComparison.Ordinal));
        Assert.Equal(before.Where(r => r is "root" or "holder" or "reader").Distinct().Count(), pair.Rows("b", "SELECT DISTINCT User FROM mysql.user WHERE User IN ('root', 'holder', 'reader')").Count);
        Assert.Empty(pair.Rows("b", "SELECT User FROM mysql.user WHERE User LIKE 'replaced%'"));
        if (hasRoles)
        {
            Assert.Equal(pair.Rows("a", "SHOW GRANTS FOR reader"), pair.Rows("b", "SHOW GRANTS FOR reader"));
            Assert.Contains(pair.Rows("b", "SHOW GRANTS FOR 'holder'@'%'"), g => g.Contains("reader", StringComparison.Ordinal));
        }
    }
}
