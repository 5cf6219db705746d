using System;
using FsCheck.Xunit;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class GtidSetTests
{
    private const string A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private const string B = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

    [Theory]
    [InlineData("", "")]
    [InlineData("3E11FA47-71CA-11E1-9E33-C80AA9429562:1-3:4:7-9", A + ":1-4:7-9")]
    [InlineData(" " + B + ":5 ,\n" + A + ":2-2:1", A + ":1-2," + B + ":5")]
    [InlineData(A + ":1:tag_1:4-5:6:other:2", A + ":1," + A + ":other:2," + A + ":tag_1:4-6")]
    public void It_reads_and_normalises(string text, string expected) => Assert.Equal(expected, GtidSet.Parse(text).ToString());

    [Theory]
    [InlineData("0-1-5")]
    [InlineData(A)]
    [InlineData(A + ":")]
    [InlineData(A + ":0")]
    [InlineData(A + ":5-3")]
    [InlineData(A + ":1-2-3")]
    [InlineData("3e11fa4771ca11e19e33c80aa9429562:1")]
    public void What_is_none_is_refused(string text)
    {
        Assert.False(GtidSet.TryParse(text, out _));
        Assert.Throws<FormatException>(() => GtidSet.Parse(text));
    }

    [Theory]
    [InlineData(A + ":1-10", A + ":3-4:8", A + ":1-2:5-7:9-10")]
    [InlineData(A + ":1-10", A + ":1-20", "")]
    [InlineData(A + ":5", B + ":5", A + ":5")]
    [InlineData(A + ":1-3," + B + ":1-3", A + ":2", A + ":1:3," + B + ":1-3")]
    [InlineData(A + ":x:1-3", A + ":1-3", A + ":x:1-3")]
    public void It_subtracts(string left, string right, string expected)
        => Assert.Equal(expected, GtidSet.Parse(left).Subtract(GtidSet.Parse(right)).ToString());

    [Fact]
    public void It_knows_its_writers_and_its_size()
    {
        var set = GtidSet.Parse(A + ":1-3:t:7," + B + ":9");
        Assert.Equal(5, set.Count);
        Assert.Equal([A, B], set.SourceUuids);
        Assert.Equal(A + ":1-3," + A + ":t:7", set.OfSource(A.ToUpperInvariant()).ToString());
        Assert.True(GtidSet.Empty.IsEmpty);
        Assert.Equal(GtidSet.Parse(A + ":1-2"), GtidSet.Parse(A + ":2," + A + ":1"));
    }

    [Property]
    public bool Union_and_subtraction_agree(byte[] left, byte[] right)
    {
        var (x, y) = (Of(left), Of(right));
        var both = x.Union(y);
        return x.IsSubsetOf(both) && y.IsSubsetOf(both) && both.Subtract(x).IsSubsetOf(y) && both.Subtract(x).Subtract(y).IsEmpty
            && GtidSet.Parse(both.ToString()).Equals(both) && x.Subtract(y).Count + y.Count == both.Count;
    }

    private static GtidSet Of(byte[] numbers)
    {
        var set = GtidSet.Empty;
        foreach (var n in numbers ?? [])
        {
            set = set.Union(GtidSet.Parse((n % 2 == 0 ? A : B) + ":" + ((n / 2) + 1)));
        }

        return set;
    }
}
