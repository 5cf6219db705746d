using System;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MySqlReplication.Accounts;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Servers;

public sealed class ServerReferenceTests
{
    [Theory]
    [InlineData("db2", "db2:3306", null)]
    [InlineData("db2:3307", "db2:3307", null)]
    [InlineData(" DB2:3307 ", "DB2:3307", null)]
    [InlineData("10.0.0.1:3307", "10.0.0.1:3307", null)]
    [InlineData("::1", "[::1]:3306", null)]
    [InlineData("[::1]", "[::1]:3306", null)]
    [InlineData("[fe80::1%eth0]:3307", "[fe80::1%eth0]:3307", null)]
    [InlineData("root@db2", "db2:3306", "root")]
    [InlineData("a@b@db2:1", "db2:1", "a@b")]
    [InlineData("mysql://root@db2:3307/", "db2:3307", "root")]
    [InlineData("MYSQL://r%40oot@db2", "db2:3306", "r@oot")]
    [InlineData("/var/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", null)]
    [InlineData("root@/tmp/s.sock", "/tmp/s.sock", "root")]
    public void It_reads_every_form(string text, string expected, string? user)
    {
        var reference = ServerReference.Parse(text);
        Assert.Equal((expected, user), (reference.ToString(), reference.UserName));
        Assert.False(reference.HasCredential);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(":3306")]
    [InlineData("db2:")]
    [InlineData("db2:0")]
    [InlineData("db2:65536")]
    [InlineData("db2:port")]
    [InlineData("db2:33 06")]
    [InlineData("[::1")]
    [InlineData("[::1]3306")]
    [InlineData("a:b:c")]
    [InlineData("@db2")]
    [InlineData("db 2")]
    [InlineData("db2;drop")]
    [InlineData("db2'")]
    [InlineData("d\u001bb2")]
    public void What_is_none_is_refused(string text)
        => Assert.Throws<FormatException>(() => ServerReference.Parse(text));

    [Theory]
    [InlineData("root:geheim@db2")]
    [InlineData("mysql://root:geheim@db2:3306")]
    [InlineData("root:geheim@@db2")]
    [InlineData("root:@db2")]
    public void A_password_in_it_is_refused_and_not_repeated(string text)
    {
        var refused = Assert.Throws<PasswordInReferenceException>(() => ServerReference.Parse(text));
        Assert.DoesNotContain("geheim", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_login_counts_and_never_shows()
    {
        var bare = ServerReference.Parse("db2");
        var first = bare.WithCredential(new ReplicationCredential("root", "geheim"));
        Assert.NotEqual(bare, first);
        Assert.NotEqual(first, bare.WithCredential(new ReplicationCredential("root", "other")));
        Assert.Equal(first, ServerReference.Parse("DB2:3306").WithCredential(new ReplicationCredential("root", "geheim")));
        Assert.Equal(("db2:3306", "root"), (first.ToString(), first.UserName));
    }

    [Property]
    public Property What_is_printed_is_read_again() => Prop.ForAll(
        (from host in Gen.Elements("db1", "DB-2.example.com", "10.1.2.3", "::1", "fe80::1", "/tmp/a.sock")
         from port in Gen.Choose(1, 65535)
         select host[0] == '/' ? ServerAddress.OfSocket(host) : new ServerAddress(host, port)).ToArbitrary(),
        address => ServerReference.Parse(address.ToString()).Address.Equals(address));

    [Property(MaxTest = 1000)]
    public bool Any_text_is_read_or_refused_in_words(string? text)
    {
        try
        {
            return ServerReference.Parse(text!).ToString().Length > 0;
        }
        catch (FormatException e)
        {
            return e.Message.Length > 20;
        }
    }
}
