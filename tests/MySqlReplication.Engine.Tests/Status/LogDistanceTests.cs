using System.Collections.Generic;
using MySqlReplication.Engine.Status;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class LogDistanceTests
{
    private static readonly IReadOnlyList<BinlogCoordinates> Files = [new("b.000008", 1000), new("b.000009", 500), new("b.000010", 200)];

    [Theory]
    [InlineData("b.000009:100", "b.000009:150", 50L)]
    [InlineData("b.000009:150", "b.000009:100", 0L)]
    [InlineData("b.000008:900", "b.000010:200", 800L)]
    [InlineData("b.000009:500", "b.000010:4", 4L)]
    [InlineData("b.000010:4", "b.000008:4", 0L)]
    [InlineData("b.000007:4", "b.000010:4", null)]
    public void Bytes_between_two_places(string from, string to, long? expected)
        => Assert.Equal(expected, LogDistance.Between(BinlogCoordinates.Parse(from), BinlogCoordinates.Parse(to), Files));

    [Fact]
    public void What_is_not_known_is_no_distance()
    {
        Assert.Null(LogDistance.Between(null, Files[0], Files));
        Assert.Null(LogDistance.Between(Files[0], Files[1], null));
    }
}
