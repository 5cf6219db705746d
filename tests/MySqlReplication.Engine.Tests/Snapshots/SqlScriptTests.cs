using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Snapshots;
using Xunit;

namespace MySqlReplication.Engine.Tests.Snapshots;

/// <summary>A dump is cut into statements as the client cuts it, whatever stands in quotes and comments, and wherever a read ends.</summary>
public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("SELECT 1; SELECT 2 ;\n", "SELECT 1", "SELECT 2 ")]
    [InlineData("INSERT INTO t VALUES ('a;b','it''s','\\';',\"x;\\\"\");x;", "INSERT INTO t VALUES ('a;b','it''s','\\';',\"x;\\\"\")", "x")]
    [InlineData("SELECT `a;``b`;y;", "SELECT `a;``b`", "y")]
    [InlineData("-- a; comment\n# another;\n/* a third; */\nA -- x;\n;B;", "A -- x;\n", "B")]
    [InlineData("SELECT 1--1;C;", "SELECT 1--1", "C")]
    [InlineData("/*!40101 SET NAMES utf8 */;\n/*M!100616 SET a=1 */;", "/*!40101 SET NAMES utf8 */", "/*M!100616 SET a=1 */")]
    [InlineData("/*M!999999\\- enable the sandbox mode */ \nD;", "D")]
    [InlineData("DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER t BEGIN SET @a = 1; /* ;; */ END */;;\nDELIMITER ;\nE;", "/*!50003 CREATE*/ /*!50003 TRIGGER t BEGIN SET @a = 1; /* ;; */ END */", "E")]
    [InlineData("delimiter //\r\nF;//\r\nDELIMITER ;\r\n", "F;")]
    [InlineData(";;\n;")]
    public void Statements_end_where_the_client_ends_them(string script, params string[] expected)
    {
        foreach (var size in new[] { 1, 2, 3, 7, 4096 })
        {
            Assert.Equal(expected, Cut(script, size, out var inside));
            Assert.False(inside);
        }
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT 'a;")]
    [InlineData("SELECT 1; /* never closed;")]
    [InlineData("DELIMITER ;;\nCREATE x;")]
    public void A_script_that_ends_early_says_so(string script)
    {
        _ = Cut(script, 5, out var inside);
        Assert.True(inside);
    }

    [Fact]
    public void Lines_comments_and_bytes_are_told()
    {
        var comments = new List<string>();
        using var stream = new MemoryStream("-- first\nA\n;\n\n-- CHANGE MASTER TO x;\nB;\n"u8.ToArray());
        var script = new SqlScript(stream) { Comment = comments.Add };
        Assert.True(script.Read());
        Assert.Equal(2, script.Line);
        Assert.True(script.Read());
        Assert.Equal(6, script.Line);
        Assert.False(script.Read());
        Assert.Equal(["-- first", "-- CHANGE MASTER TO x;"], comments);
        Assert.Equal(stream.Length, script.Bytes);
    }

    [Fact]
    public void Without_backslash_escapes_a_backslash_ends_nothing()
    {
        using var stream = new MemoryStream("SELECT 'a\\'; B;"u8.ToArray());
        var script = new SqlScript(stream) { NoBackslashEscapes = true };
        Assert.True(script.Read());
        Assert.Equal("SELECT 'a\\'", Text(script));
        Assert.True(script.Read());
    }

    [Fact]
    public void A_literal_that_is_no_UTF8_becomes_a_hexadecimal_one()
    {
        byte[] statement = [.. "INSERT INTO `t` VALUES (1,'\u00e9',_binary '"u8, 0xFF, (byte)'\\', (byte)'0', (byte)'\\', (byte)'\'', (byte)'\'', (byte)'\'', 0x80, .. "','z')"u8];
        Assert.Equal("INSERT INTO `t` VALUES (1,'\u00e9',_binary 0xFF00272780,'z')", ScriptText.Of(new ArraySegment<byte>(statement), "utf8mb4", false));

        byte[] latin = [.. "VALUES ('"u8, 0xE9, .. "')"u8];
        Assert.Equal("VALUES (_latin1 0xE9)", ScriptText.Of(new ArraySegment<byte>(latin), "latin1", false));
        Assert.Equal("VALUES (0xE9)", ScriptText.Of(new ArraySegment<byte>(latin), "binary", false));

        byte[] name = [.. "SELECT `"u8, 0xE9, .. "`"u8];
        Assert.Null(ScriptText.Of(new ArraySegment<byte>(name), "latin1", false));
        Assert.Equal("SELECT '\u00e9'", ScriptText.Of(new ArraySegment<byte>("SELECT '\u00e9'"u8.ToArray()), "latin1", false));
    }

    [Theory]
    [InlineData("INSERT INTO `a``b` VALUES (1)", "Rows", null, "a`b")]
    [InlineData("REPLACE INTO shop.t VALUES (1)", "Rows", "shop", "t")]
    [InlineData("USE `mysql`", "Use", "mysql", null)]
    [InlineData("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop` /*!40100 DEFAULT CHARACTER SET utf8mb4 */", "Database", "shop", null)]
    [InlineData("/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`%`*/ /*!50106 EVENT `nightly` ON SCHEDULE EVERY 1 DAY */", "Event", null, "nightly")]
    [InlineData("/*!50003 CREATE*/ /*!50017 DEFINER=`USER`@`localhost`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON t */", "Run", null, "tr")]
    [InlineData("/*!50001 CREATE ALGORITHM=UNDEFINED */", "Refused", null, null)]
    [InlineData("CREATE TABLE IF NOT EXISTS `x` (a INT)", "Run", null, "x")]
    [InlineData("DROP TABLE IF EXISTS `t`", "Run", null, "t")]
    [InlineData("CREATE USER 'a'@'b'", "ServerWide", null, null)]
    [InlineData("GRANT ALL ON *.* TO x", "ServerWide", null, null)]
    [InlineData("CHANGE MASTER TO MASTER_LOG_FILE='b.1', MASTER_LOG_POS=4", "Coordinates", null, null)]
    [InlineData("CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='b.1', SOURCE_LOG_POS=4", "Coordinates", null, null)]
    [InlineData("START SLAVE", "ServerWide", null, null)]
    [InlineData("START TRANSACTION", "Run", null, null)]
    [InlineData("LOCK TABLES `t` WRITE", "Lock", null, null)]
    [InlineData("UNLOCK TABLES", "Lock", null, null)]
    [InlineData("SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a:1-5'", "Gtids", null, null)]
    [InlineData("SET @@SESSION.SQL_LOG_BIN= 0", "BinaryLog", null, null)]
    [InlineData("SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN", "Run", null, null)]
    [InlineData("/*!50606 SET GLOBAL INNODB_STATS_AUTO_RECALC=OFF */", "ServerWide", null, null)]
    [InlineData("SET @a = 1, GLOBAL x = 2", "ServerWide", null, null)]
    [InlineData("SELECT SETVAL(`s`, 11, 0)", "Run", null, null)]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/x'", "Refused", null, null)]
    [InlineData("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t", "Refused", null, null)]
    public void Statements_are_told_apart(string text, string kind, string? database, string? name)
    {
        var statement = DumpStatement.Of(ScriptWords.Of(text, 40));
        Assert.Equal((kind, database, name), (statement.Kind.ToString(), statement.Database, statement.Name));
    }

    [Fact]
    public void What_a_dump_sets_for_its_session_is_followed()
    {
        var session = new DumpSession();
        void Set(string text) => session.Set(ScriptWords.Of(text, 40));
        Set("/*!50503 SET NAMES utf8mb4 */");
        Set("/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */");
        Assert.False(session.NoBackslashEscapes);
        Set("/*!50003 SET @saved_cs_client = @@character_set_client */");
        Set("/*!50003 SET @saved_sql_mode = @@sql_mode */");
        Set("/*!50003 SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES' */");
        Set("/*!50003 SET character_set_client = latin1 */");
        Assert.True(session.NoBackslashEscapes);
        Assert.Equal("latin1", session.CharacterSet);
        Set("/*!50003 SET sql_mode = @saved_sql_mode */");
        Set("/*!50003 SET character_set_client = @saved_cs_client */");
        Assert.False(session.NoBackslashEscapes);
        Assert.Equal("utf8mb4", session.CharacterSet);
    }

    private static List<string> Cut(string text, int size, out bool inside)
    {
        using var stream = new SmallReads(Encoding.UTF8.GetBytes(text), size);
        var script = new SqlScript(stream);
        var found = new List<string>();
        while (script.Read())
        {
            found.Add(Text(script));
        }

        inside = script.EndsInside;
        return found;
    }

    private static string Text(SqlScript script) => Encoding.UTF8.GetString(script.Statement.Array!, script.Statement.Offset, script.Statement.Count);

    private sealed class SmallReads(byte[] content, int size) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
