using System;
using System.IO;
using System.Linq;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Engine.Tests.Configuration;
using MySqlReplication.Engine.Tests.Repair;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.LogFiles;

public sealed class RelayLogFilesTests
{
    [Fact]
    public void Only_as_many_lines_of_relay_log_info_count_as_it_says()
    {
        // 5.6 and MariaDB write over the former text and leave its end standing.
        var info = RelayLogInfoFile.Parse("7\n./old-relay.000002\n478\nmysql-bin.000001\n824\n1\n0\n1\n000009\nnonsense\n");
        Assert.Equal("./old-relay.000002", info.RelayLogFile);
        Assert.Equal(new BinlogCoordinates("mysql-bin.000001", 824), info.Executed);
    }

    [Fact]
    public void The_form_of_5_5_begins_with_the_file()
    {
        var info = RelayLogInfoFile.Parse("./old-relay.000002\n478\nmysql-bin.000001\n824\n");
        Assert.Equal("./old-relay.000002", info.RelayLogFile);
        Assert.Equal(824, info.Executed!.Position);
    }

    [Theory]
    [InlineData("5\n./r.000001\n4\n\n0\n0\n")]
    [InlineData("5\n./r.000001\n4\nmysql-bin.000001\n0\n0\n")]
    public void Lost_coordinates_are_null_and_not_the_beginning(string text) => Assert.Null(RelayLogInfoFile.Parse(text).Executed);

    [Theory]
    [InlineData("")]
    [InlineData("5\n")]
    [InlineData("not an info file")]
    [InlineData("5\n\n4\nmysql-bin.000001\n4\n")]
    public void What_is_no_info_file_is_said_to_be_none(string text) => Assert.Throws<InvalidDataException>(() => RelayLogInfoFile.Parse(text));

    [Fact]
    public void An_index_keeps_its_bytes_and_knows_files_by_name()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.index", [.. "./r\u00e4.000001\r\n\n.\\b.000002\n"u8]);
        var index = LogIndex.Read(file)!;
        Assert.Equal(2, index.Lines.Count);
        Assert.True(index.Lists("/elsewhere/b.000002"));
        Assert.False(index.Lists("b.00000"));
        Assert.Equal([.. "./r\u00e4.000001\n.\\b.000002\n"u8], index.ToBytes());
        Assert.Null(LogIndex.Read(file + "x"));
    }

    [Fact]
    public void A_relay_log_is_told_from_a_binary_log_and_from_anything_else()
    {
        using var folder = new TemporaryFolder();
        Assert.True(RelayLogFile.IsRelayLog(folder.Write("r.000001", RelayLogs.Of(own: 1))));
        Assert.False(RelayLogFile.IsRelayLog(folder.Write("b.000001", RelayLogs.BinaryLog(own: 1))));
        Assert.False(RelayLogFile.IsRelayLog(folder.Write("text", "just some text")));
        Assert.False(RelayLogFile.IsRelayLog(folder.Write("empty", string.Empty)));
        Assert.Null(RelayLogFile.IsRelayLog(folder.Write("encrypted", [0xFD, (byte)'b', (byte)'i', (byte)'n', 1, 2, 3])));
        Assert.Null(RelayLogFile.IsRelayLog(Path.Combine(folder.Path, "gone")));
    }

    [Fact]
    public void A_relay_log_that_no_receiver_wrote_into_holds_only_the_servers_own_events()
    {
        using var folder = new TemporaryFolder();
        Assert.False(RelayLogFile.HoldsSourceEvents(folder.Write("own", RelayLogs.Of(own: 1))));
        Assert.False(RelayLogFile.HoldsSourceEvents(folder.Write("own2", RelayLogs.Of(own: 1, 1, 1))));
        Assert.True(RelayLogFile.HoldsSourceEvents(folder.Write("received", RelayLogs.Of(own: 1, 1, 2))));
        Assert.Null(RelayLogFile.HoldsSourceEvents(folder.Write("cut", RelayLogs.Of(own: 1, 1).Concat(new byte[19]).ToArray())));
    }
}
