using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class RawRowTests
{
    private static readonly RawRow Row = new(new (string, object?)[]
    {
        ("Master_Port", (ushort)3306), ("Big", ulong.MaxValue), ("Text", "12"), ("Word", "twelve"), ("Nothing", null), ("Flag", "Yes"), ("Other", "Perhaps"), ("Text", "13"),
    }.Select(c => new KeyValuePair<string, object?>(c.Item1, c.Item2)));

    [Fact]
    public void Numbers_are_converted_never_cast()
    {
        Assert.Equal(3306, Row.Number("master_port"));
        Assert.Equal(12, Row.Number("Text"));
        Assert.Null(Row.Number("Big"));
        Assert.Null(Row.Number("Word"));
        Assert.Null(Row.Number("Nothing"));
        Assert.Null(Row.Number("Absent"));
    }

    [Fact]
    public void The_first_name_that_exists_counts()
    {
        Assert.Equal("12", Row.Text("Absent", "Text", "Word"));
        Assert.Null(Row.Text("Nothing", "Text"));
        Assert.Equal((ushort)3306, Row.Value("Source_Port", "Master_Port"));
        Assert.Null(Row.Value("Absent"));
    }

    [Fact]
    public void Words_are_yes_no_or_not_known()
    {
        Assert.True(Row.Flag("Flag"));
        Assert.Null(Row.Flag("Other"));
        Assert.Null(Row.Flag("Nothing"));
    }

    [Fact]
    public void Every_column_is_kept_in_its_order_and_of_two_with_one_name_the_first_is_found()
    {
        Assert.Equal(8, Row.Count);
        Assert.Equal("13", Row[7].Value);
        Assert.Equal("12", Row["TEXT"]);
        Assert.True(Row.Has("nothing"));
        Assert.False(Row.Has("absent"));
    }
}
