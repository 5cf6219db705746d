using System;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class BinlogCoordinatesTests
{
    private static readonly Gen<BinlogCoordinates> Any =
        from name in Gen.Elements("mysql-bin", "binlog", "a.b", "log with blank", "db1-relay-bin")
        from sequence in Gen.Choose(1, 2_000_000)
        from position in Gen.Choose(0, int.MaxValue)
        select new BinlogCoordinates(name + "." + sequence.ToString("000000", null), position * 3L);

    [Theory]
    [InlineData("mysql-bin.000014:107", "mysql-bin.000014:107")]
    [InlineData("mysql-bin.000014, 107", "mysql-bin.000014:107")]
    [InlineData("  mysql-bin.000014 107 ", "mysql-bin.000014:107")]
    [InlineData("mysql-bin.000014", null)]
    [InlineData("mysql-bin.000014:", null)]
    [InlineData(":107", null)]
    [InlineData("mysql-bin.000014:-1", null)]
    [InlineData("mysql-bin.000014:99999999999999999999", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void It_reads_what_people_type(string? text, string? expected)
    {
        Assert.Equal(expected is not null, BinlogCoordinates.TryParse(text, out var read));
        Assert.Equal(expected, read?.ToString());
    }

    [Theory]
    [InlineData("mysql-bin.999999:500", "mysql-bin.1000000:4")]
    [InlineData("mysql-bin.000001:4", "mysql-bin.000001:5")]
    [InlineData("mysql-bin.000009:900", "mysql-bin.000010:4")]
    public void It_orders_by_the_number_not_the_text(string first, string second)
    {
        Assert.True(BinlogCoordinates.Parse(first) < BinlogCoordinates.Parse(second));
        Assert.True(BinlogCoordinates.Parse(second) >= BinlogCoordinates.Parse(first));
    }

    [Theory]
    [InlineData("mysql-bin.000001:4", "other-bin.000001:4", false)]
    [InlineData("mysql-bin.000001:4", "mysql-bin.index:4", false)]
    [InlineData("mysql-bin.000001:4", "mysql-bin.000007:9", true)]
    public void Before_and_after_mean_something_in_one_sequence_only(string first, string second, bool expected)
        => Assert.Equal(expected, BinlogCoordinates.Parse(first).IsComparableTo(BinlogCoordinates.Parse(second)));

    [Fact]
    public void A_file_is_needed_and_a_position_is_not_negative()
    {
        Assert.Throws<ArgumentException>(() => new BinlogCoordinates(" ", 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinlogCoordinates("mysql-bin.000001", -1));
    }

    [Property]
    public Property What_is_printed_is_read_again() => Prop.ForAll(Any.ToArbitrary(), c => BinlogCoordinates.Parse(c.ToString()) == c);

    [Property]
    public Property The_order_is_an_order() => Prop.ForAll(
        Any.ToArbitrary(),
        Any.ToArbitrary(),
        Any.ToArbitrary(),
        (a, b, c) => Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
            && (a.CompareTo(b) == 0) == a.Equals(b)
            && (a.CompareTo(b) > 0 || b.CompareTo(c) > 0 || a.CompareTo(c) <= 0)
            && (!a.Equals(b) || a.GetHashCode() == b.GetHashCode()));
}
