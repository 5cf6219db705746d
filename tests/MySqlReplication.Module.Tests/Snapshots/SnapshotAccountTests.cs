using System;
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
}
