using System;
using System.Linq;
using FsCheck.Xunit;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Servers;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("5.6.24-log", ServerFlavour.MySql, "5.6.24")]
    [InlineData("9.7.4-2", ServerFlavour.MySql, "9.7.4")]
    [InlineData("8.0.36-0ubuntu0.22.04.1", ServerFlavour.MySql, "8.0.36")]
    [InlineData("8.4.0", ServerFlavour.MySql, "8.4.0")]
    [InlineData("10.5.29-MariaDB-0+deb11u1-log", ServerFlavour.MariaDB, "10.5.29")]
    [InlineData("5.5.5-10.11.6-MariaDB", ServerFlavour.MariaDB, "10.11.6")]
    [InlineData("11.8.6-MariaDB-0+deb13u1 from Debian", ServerFlavour.MariaDB, "11.8.6")]
    [InlineData("5.5.5-m3", ServerFlavour.MySql, "5.5.5")]
    public void It_reads_what_servers_call_themselves(string text, ServerFlavour flavour, string expected)
    {
        var version = ServerVersion.Parse(text);
        Assert.Equal((flavour, expected, text), (version.Flavour, version.ToString(), version.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MariaDB")]
    [InlineData("8")]
    [InlineData("v8.0.1")]
    [InlineData("0.0.0")]
    [InlineData("99999999999.1.1")]
    public void What_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => ServerVersion.Parse(text));

    [Fact]
    public void It_compares_by_numbers()
    {
        Assert.True(ServerVersion.Parse("10.5.29-MariaDB") < ServerVersion.Parse("10.11.6-MariaDB"));
        Assert.True(ServerVersion.Parse("8.0.36").IsAtLeast(8, 0, 22));
        Assert.False(ServerVersion.Parse("8.0.3").IsAtLeast(8, 0, 22));
        Assert.Equal("10.11", ServerVersion.Parse("10.11.6-MariaDB").Series);
        Assert.NotEqual(ServerVersion.Parse("10.11.6-MariaDB"), ServerVersion.Parse("10.11.6"));
    }

    [Property]
    public bool What_is_printed_is_read_again(byte major, byte minor, byte patch)
    {
        var text = (major + 1) + "." + minor + "." + patch;
        var version = ServerVersion.Parse(text);
        return version.ToString() == text && version.IsAtLeast(major + 1, minor, patch) && !version.IsAtLeast(major + 1, minor, patch + 1);
    }

    [Property]
    public bool Sorting_agrees_with_sorting_by_numbers((byte Major, byte Minor)[] numbers)
    {
        var given = (numbers ?? []).Select(n => (Major: n.Major + 1, Minor: (int)n.Minor)).ToList();
        return given.Select(n => ServerVersion.Parse(n.Major + "." + n.Minor + ".1")).Order().Select(v => v.Series)
            .SequenceEqual(given.Order().Select(n => n.Major + "." + n.Minor));
    }
}
