using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class ReplicaStatusColumnsTests
{
    private static readonly ServerReference Replica = ServerReference.Parse("db2:3306");

    public static TheoryData<string> Families => ["MySql56", "MySql9", "MariaDB"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Old_and_new_words_say_the_same(string family)
    {
        var status = ReplicaStatusColumns.Read(Replica, Row(family));

        Assert.Equal("db1:3307", status.Source!.ToString());
        Assert.False(status.Source.HasCredential);
        Assert.Equal("repl", status.SourceUser);
        Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (status.Receiver, status.Applier));
        Assert.Equal(TimeSpan.FromSeconds(7), status.Lag);
        Assert.Equal(TimeSpan.Zero, status.WantedDelay);
        Assert.Equal("mysql-bin.000014:1107", status.ReceivedCoordinates!.ToString());
        Assert.Equal("mysql-bin.000013:107", status.ExecutedCoordinates!.ToString());
        Assert.Equal("mysql-relay-bin.000003:320", status.RelayLogCoordinates!.ToString());
        Assert.Equal(4096, status.RelayLogSpace);
        Assert.Equal((0, 0), (status.ReceiverErrorCode, status.ApplierErrorCode));
        Assert.Null(status.ReceiverError);
        Assert.Equal(1, status.SourceServerId);
        Assert.Equal(60, status.ConnectRetry);
        Assert.False(status.TlsConfigured);
        Assert.Empty(status.Filters);
        Assert.Empty(status.IgnoredServerIds);
    }

    [Fact]
    public void What_only_one_family_has_is_null_on_the_other()
    {
        var mysql = ReplicaStatusColumns.Read(Replica, Rows.MySql9());
        var mariadb = ReplicaStatusColumns.Read(Replica, Rows.MariaDB());

        Assert.Equal(("c-4", "east"), (mysql.Channel, mariadb.Channel));
        Assert.Equal((86400L, null), (mysql.RetryCount, mariadb.RetryCount));
        Assert.Equal(("3e11fa47-71ca-11e1-9e33-c80aa9429562", null), (mysql.SourceUuid, mariadb.SourceUuid));
        Assert.Equal((false, true), (mysql.UsesGtid, mariadb.UsesGtid));
        Assert.Equal((null, "Slave_Pos"), (mysql.UsingGtid, mariadb.UsingGtid));
        Assert.Equal("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5,4e11fa47-71ca-11e1-9e33-c80aa9429562:1", mysql.ExecutedGtidSet);
        Assert.Equal(("0-1-270", "0-1-269"), (mariadb.ReceivedGtidSet, mariadb.ExecutedGtidSet));
        Assert.False(ReplicaStatusColumns.Read(Replica, Rows.MariaDB(("Using_Gtid", "No"))).UsesGtid);
        Assert.True(ReplicaStatusColumns.Read(Replica, Rows.MySql9(("Auto_Position", 1u))).UsesGtid);
        Assert.Equal(string.Empty, ReplicaStatusColumns.Read(Replica, Rows.MySql56()).Channel);
    }

    [Fact]
    public void A_column_of_tomorrow_stays_in_the_raw_row()
        => Assert.Equal(5L, ReplicaStatusColumns.Read(Replica, Rows.MySql9()).Row.Number("A_Column_Of_Tomorrow"));

    [Fact]
    public void A_row_with_almost_no_columns_is_read_and_knows_nothing()
    {
        var status = ReplicaStatusColumns.Read(Replica, new RawRow([new KeyValuePair<string, object?>("Master_Host", "db1")]));

        Assert.Equal("db1:3306", status.Source!.ToString());
        Assert.Equal((ReplicaThreadState.Other, ReplicaThreadState.Other), (status.Receiver, status.Applier));
        Assert.Null(status.Lag);
        Assert.Null(status.WantedDelay);
        Assert.Null(status.ReceiverErrorCode);
        Assert.Null(status.ExecutedCoordinates);
        Assert.Null(status.TlsConfigured);
        Assert.False(status.UsesGtid);
    }

    [Theory]
    [InlineData("Yes", ReplicaThreadState.Running)]
    [InlineData("No", ReplicaThreadState.Stopped)]
    [InlineData("Connecting", ReplicaThreadState.Connecting)]
    [InlineData("Preparing", ReplicaThreadState.Connecting)]
    [InlineData("Resting", ReplicaThreadState.Other)]
    [InlineData(null, ReplicaThreadState.Other)]
    public void Threads_say_what_they_do(string? word, ReplicaThreadState expected)
    {
        Assert.Equal(expected, ReplicaStatusColumns.Read(Replica, Rows.MySql9(("Replica_IO_Running", word))).Receiver);
        Assert.Equal(expected, ReplicaStatusColumns.Read(Replica, Rows.MySql56(("Slave_SQL_Running", word))).Applier);
    }

    [Theory]
    [InlineData("Yes", "Yes", 0ul, 0u, 0.0)]
    [InlineData("Yes", "Yes", 95ul, 0u, 95.0)]
    [InlineData("Yes", "Yes", 3605ul, 3600u, 5.0)]
    [InlineData("Yes", "Yes", 1800ul, 3600u, 0.0)]
    [InlineData("Yes", "Yes", null, 0u, null)]
    [InlineData("No", "Yes", 0ul, 0u, null)]
    [InlineData("Connecting", "Yes", 12ul, 0u, null)]
    [InlineData("Yes", "No", 0ul, 0u, null)]
    public void Lag_is_what_goes_beyond_the_wanted_delay_and_null_when_unknown(string receiver, string applier, ulong? behind, uint delay, double? expected)
    {
        var status = ReplicaStatusColumns.Read(Replica, Rows.MySql56(("Slave_IO_Running", receiver), ("Slave_SQL_Running", applier), ("Seconds_Behind_Master", behind), ("SQL_Delay", delay)));
        Assert.Equal(expected, status.Lag?.TotalSeconds);
        Assert.Equal(delay, status.WantedDelay!.Value.TotalSeconds);
    }

    [Fact]
    public void Filters_are_listed_one_by_one()
    {
        var mysql = ReplicaStatusColumns.Read(Replica, Rows.MySql9(
            ("Replicate_Do_DB", "hello,world"), ("Replicate_Wild_Ignore_Table", "tmp.%"), ("Replicate_Rewrite_DB", "(a,b),(c,d)"), ("Replicate_Ignore_Server_Ids", "9, 11")));
        Assert.Equal(
            ["replicate-do-db=hello", "replicate-do-db=world", "replicate-wild-ignore-table=tmp.%", "replicate-rewrite-db=a->b", "replicate-rewrite-db=c->d"],
            mysql.Filters);
        Assert.Equal([9, 11], mysql.IgnoredServerIds);

        var mariadb = ReplicaStatusColumns.Read(Replica, Rows.MariaDB(("Replicate_Rewrite_DB", "a->b,c->d"), ("Replicate_Do_Domain_Ids", "1,2"), ("Replicate_Ignore_Server_Ids", "9")));
        Assert.Equal(["do-domain-ids=1", "do-domain-ids=2", "replicate-rewrite-db=a->b", "replicate-rewrite-db=c->d"], mariadb.Filters);
        Assert.Equal([9], mariadb.IgnoredServerIds);
    }

    [Fact]
    public void Error_texts_are_clean_and_numbers_of_any_width_are_read()
    {
        var status = ReplicaStatusColumns.Read(Replica, Rows.MariaDB(
            ("Last_SQL_Errno", (ushort)1396), ("Last_SQL_Error", "Query: 'CREATE USER x IDENTIFIED BY 'geheim''\u001b[31m"), ("Last_IO_Errno", (ushort)2003), ("Last_IO_Error", "")));
        Assert.Equal((2003, 1396), (status.ReceiverErrorCode, status.ApplierErrorCode));
        Assert.Null(status.ReceiverError);
        Assert.DoesNotContain("geheim", status.ApplierError, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', status.ApplierError!);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void A_link_without_coordinates_has_none(string? file)
    {
        var status = ReplicaStatusColumns.Read(Replica, Rows.MySql56(("Master_Log_File", file), ("Relay_Master_Log_File", file), ("Relay_Log_File", file), ("Read_Master_Log_Pos", 4ul), ("Exec_Master_Log_Pos", 0ul)));
        Assert.Null(status.ReceivedCoordinates);
        Assert.Null(status.ExecutedCoordinates);
        Assert.Null(status.RelayLogCoordinates);
    }

    [Theory]
    [InlineData("5.6.24", "Yes", "Yes", "No", null)]
    [InlineData("5.6.24", "Yes", "No", "No", false)]
    [InlineData("5.7.44", "Yes", "Yes", "No", true)]
    [InlineData("9.7.4", "Yes", "Yes", "No", true)]
    [InlineData("9.7.4", "Connecting", "Yes", "No", null)]
    [InlineData("10.11.6-MariaDB", "Yes", "Yes", "No", null)]
    [InlineData("10.11.6-MariaDB", "Yes", "Yes", "Yes", true)]
    [InlineData("11.8.6-MariaDB", "Yes", "No", "Yes", false)]
    [InlineData("11.8.6-MariaDB", "Yes", "Ignored", "Yes", null)]
    public void Tls_is_in_use_only_where_the_server_would_not_go_on_without(string version, string receiver, string allowed, string verify, bool? expected)
        => Assert.Equal(expected, ReplicaStatusColumns.TlsInUse(
            Rows.MySql56(("Slave_IO_Running", receiver), ("Master_SSL_Allowed", allowed), ("Master_SSL_Verify_Server_Cert", verify)),
            Capabilities.Of(ServerVersion.Parse(version))));

    [Fact]
    public void Own_coordinates_are_read_of_either_family()
    {
        var row = new RawRow(new (string, object?)[] { ("File", "mysql-bin.000003"), ("Position", 107ul), ("Binlog_Do_DB", "a,b"), ("Binlog_Ignore_DB", ""), ("Executed_Gtid_Set", "3e11fa47-71ca-11e1-9e33-c80aa9429562:1,\n4e11fa47-71ca-11e1-9e33-c80aa9429562:1") }
            .Select(c => new KeyValuePair<string, object?>(c.Item1, c.Item2)));
        var status = SourceStatusColumns.Read(Replica, row);
        Assert.Equal("mysql-bin.000003:107", status.Coordinates.ToString());
        Assert.Equal(["a", "b"], status.BinlogDoDatabases);
        Assert.Empty(status.BinlogIgnoreDatabases);
        Assert.Equal("3e11fa47-71ca-11e1-9e33-c80aa9429562:1,4e11fa47-71ca-11e1-9e33-c80aa9429562:1", status.ExecutedGtidSet);
    }

    private static RawRow Row(string family) => family switch
    {
        "MySql56" => Rows.MySql56(),
        "MySql9" => Rows.MySql9(),
        _ => Rows.MariaDB(),
    };
}
