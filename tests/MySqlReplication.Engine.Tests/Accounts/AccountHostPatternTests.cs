using System;
using MySqlReplication.Engine.Accounts;
using Xunit;

namespace MySqlReplication.Engine.Tests.Accounts;

public sealed class AccountHostPatternTests
{
    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2", "Address", false)]
    [InlineData("FD00::0001", "fd00::1", "Address", false)]
    [InlineData("::ffff:10.0.0.2", "10.0.0.2", "Address", false)]
    [InlineData("10.0.0.%", "10.0.0.%", "AddressWildcard", false)]
    [InlineData("10.0.%", "10.0.%", "AddressWildcard", true)]
    [InlineData("10.0.0._", "10.0.0._", "AddressWildcard", false)]
    [InlineData("fd00:1:2:3:%", "fd00:1:2:3:%", "AddressWildcard", false)]
    [InlineData("fd00:%", "fd00:%", "AddressWildcard", true)]
    [InlineData("10.0.0.0/255.255.255.0", "10.0.0.0/255.255.255.0", "Netmask", false)]
    [InlineData("10.0.0.0/255.0.0.0", "10.0.0.0/255.0.0.0", "Netmask", true)]
    [InlineData("10.0.0.0/24", "10.0.0.0/24", "PrefixLength", false)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", "PrefixLength", true)]
    [InlineData("DB2.Example.com", "db2.example.com", "Name", false)]
    [InlineData("localhost", "localhost", "Name", false)]
    [InlineData("%.example.com", "%.example.com", "NameWildcard", false)]
    [InlineData("%.com", "%.com", "NameWildcard", true)]
    [InlineData("db%", "db%", "NameWildcard", true)]
    [InlineData("%", "%", "Any", false)]
    [InlineData("%_", "%_", "Any", false)]
    public void It_reads_what_a_server_reads(string text, string sent, string kind, bool wide)
    {
        var pattern = AccountHostPattern.Parse(text);
        Assert.Equal((sent, kind, wide), (pattern.Text, pattern.Kind.ToString(), pattern.IsWide));
    }

    [Theory]
    [InlineData("db 2")]
    [InlineData("db2'")]
    [InlineData("db\"2")]
    [InlineData("`db2`")]
    [InlineData("db\\2")]
    [InlineData("db2\n")]
    [InlineData("repl@db2")]
    [InlineData("dé2")]
    [InlineData("db2:3306")]
    [InlineData(".db2")]
    [InlineData("db2..example.com")]
    [InlineData("10.0.0.1/24")]
    [InlineData("10.0.0.0/255.0.255.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/0")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0/16")]
    [InlineData("fd00::/64")]
    [InlineData("db2/24")]
    public void A_text_that_could_fit_no_host_is_none(string text)
        => Assert.NotEmpty(Assert.Throws<FormatException>(() => AccountHostPattern.Parse(text)).Message);

    [Theory]
    [InlineData("%", "localhost", true)]
    [InlineData("127.%", "127.0.0.1", true)]
    [InlineData("127.%", "128.0.0.1", false)]
    [InlineData("10.%", "10.0.%", true)]
    [InlineData("10.0.0._", "10.0.0.12", false)]
    [InlineData("%.example.com", "DB2.example.com", true)]
    [InlineData("%.example.com", "example.com", false)]
    [InlineData("10.0.0.0/255.255.255.0", "10.0.0.77", true)]
    [InlineData("10.0.0.0/24", "10.0.1.77", false)]
    [InlineData("10.0.0.0/24", "db2", false)]
    public void It_fits_as_the_server_compares(string pattern, string host, bool fits)
        => Assert.Equal(fits, AccountHostPattern.Parse(pattern).Fits(host));
}
