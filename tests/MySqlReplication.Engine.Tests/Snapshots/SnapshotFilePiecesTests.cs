using System;
using System.IO;
using System.Linq;
using System.Text;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Snapshots;
using Xunit;

namespace MySqlReplication.Engine.Tests.Snapshots;

/// <summary>The parts of an export that need no server.</summary>
public sealed class SnapshotFilePiecesTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("staff `x`", "staff %60x%60")]
    [InlineData("a.b/c\\d", "a%2Eb%2Fc%5Cd")]
    [InlineData("..", "%2E%2E")]
    [InlineData("Con", "%43on")]
    [InlineData(" x ", "%20x%20")]
    [InlineData("\u8ba2\u5355", "\u8ba2\u5355")]
    public void A_table_is_found_by_its_file(string name, string file) => Assert.Equal(file, SnapshotFileName.Encode(name));

    [Fact]
    public void Names_that_differ_by_case_only_and_very_long_ones_get_files_of_their_own()
    {
        var names = new SnapshotFileName();
        Assert.Equal(["T.sql", "t~2.sql", "t.view.sql"], new[] { names.Take("T", ".sql"), names.Take("t", ".sql"), names.Take("t", ".view.sql") });
        var longest = new string('\u3002', 64);
        Assert.InRange(Encoding.UTF8.GetByteCount(names.Take(longest, ".0001.tsv.gz")), 1, 200);
        Assert.NotEqual(names.Take(longest, ".sql"), names.Take(longest, ".sql"));
    }

    [Theory]
    [InlineData("CREATE TABLE `t` (`a` int)")]
    [InlineData("CREATE PROCEDURE p() BEGIN SELECT ';;'; SELECT '$$ //'; END")]
    [InlineData("CREATE VIEW v AS SELECT '\nDELIMITER ;\n' AS `x`")]
    public void A_definition_is_read_back_as_it_was(string create)
    {
        var file = DefinitionFile.Write("procedure shop.p\nDROP", "sh`op", create, ("sql_mode", "ANSI_QUOTES"), ("time_zone", null));
        Assert.Equal(create, DefinitionFile.Read(file));
        Assert.Contains("USE `sh``op`;\nSET SESSION sql_mode = 'ANSI_QUOTES';\n", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.DoesNotContain("\nDROP", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Null(DefinitionFile.Read(file[..^3]));
        Assert.Null(DefinitionFile.Read([0xFF, 0xFE]));
    }

    [Fact]
    public void Rows_of_a_file_are_bytes_again()
    {
        byte[] text = [.. "1\ta\\tb\\n\\\\\\0\t\\N\n2\t\t\\\\N\n"u8, .. "3\t"u8, .. Enumerable.Repeat((byte)'x', 300000), .. "\t"u8, 0xFF, (byte)'\n'];
        using var stream = new MemoryStream(text);
        var rows = new TextRows(stream, 3);
        string Value(int column)
        {
            var value = new byte[rows.Length(column)];
            Assert.Equal(value.Length, rows.Copy(column, 0, value, 0, value.Length));
            return Encoding.Latin1.GetString(value);
        }

        Assert.True(rows.Read());
        Assert.Equal(("1", "a\tb\n\\\0", true), (Value(0), Value(1), rows.IsNull(2)));
        Assert.True(rows.Read());
        Assert.Equal(("2", string.Empty, "\\N"), (Value(0), Value(1), Value(2)));
        Assert.False(rows.IsNull(1));
        Assert.True(rows.Read());
        Assert.Equal(300000, rows.Length(1));
        Assert.Equal("\u00ff", Value(2));
        Assert.False(rows.Read());
        Assert.Equal(3, rows.Rows);
    }

    [Theory]
    [InlineData("1\t2\n3")]
    [InlineData("1\n")]
    [InlineData("1\t2\t3\n")]
    public void A_file_with_other_rows_is_refused(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var rows = new TextRows(stream, 2);
        Assert.Throws<InvalidDataException>(() =>
        {
            while (rows.Read())
            {
            }
        });
    }
}
