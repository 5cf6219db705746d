using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Large tables get their secondary keys after their rows: the definition is the same in the end, and whoever is cut off before it makes them the next time.</summary>
public sealed class LaterKeysTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -ThrottleLimit 2";

    // Ten seconds for the rows: time to be met among them.
    private const string Slow = " -MaxBytesPerSecond 4000000";

    private const string KeysOfB = "SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'large' ORDER BY 1";

    // The table's name in the text: the statement that makes keys, and the one that loads.
    private const string Waiting = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'ALTER TABLE `shop`.`large` ADD%'";

    private const string Loading = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'LOAD DATA%`large`%' OR INFO LIKE 'INSERT INTO `shop`.`large`%'";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_large_table_has_all_its_keys_in_the_end(string server)
    {
        using var pair = Filled(server);

        // Not all servers take an empty table in bulk; those that do make its keys so.
        var later = server is "mysql-5.6" or "mysql-9" or "mariadb-10.5";
        var steps = string.Join("\n", pair.Run("(" + Copy + " -WhatIf).Steps | ForEach-Object { $_.Text }").ThrowOnError().Output.Select(o => o.ToString()));
        Assert.Equal(later, steps.Contains("the secondary keys of shop.large that nothing needs before are made after the rows", StringComparison.Ordinal));

        var copied = pair.Run("$null = " + Copy + " -Verify").ThrowOnError();
        pair.AssertEqual("shop");
        Assert.Equal(later, copied.Progress.Any(p => p.StatusDescription.EndsWith("; keys of shop.large", StringComparison.Ordinal)));
        Assert.Contains(copied.Progress, p => Regex.IsMatch(p.StatusDescription, @"^\d+\.\d of about \d+\.\d MB, [1-9]\d* rows?, \d+\.\d MB/s, \d+ pieces? left"));
    }

    [Fact]
    public async Task A_session_lost_before_the_keys_makes_them_and_copies_no_row_again()
    {
        using var pair = Filled("mysql-9", new Hashtable { ["local-infile"] = true });
        using var holder = new Holder(pair);
        var copying = pair.Begin(Copy + Slow);
        holder.Hold(copying);
        var lost = pair.Meet(copying, "b", Waiting)[0];
        pair.Sql("b", "KILL " + lost);
        pair.Until(copying, () => pair.Rows("b", Waiting).Exists(id => id != lost));
        holder.Release();
        var finished = (await copying).ThrowOnError();
        Assert.Contains(finished.Warnings, w => w.Contains("shop.large; the piece is begun again", StringComparison.Ordinal));
        pair.AssertEqual("shop");
        Assert.Equal("40000", pair.Run("(" + Copy + " -Force).Tables | Where-Object { $_.Name -eq 'large' } | ForEach-Object { $_.Rows }").ThrowOnError().Single.ToString());
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    public void Without_room_to_sort_the_keys_are_made_in_another_way(string server)
    {
        using var pair = Filled(server);
        pair.Sql("a", "ALTER TABLE shop.large ADD KEY wide (v(700))");
        using (var disk = SmallDisk.Hiding(pair.Value("b", "SELECT @@tmpdir"), 4 << 20))
        {
            Assert.SkipWhen(disk is null, "No file system can be mounted here.");
            var copied = pair.Run("$null = " + Copy).ThrowOnError();
            Assert.Contains("has no room to sort the keys of shop.large", copied.Warnings.Single(), StringComparison.Ordinal);
        }

        pair.AssertEqual("shop");
    }

    [Fact]
    public async Task Stopped_before_the_keys_an_import_makes_them_the_next_time()
    {
        using var pair = Filled("mariadb-10.5");
        var folder = Path.Combine(pair.Journal, "export");
        pair.Session.Runspace.SessionStateProxy.SetVariable("path", folder);
        pair.Run("$null = Export-ReplicationSnapshot -Source $a -Path $path").ThrowOnError();
        const string Import = "Import-ReplicationSnapshot -Path $path -Replica $b -JournalPath $journal";

        using var stop = new System.Threading.ManualResetEvent(false);
        using var holder = new Holder(pair);
        var importing = pair.Begin("$null = " + Import + Slow, stop);
        holder.Hold(importing);
        pair.Meet(importing, "b", Waiting);
        stop.Set();
        Assert.IsType<System.Management.Automation.PipelineStoppedException>((await importing).Thrown);
        holder.Release();
        pair.UntilNoTransaction("b");
        Assert.Equal(["fixed", "PRIMARY"], pair.Rows("b", KeysOfB));

        var resumed = pair.Run(Import).ThrowOnError();
        Assert.Contains("Goes on where a former import", string.Join("\n", ((MySqlReplication.Snapshots.ReplicationSnapshot)resumed.Single.BaseObject).Decisions), StringComparison.Ordinal);
        pair.AssertEqual("shop");
    }

    // 40 MB; a foreign key at either end, an expression where there are such, and full text, all of which stay.
    private static SnapshotPair Filled(string server, Hashtable? options = null)
    {
        var pair = new SnapshotPair(server, options);
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE TABLE shop.digits (d INT PRIMARY KEY)",
            "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
            "CREATE TABLE shop.large (id INT AUTO_INCREMENT PRIMARY KEY, fixed INT NOT NULL, u INT NOT NULL, k VARCHAR(200), v VARCHAR(1000), UNIQUE KEY `u``nique` (u), KEY fixed (fixed), KEY k (k(10), u) COMMENT 'it''s (later)', KEY v (u, id),"
                + " CONSTRAINT digit FOREIGN KEY (fixed) REFERENCES shop.digits (d)) DEFAULT CHARSET latin1",
            "CREATE TABLE shop.child (id INT PRIMARY KEY, u INT, CONSTRAINT parent FOREIGN KEY (u) REFERENCES shop.large (id))",
            "INSERT INTO shop.large (fixed, u, k, v) SELECT a.d, a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d, REPEAT(b.d, 100), REPEAT(c.d, 900) FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d, shop.digits e WHERE e.d < 4",
            "INSERT INTO shop.child SELECT d, 1 FROM shop.digits",
            "ANALYZE TABLE shop.large");
        return pair;
    }

    /// <summary>A session that reads the large table in a transaction from the first rows on, so that nobody changes its definition.</summary>
    private sealed class Holder : IDisposable
    {
        private const string Holding = "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(600), 815%' AND STATE LIKE 'User sleep%'";
        private readonly SnapshotPair _pair;
        private readonly ModuleSession _session = new();
        private Task? _held;

        public Holder(SnapshotPair pair)
        {
            _pair = pair;
            _session.Run("$null = Invoke-ReplicationQuery $b 'SELECT 1'", ("b", pair.Pair.B)).ThrowOnError();
        }

        public void Hold(Task<RunResult> running)
        {
            _pair.Until(running, () => _pair.Rows("b", Loading).Count > 0);
            _held = Task.Run(() => _session.Run("Invoke-ReplicationQuery $b 'START TRANSACTION; SELECT COUNT(*) FROM (SELECT id FROM shop.large LIMIT 1) t; SELECT SLEEP(600), 815' -TimeoutSeconds 700"));
            _pair.Meet(running, "b", Holding);
            Assert.NotEmpty(_pair.Rows("b", Loading));
        }

        public void Release()
        {
            _pair.Sql("b", _pair.Rows("b", Holding).Select(id => "KILL " + id));
            _held?.Wait();
        }

        public void Dispose()
        {
            Release();
            _session.Dispose();
        }
    }
}
