using System;
using System.Collections;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Dumps of the servers' own tools, whole and broken.</summary>
public sealed class ImportDumpTests : IDisposable
{
    private const string Import = "Import-ReplicationSnapshot $dump -Replica $b -JournalPath $journal";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mysqlreplication-dump-");

    private static string[] Whole => ["--single-transaction", "--routines", "--triggers", "--events", "--databases", "shop", "leer", "staff `x`"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_dump_of_mysqldump_arrives_as_it_was_and_the_link_goes_on_from_its_coordinates()
    {
        using var pair = new SnapshotPair("mysql-9");
        pair.Sql("a", ShopData.Statements("mysql-9", 1500));
        pair.Sql("a", "CREATE USER 'dump'@'%' IDENTIFIED BY 'Dump-It-1'", "GRANT ALL ON *.* TO 'dump'@'%'");
        var place = pair.Run("(Get-MasterStatus $a).Coordinates.ToString()").Single.ToString();
        var dump = Dump(pair, "whole.sql");
        await DumpProcess.RunAsync("mysql-9", pair.Pair.A, dump, [.. Whole, "--source-data=1"]);
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (6, 'after')");

        Assert.Equal("MySqlReplication.Plans.ReplicationPlan", pair.Run(Import + " -WhatIf").Single.BaseObject.GetType().FullName);
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'mysql_replication')"));
        var log = pair.Run("(Get-MasterStatus $b).Coordinates.ToString()").Single.ToString();
        var imported = (ReplicationSnapshot)pair.Run("$import = " + Import + " -Source $a; $import").Single.BaseObject;

        Assert.Equal(place, imported.Coordinates!.ToString());
        Assert.Equal(log, pair.Run("(Get-MasterStatus $b).Coordinates.ToString()").Single.ToString());
        Assert.Equal(1500, imported.Tables.Single(t => t.Name == "orders").Rows);
        Assert.Empty(imported.LeftOutDatabase);
        Assert.Empty(pair.Run("Get-SlaveStatus $b").Output);
        Assert.Equal("REPLICA_SIDE_DISABLED", pair.Value("b", "SELECT STATUS FROM information_schema.EVENTS WHERE EVENT_NAME = 'nightly'"));
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r; $null = $import | Start-ReplicationLink -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (7, 'later')");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        ShopData.AssertDumped(pair);

        // By GTID the replica counts the dumped transactions as done.
        pair.Run("$null = Stop-ReplicationLink $b; $null = Start-ReplicationLink -Source $a -Replica $b -AutoPosition -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (8, 'by gtid')");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        pair.AssertEqual("shop");
    }

    [Fact]
    public async Task Broken_dumps_are_refused_before_the_target_is_touched()
    {
        using var pair = new SnapshotPair("mysql-9", null, new Hashtable { ["max-allowed-packet"] = "65536" });
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(3000), b BLOB)", "INSERT INTO shop.t VALUES (1, REPEAT('one;', 600), x'00FF27225C0A80'), (2, 'two''s \\\\ -- CHANGE MASTER TO MASTER_LOG_FILE=''x'', MASTER_LOG_POS=1;', NULL)", "CREATE DATABASE other",
            "CREATE USER 'dump'@'%' IDENTIFIED BY 'Dump-It-1'", "GRANT ALL ON *.* TO 'dump'@'%'");
        var whole = Dump(pair, "shop.sql");
        await DumpProcess.RunAsync("mysql-9", pair.Pair.A, whole, "--single-transaction", "--source-data=2", "--databases", "shop");
        var text = File.ReadAllBytes(whole);
        Assert.Contains((byte)0xFF, text);
        var packed = Packed(text);

        void Refused(string id, string part, byte[] content, string more = "")
        {
            File.WriteAllBytes(Dump(pair, "broken.sql"), content);
            var refused = pair.Run(Import + more);
            Assert.Equal([id], refused.ErrorIds);
            Assert.Contains(part, refused.Errors[0].ToString(), StringComparison.Ordinal);
        }

        string Text() => Encoding.Latin1.GetString(text);
        byte[] With(string from, string to)
        {
            Assert.Contains(from, Text(), StringComparison.Ordinal);
            return Encoding.Latin1.GetBytes(Text().Replace(from, to, StringComparison.Ordinal));
        }

        Refused("SnapshotFileTruncated", "whole", text[..(text.Length * 2 / 3)]);
        Refused("SnapshotFileTruncated", "-- Dump completed", text[..Text().IndexOf("-- Dump completed", StringComparison.Ordinal)]);
        Refused("SnapshotFileTruncated", "whole", packed[..(packed.Length / 2)]);
        Refused("SnapshotFileTruncated", "whole", packed[..^6]);
        Refused("SnapshotNotRecognised", "broken.sql", "SELECT 1;\n"u8.ToArray());
        Refused("SnapshotNotRecognised", "broken.sql", [1, 2, 3]);
        Refused("DumpWithoutCoordinates", "binary log", Without(text));
        Refused("DumpWithoutCoordinates", "two places", With("\nUSE `shop`", "\nCHANGE MASTER TO MASTER_LOG_FILE='x.000001', MASTER_LOG_POS=4;\nUSE `shop`"));
        Refused("DumpStatementRefused", "SHUTDOWN", With("\nUSE `shop`", "\nSHUTDOWN;\nUSE `shop`"));
        Refused("RowTooLarge", "65536", With("'two", "'" + new string('x', 70000) + "two"));
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'mysql_replication')"));

        // One that the server refuses is told by its line, and what is there is marked.
        Refused("DumpStatementFailed", ", CREATE TABLE t", With("ENGINE=InnoDB", "ENGINE=Nothing"));
        Assert.Equal(["shop"], pair.Rows("b", "SELECT name FROM mysql_replication.incomplete_copy"));

        // Packed, the whole one goes, in the place of what was cut off; the databases that it lacks are told.
        File.WriteAllBytes(Dump(pair, "shop.sql.gz"), packed);
        var imported = (ReplicationSnapshot)pair.Run(Import + " -Source $a").Single.BaseObject;
        Assert.Equal(["other"], imported.LeftOutDatabase);
        pair.AssertEqual("shop");

        // Without coordinates it is mere data, and pipes into no link.
        File.WriteAllBytes(Dump(pair, "data.sql"), Without(text));
        var data = (ReplicationSnapshot)pair.Run("$data = " + Import + " -Source $a -WithoutCoordinates -Force; $data").Single.BaseObject;
        Assert.Null(data.Coordinates);
        Assert.Null(data.Source);
        pair.AssertEqual("shop");
        Assert.NotEmpty(pair.Run("$data | Start-ReplicationLink -ReplicationCredential $r").Errors);
        Assert.Empty(pair.Run("Get-SlaveStatus $b").Output);
    }

    [Fact]
    public void A_dump_of_mariadb_dump_arrives_with_its_bytes_and_its_GTIDs()
    {
        using var pair = new SnapshotPair("mariadb-10.11");
        File.Copy(Path.Combine(ModuleSession.RepositoryRoot, "tests", "MySqlReplication.Module.Tests", "Snapshots", "Dumps", "mariadb-10.11.sql"), Dump(pair, "mariadb.sql"));

        var imported = (ReplicationSnapshot)pair.Run(Import).Single.BaseObject;

        Assert.Null(imported.Source);
        Assert.Equal("binlog.000001:2745", imported.Coordinates!.ToString());
        Assert.Equal("0-30103-11", imported.GtidSet);
        Assert.Equal("0-30103-11", pair.Value("b", "SELECT @@GLOBAL.gtid_slave_pos"));
        Assert.Equal("00FF27225C0A80C3", pair.Value("b", "SELECT HEX(b) FROM shop.t WHERE id = 1"));
        Assert.Equal("2 \U0001F600 it's", pair.Value("b", "SELECT v FROM shop.t WHERE id = 2"));
        Assert.Equal("SLAVESIDE_DISABLED", pair.Value("b", "SELECT STATUS FROM information_schema.EVENTS WHERE EVENT_NAME = 'nightly'"));
        Assert.Equal("110", pair.Value("b", "SELECT NEXTVAL(shop.numbers)"));
        Assert.Equal("5", pair.Value("b", "CALL shop.hello()"));
        Assert.Empty(pair.Run("Get-SlaveStatus $b").Output);
        Assert.Contains(imported.Decisions, d => d.Contains("mysql", StringComparison.Ordinal));
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM mysql.user WHERE User = 'dumped'"));
    }

    [Theory]
    [InlineData("mysql-9", "SET_ANY_DEFINER")]
    [InlineData("mariadb-10.5", "SET USER")]
    public async Task What_the_replica_would_not_take_of_a_dump_is_told_before_it_is_touched(string server, string ofOthers)
    {
        using var pair = new SnapshotPair(server);
        pair.Sql("a", "SET GLOBAL log_bin_trust_function_creators = 1", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v INT)", "INSERT INTO shop.t VALUES (1, 2)",
            "CREATE TRIGGER shop.tr BEFORE INSERT ON shop.t FOR EACH ROW SET NEW.v = 2", "CREATE EVENT shop.e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM shop.t",
            "CREATE FUNCTION shop.f(a INT) RETURNS INT READS SQL DATA RETURN a", "CREATE PROCEDURE shop.p() SELECT 1", "CREATE VIEW shop.v AS SELECT * FROM shop.t", "CREATE USER 'dump'@'%' IDENTIFIED BY 'Dump-It-1'", "GRANT ALL ON *.* TO 'dump'@'%'");
        string[] wanted = ["--single-transaction", server == "mysql-9" ? "--source-data=2" : "--master-data=2", "--routines", "--triggers", "--events", "--databases", "shop"];
        await DumpProcess.RunAsync(server, pair.Pair.A, Dump(pair, "rights.sql"), wanted);
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE USER few@'%' IDENTIFIED BY 'Few-Rights-1'");
        var few = ("few", (object?)Servers.ServerSeat.Credential("few", "Few-Rights-1"));
        var import = "$replica = Connect-ReplicationServer ('127.0.0.1:' + $b.Port) -Credential $few; " + Import.Replace("$b", "$replica", StringComparison.Ordinal) + " -LeaveWritable";
        foreach (var (taken, lacks) in new[] { ("TRIGGER", "TRIGGER on `shop`.*"), ("EVENT", "EVENT on `shop`.*"), ("CREATE VIEW", "CREATE VIEW on `shop`.*"), ("CREATE ROUTINE", "CREATE ROUTINE on `shop`.*"), ("SUPER, " + ofOthers, ofOthers + " on *.*") })
        {
            pair.Sql("b", "SET SESSION sql_log_bin = 0", "GRANT ALL PRIVILEGES ON *.* TO few@'%' WITH GRANT OPTION; REVOKE " + taken + " ON *.* FROM few@'%'", "SET GLOBAL log_bin_trust_function_creators = 1");
            var told = pair.Run(import, few);
            Assert.True(told.ErrorIds.SequenceEqual(["PrivilegeMissing"]), taken + ": " + told.AllText);
            Assert.Contains("lacks " + lacks, told.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Empty(pair.Rows("b", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('mysql_replication', 'shop')"));
        }

        // A function that does not say what it does is taken from nobody by a server that trusts none; one that does is.
        pair.Sql("b", "SET SESSION sql_log_bin = 0", "GRANT ALL PRIVILEGES ON *.* TO few@'%' WITH GRANT OPTION", "SET GLOBAL log_bin_trust_function_creators = 0");
        pair.Run("$null = " + import, few).ThrowOnError();
        Assert.Equal("1|7", pair.Value("b", "SELECT (SELECT COUNT(*) FROM shop.v) AS v, shop.f(7) AS f"));
        pair.Sql("a", "CREATE FUNCTION shop.plain() RETURNS INT RETURN 1");
        await DumpProcess.RunAsync(server, pair.Pair.A, Dump(pair, "plain.sql"), wanted);
        var refused = pair.Run(import + " -Force", few);
        Assert.Equal(["ObjectNotTaken"], refused.ErrorIds);
        Assert.Contains("function shop.plain", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("shop.f", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("1", pair.Value("b", "SELECT COUNT(*) FROM shop.t"));
    }

    private string Dump(SnapshotPair pair, string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        pair.Session.Runspace.SessionStateProxy.SetVariable("dump", path);
        return path;
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    // The same without its place and its GTIDs.
    private static byte[] Without(byte[] text) => Encoding.Latin1.GetBytes(string.Join('\n', Encoding.Latin1.GetString(text).Split('\n')
        .Where(l => !l.Contains("SOURCE_LOG_FILE", StringComparison.Ordinal) && !l.Contains("GTID_PURGED=", StringComparison.Ordinal))));
}
