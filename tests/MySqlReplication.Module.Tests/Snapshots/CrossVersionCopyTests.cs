using System;
using System.Linq;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Every type at the ends of its range, from one release to another that may follow it: the rows are the same bytes.</summary>
public sealed class CrossVersionCopyTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal -Verify";

    [Theory]
    [InlineData("mariadb-10.5", "mariadb-10.11")]
    [InlineData("mariadb-10.11", "mariadb-11.8")]
    [InlineData("mariadb-10.5", "mariadb-11.8")]
    [InlineData("mysql-5.6", "mariadb-11.8")]
    public void Data_of_an_older_release_is_equal_on_a_newer_one(string from, string to)
    {
        using var pair = new SnapshotPair(from, serverOfB: to);
        pair.Sql("a", ShopData.Statements(from, 2000));
        if (from == "mariadb-10.11")
        {
            // Its end of time is another year on 11.8.
            var refused = pair.Run(Copy);
            Assert.Equal(["HistoryNotCopyable"], refused.ErrorIds);
            Assert.Contains("shop.history", refused.Errors[0].ToString(), StringComparison.Ordinal);
            pair.Sql("a", "DROP TABLE shop.history");
        }

        var copied = (ReplicationSnapshot)pair.Run("$copy = " + Copy + "; $copy").Single.BaseObject;

        Assert.Equal("MD5", copied.Verification!.Hash);
        Assert.Equal(copied.Tables.Count, copied.Verification.TablesEqual);
        pair.AssertRowsEqual(ShopData.Databases);
        Assert.Equal(Collations(pair, "a"), Collations(pair, "b"));
        Assert.Contains("view shop.aa_best", copied.Objects);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r; $null = $copy | Start-ReplicationLink -ReplicationCredential $r -Force").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (7, 'later')");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        pair.AssertRowsEqual("shop");
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME LIKE 'copy\\_marker%'"));
    }

    [Theory]
    [InlineData("mariadb-11.8", "mariadb-10.5", "shop.t.u has type uuid")]
    [InlineData("mysql-9", "mariadb-11.8", "MariaDB does not know")]
    [InlineData("mysql-5.6", "mysql-9", "too far apart")]
    public void Releases_that_do_not_go_together_are_refused(string from, string to, string reason)
    {
        using var pair = new SnapshotPair(from, serverOfB: to);
        pair.Sql("a", "CREATE DATABASE shop", from == "mariadb-11.8" ? "CREATE TABLE shop.t (u UUID)" : "CREATE TABLE shop.t (id INT)");

        var refused = pair.Run(Copy);

        Assert.Equal([from == "mariadb-11.8" ? "SnapshotTypeUnknown" : "VersionsIncompatible"], refused.ErrorIds);
        Assert.Contains(reason, refused.Errors[0].ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'mysql_replication')"));
    }

    [Fact]
    public void A_collation_that_only_a_database_or_a_table_names_is_refused_before_the_target_is_touched()
    {
        using var pair = new SnapshotPair("mariadb-11.8", serverOfB: "mariadb-10.5");
        pair.Sql("a", "CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci", "CREATE TABLE shop.t (id INT PRIMARY KEY) CHARACTER SET latin1");
        var refused = pair.Run(Copy);
        Assert.Equal(["SnapshotTypeUnknown"], refused.ErrorIds);
        Assert.Contains("utf8mb4_uca1400_ai_ci", refused.Errors[0].ToString(), StringComparison.Ordinal);

        pair.Sql("a", "ALTER DATABASE shop CHARACTER SET latin1 COLLATE latin1_swedish_ci", "CREATE TABLE shop.u (id INT PRIMARY KEY) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci");
        refused = pair.Run(Copy);
        Assert.Equal(["SnapshotTypeUnknown"], refused.ErrorIds);
        Assert.Contains("shop.u", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'mysql_replication')"));
        Assert.Equal("0", pair.Value("b", "SELECT @@GLOBAL.read_only"));
    }

    // A definition that names a character set only means another collation on another release; utf8 has another name there.
    private static string[] Collations(SnapshotPair pair, string on) => new[]
    {
        "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLLATION_NAME FROM information_schema.COLUMNS WHERE COLLATION_NAME IS NOT NULL AND TABLE_SCHEMA IN ('shop', 'leer', 'staff `x`')",
        "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_COLLATION FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA IN ('shop', 'leer', 'staff `x`')",
        "SELECT SCHEMA_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'leer', 'staff `x`')",
        "SELECT ROUTINE_NAME, COLLATION_NAME, DATABASE_COLLATION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'shop'",
    }.SelectMany(sql => pair.Rows(on, sql)).Select(r => r.Replace("utf8mb3_", "utf8_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();

    [Theory]
    [Trait("kind", "soak")]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-10.11")]
    [InlineData("mariadb-11.8")]
    public void Three_million_rows_are_equal(string server)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "A soak: set MYSQLREPLICATION_SOAK=1.");
        using var pair = new SnapshotPair(server);
        pair.Sql("a", ShopData.Statements(server, 100000));
        pair.Sql("a", Enumerable.Range(0, 5).Select(_ => "INSERT INTO shop.orders (day, store, amount, note) SELECT day, store, amount, note FROM shop.orders LIMIT 600000"));

        var copied = (ReplicationSnapshot)pair.Run(Copy + " -TimeoutSeconds 600").Single.BaseObject;

        Assert.True(copied.Tables.Single(t => t.Name == "orders").Rows >= 2000000);
        Assert.Equal(copied.Rows, copied.Verification!.RowsEqual);
        Assert.Equal(pair.Value("a", "CHECKSUM TABLE shop.orders"), pair.Value("b", "CHECKSUM TABLE shop.orders"));
    }
}
