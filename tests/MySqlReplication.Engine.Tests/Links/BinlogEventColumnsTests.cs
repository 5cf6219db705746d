using System.Collections.Generic;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

/// <summary>Rows of SHOW BINLOG EVENTS as five servers gave them.</summary>
public sealed class BinlogEventColumnsTests
{
    [Fact]
    public void MySql()
    {
        Assert.Equal(Cases.UuidA + ":6", BinlogEventColumns.Gtid(Row("Gtid", "SET @@SESSION.GTID_NEXT= '" + Cases.UuidA + ":6'"))!.ToString());
        Assert.Null(BinlogEventColumns.Gtid(Row("Anonymous_Gtid", "SET @@SESSION.GTID_NEXT= 'ANONYMOUS'")));
        Assert.Equal(Cases.UuidA + ":1-5", BinlogEventColumns.Before(Row("Previous_gtids", Cases.UuidA + ":1-5"))!.ToString());
        Assert.True(BinlogEventColumns.Before(Row("Previous_gtids", string.Empty))!.IsEmpty);
    }

    [Theory]
    [InlineData("BEGIN GTID 0-1-7")]
    [InlineData("GTID 0-1-7")]
    [InlineData("BEGIN GTID 0-1-7 cid=12")]
    public void MariaDB(string said)
    {
        Assert.Equal("0-1-7", BinlogEventColumns.Position(Row("Gtid", said))!.ToString());
        Assert.Equal("0-1-6,3-2-1", BinlogEventColumns.StateBefore(Row("Gtid_list", "[0-1-6,3-2-1]"))!.ToString());
        Assert.True(BinlogEventColumns.StateBefore(Row("Gtid_list", "[]"))!.IsEmpty);
        Assert.Null(BinlogEventColumns.Position(Row("Query", "BEGIN")));
    }

    [Theory]
    [InlineData("Format_desc", true)]
    [InlineData("Gtid_list", true)]
    [InlineData("Rotate", true)]
    [InlineData("Gtid", false)]
    [InlineData("Query", false)]
    [InlineData("Write_rows_v1", false)]
    public void Events_about_the_file_are_nobodys_work(string type, bool aboutFile) => Assert.Equal(aboutFile, BinlogEventColumns.IsAboutFile(Row(type, string.Empty)));

    [Theory]
    [InlineData("Query", "CREATE USER 'x'@'%' IDENTIFIED BY PASSWORD '*D0'", true)]
    [InlineData("Query", "use `mysql`; GRANT REPLICATION SLAVE ON *.* TO repl@'%'", true)]
    [InlineData("Query", "SET PASSWORD FOR 'repl'@'%'='*D0'", true)]
    [InlineData("Gtid", "GTID 0-1-5", true)]
    [InlineData("Query", "BEGIN", false)]
    [InlineData("Query", "CREATE DATABASE hello", false)]
    [InlineData("Query", "INSERT INTO t VALUES ('GRANT')", false)]
    [InlineData("Xid", "COMMIT /* xid=1 */", false)]
    public void Accounts_are_each_servers_own(string type, string info, bool accounts) => Assert.Equal(accounts, BinlogEventColumns.IsAboutAccounts(Row(type, info)));

    private static RawRow Row(string type, string info) => new(
    [
        new KeyValuePair<string, object?>("Log_name", "mysql-bin.000002"),
        new("Pos", 342UL),
        new("Event_type", type),
        new("Server_id", 1U),
        new("End_log_pos", 400UL),
        new("Info", info),
    ]);
}
