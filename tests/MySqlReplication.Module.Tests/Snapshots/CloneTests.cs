using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Threading;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>-Method Clone on two real servers of MySQL 9: what is refused, what -WhatIf shows, the clone, the restart, the link from it.</summary>
public sealed class CloneTests
{
    private const string Clone = "Copy-ReplicationSnapshot -Source $a -Replica $b -Method Clone -JournalPath $journal";
    private static readonly Hashtable Watched = new() { ["performance-schema"] = "ON", ["gtid-mode"] = "ON", ["enforce-gtid-consistency"] = "ON" };

    private const string Plugin = "SELECT PLUGIN_STATUS FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'clone'";

    [Fact]
    public void A_server_becomes_a_clone_whose_link_goes_on_from_its_own_place()
    {
        using var pair = new SnapshotPair("mysql-9", Watched);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(20) NOT NULL, b BLOB, KEY v (v))", "INSERT INTO shop.t VALUES (1, 'one', X'00FF'), (2, 'zwei', NULL)", "CREATE VIEW shop.w AS SELECT id FROM shop.t", "CREATE USER 'app'@'%' IDENTIFIED BY 'App-Pass-1'");
        pair.Sql("b", "CREATE DATABASE old", "CREATE TABLE old.t (id INT PRIMARY KEY)", "CREATE USER 'gone'@'%' IDENTIFIED BY 'Gone-Pass-1'");
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();

        // What it would wipe is named, and without -Force it stays.
        var refused = pair.Run(Clone + " -Confirm:$false");
        Assert.Equal(["DatabaseNotEmpty"], refused.ErrorIds);
        Assert.Contains("old", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("accounts", refused.Errors[0].ToString(), StringComparison.Ordinal);

        var plan = (ReplicationPlan)pair.Run(Clone + " -Force -WhatIf").ThrowOnError().Single.BaseObject;
        Assert.Contains(plan.Steps, s => s.Text.StartsWith("CLONE INSTANCE FROM 'root'@'127.0.0.1':", StringComparison.Ordinal) && s.Text.Contains("'********'", StringComparison.Ordinal));
        Assert.Contains(plan.Steps, s => s.Text.StartsWith("INSTALL PLUGIN clone", StringComparison.Ordinal));
        Assert.Contains(plan.Steps, s => s.Text.StartsWith("Stop and start sandbox", StringComparison.Ordinal));
        Assert.Equal("0", pair.Value("a", "SELECT COUNT(*) FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'clone'"));

        var password = (string)pair.Run("$a.Credential.GetCredential().GetNetworkCredential().Password").Single.BaseObject;
        var run = pair.Run("$clone = " + Clone + " -Force -Confirm:$false -Verbose -Debug; $clone").ThrowOnError();
        Assert.DoesNotContain(password, run.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(password, string.Concat(Directory.GetFiles((string)pair.Run("$journal").Single.BaseObject, "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
        var clone = (ReplicationSnapshot)run.Single.BaseObject;
        Assert.Equal(SnapshotMethod.Clone, clone.Method);
        Assert.Null(clone.Rows);
        Assert.True(clone.Bytes > 1_000_000, "Bytes: " + clone.Bytes);
        Assert.Equal(["shop"], clone.Databases);
        Assert.Equal(0, clone.WritersStalledMilliseconds);
        Assert.NotNull(clone.GtidSet);

        // Written after the clone: the link brings it, once. The login is the source's; the sandbox knows it.
        pair.Sql("a", "INSERT INTO shop.t VALUES (3, 'three', NULL)");
        pair.Run("$b = Get-ReplicationSandbox $b.Name; $null = $clone | Start-ReplicationLink -ReplicationCredential $r; $null = Wait-ReplicationLink -Replica $b -Source $a -TimeoutSeconds 180").ThrowOnError();
        pair.AssertEqual("shop");
        Assert.Equal("3", pair.Value("b", "SELECT COUNT(*) FROM shop.t"));
        Assert.Equal("app", pair.Value("b", "SELECT GROUP_CONCAT(user) FROM mysql.user WHERE user IN ('app', 'gone')"));
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('old', 'mysql_replication')"));
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
        foreach (var on in new[] { "a", "b" })
        {
            Assert.Equal("0", pair.Value(on, "SELECT COUNT(*) FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'clone'"));
        }

        // A replica that follows is not wiped beneath its link.
        Assert.Equal(["TargetIsReplicating"], pair.Run(Clone + " -Force -Confirm:$false").ErrorIds);
    }

    [Fact]
    public void What_CLONE_would_break_is_refused_before_anything_is_touched()
    {
        using var pair = new SnapshotPair("mysql-9", Watched, new Hashtable(Watched) { ["character-set-server"] = "latin1" });
        var refused = pair.Run(Clone + " -Confirm:$false -Database shop -ThrottleLimit 2");
        Assert.Equal(["CloneIsWhole"], refused.ErrorIds);
        Assert.Contains("-Database, -ThrottleLimit", refused.Errors[0].ToString(), StringComparison.Ordinal);

        refused = pair.Run(Clone + " -Confirm:$false");
        Assert.Equal(["CloneNotPossible"], refused.ErrorIds);
        Assert.Contains("character_set_server is utf8mb4", refused.Errors[0].ToString(), StringComparison.Ordinal);

        // A dynamic setting; the collation follows it.
        pair.Run("$null = Invoke-ReplicationQuery $b 'SET GLOBAL character_set_server = utf8mb4'").ThrowOnError();
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.m (id INT PRIMARY KEY) ENGINE=MyISAM", "CREATE USER 'few'@'%' IDENTIFIED BY 'Few-Rights-1'", "GRANT SELECT, RELOAD, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'few'@'%'");
        refused = pair.Run(Clone + " -Confirm:$false");
        Assert.Equal(["NonTransactionalTables"], refused.ErrorIds);
        Assert.Contains("shop.m (MyISAM)", refused.Errors[0].ToString(), StringComparison.Ordinal);

        refused = pair.Run(
            "$few = Connect-ReplicationServer ('127.0.0.1:' + $a.Port) -Credential $login; Copy-ReplicationSnapshot -Source $few -Replica $b -Method Clone -JournalPath $journal -Confirm:$false",
            ("login", Servers.ServerSeat.Credential("few", "Few-Rights-1")));
        Assert.Equal(["CloneNotPossible"], refused.ErrorIds);
        Assert.Contains("root", refused.Errors[0].ToString(), StringComparison.Ordinal);

        // It asks as ConfirmImpact High does, also with -Force; No leaves everything as it is.
        pair.Sql("a", "DROP TABLE shop.m");
        var host = new AnsweringHost(choice: 1);
        using (var asked = new ModuleSession(host: host))
        {
            Assert.Empty(asked.Run("Copy-ReplicationSnapshot -Source $a -Replica $b -Method Clone -Force", ("a", pair.Pair.A), ("b", pair.Pair.B)).ThrowOnError().Output);
        }

        Assert.Contains("all of its databases and accounts are wiped", host.Asked, StringComparison.Ordinal);
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'shop'"));
        Assert.Equal("0", pair.Value("a", "SELECT COUNT(*) FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'clone'"));
    }

    // One MB a second: its own files alone take a minute, so it is in the middle for certain.
    [Fact]
    public void Stopped_in_the_middle_it_gives_back_what_it_took_and_says_what_is_left()
    {
        // A donor that takes the end for a failure of the network holds the plugin for five minutes, in case the other comes back.
        var options = new Hashtable(Watched) { ["loose-clone-donor-timeout-after-network-failure"] = "0" };
        using var pair = new SnapshotPair("mysql-9", options);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)", "INSERT INTO shop.t VALUES (1)");
        pair.Sql("b", "CREATE DATABASE old", "CREATE TABLE old.t (id INT PRIMARY KEY)", "INSTALL PLUGIN clone SONAME 'mysql_clone.so'", "SET GLOBAL clone_valid_donor_list = '127.0.0.1:1'", "SET GLOBAL clone_autotune_concurrency = 0", "SET GLOBAL clone_max_data_bandwidth = 1");
        var accounts = pair.Rows("b", "SELECT CONCAT(user, '@', host) FROM mysql.user ORDER BY 1");

        var stopped = pair.RunUntil(Clone + " -Force -Confirm:$false", () => pair.Rows("b", "SELECT 1 FROM performance_schema.clone_progress WHERE STAGE = 'FILE COPY' AND STATE = 'In Progress' AND DATA > 1000000").Count > 0);

        Assert.IsType<System.Management.Automation.PipelineStoppedException>(stopped.Thrown);
        Assert.Equal("127.0.0.1:1", pair.Value("b", "SELECT @@GLOBAL.clone_valid_donor_list"));
        Assert.Equal(["ACTIVE"], pair.Rows("b", Plugin));

        // One that a session still holds is DELETED, and goes with that session.
        Assert.True(SpinWait.SpinUntil(() => pair.Rows("a", Plugin + " AND PLUGIN_STATUS = 'ACTIVE'").Count == 0, TimeSpan.FromSeconds(120)), string.Join("; ", pair.Rows("a", Plugin)));
        Assert.True(SpinWait.SpinUntil(() => pair.Rows("b", "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'CLONE%'").Count == 0, TimeSpan.FromSeconds(120)), "CLONE still runs");
        Assert.Equal(accounts, pair.Rows("b", "SELECT CONCAT(user, '@', host) FROM mysql.user ORDER BY 1"));
        Assert.Empty(pair.Rows("b", "SHOW DATABASES LIKE 'old'"));
        Assert.Equal(["shop"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));
        Assert.Contains(Directory.GetFiles(pair.Journal, "*", SearchOption.AllDirectories).Select(File.ReadAllText), t => t.Contains("What it held before is gone", StringComparison.Ordinal));

        // And it can be made one after all.
        pair.Sql("b", "SET GLOBAL clone_max_data_bandwidth = 0");
        pair.Run("$null = " + Clone + " -Force -Confirm:$false; $b = Get-ReplicationSandbox $b.Name").ThrowOnError();
        pair.AssertEqual("shop");
        Assert.Empty(pair.Rows("b", "SHOW TABLES FROM mysql_replication LIKE 'incomplete%'"));
    }

    [Fact]
    public void A_privilege_that_is_missing_is_named_and_what_was_taken_is_given_back()
    {
        using var pair = new SnapshotPair("mysql-9", Watched);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
        pair.Sql("b", "CREATE DATABASE old", "CREATE USER 'few'@'%' IDENTIFIED BY 'Few-Rights-1'", "GRANT SELECT, RELOAD, SHUTDOWN, INSERT, DELETE, PROCESS, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'few'@'%'");
        var few = "$few = Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $login; ";
        RunResult Run() => pair.Run(few + "Copy-ReplicationSnapshot -Source $a -Replica $few -Method Clone -Force -JournalPath $journal -Confirm:$false", ("login", Servers.ServerSeat.Credential("few", "Few-Rights-1")));
        void Refused(RunResult refused, string privilege, string on)
        {
            Assert.Equal(["PrivilegeMissing"], refused.ErrorIds);
            Assert.Contains(privilege, refused.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Contains(pair.Run("'127.0.0.1:' + $" + on + ".Port").Single.ToString()!, refused.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Empty(refused.Warnings);
            Assert.Empty(pair.Rows("a", Plugin));
            Assert.Empty(pair.Rows("b", Plugin));
            Assert.Equal("1", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'old'"));
        }

        Refused(Run(), "CLONE_ADMIN", "b");

        // The plugin is there already when the server refuses to take a donor.
        pair.Sql("b", "GRANT CLONE_ADMIN ON *.* TO 'few'@'%'");
        Refused(Run(), "SYSTEM_VARIABLES_ADMIN", "b");

        pair.Sql("a", "REVOKE BACKUP_ADMIN ON *.* FROM CURRENT_USER()");
        Refused(Run(), "BACKUP_ADMIN", "a");
    }

    [Fact]
    public void MariaDB_has_no_CLONE()
    {
        using var pair = new SnapshotPair("mariadb-11.8");
        Assert.Equal(["CloneNotPossible"], pair.Run(Clone + " -Confirm:$false").ErrorIds);
    }
}
