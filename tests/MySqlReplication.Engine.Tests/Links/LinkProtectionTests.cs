using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

public sealed class LinkProtectionTests
{
    [Fact]
    public void Both_can_and_no_authority_is_known()
        => Check(LinkProtection.Choose(Cases.MySqlPair(), null), tls: true, verify: false, key: false);

    [Fact]
    public void Both_check_by_the_password()
    {
        var c = Cases.Of(Cases.MariaDB("a", "11.8.6-MariaDB") with { OffersTls = true }, Cases.MariaDB("b", "11.8.6-MariaDB"));
        Check(LinkProtection.Choose(c, null), tls: true, verify: true, key: false);
        Check(LinkProtection.Choose(Cases.Of(c.Source, Cases.MariaDB("b")), null), tls: true, verify: false, key: false);
    }

    [Fact]
    public void A_source_without_tls_is_said_aloud_and_the_key_is_asked_for()
    {
        var c = Cases.MySqlPair();
        var choice = LinkProtection.Choose(c with { Source = c.Source with { OffersTls = false } }, null);
        Check(choice, tls: false, verify: false, key: true);
        Assert.Contains("offers no TLS", choice.Reason, StringComparison.Ordinal);
        Check(LinkProtection.Choose(Cases.Of(Cases.MySql("a", "5.6.24", GtidMode.Off) with { OffersTls = false }, Cases.MySql("b", "5.6.24", GtidMode.Off)), null), tls: false, verify: false, key: false);
    }

    [Theory]
    [InlineData(LinkTls.Encrypted)]
    [InlineData(LinkTls.Verified)]
    public void What_was_asked_for_is_not_silently_lowered(LinkTls wanted)
    {
        var c = Cases.MySqlPair(r => r with { Tls = wanted });
        Assert.True(LinkProtection.Choose(c, null).Tls);
        Assert.Equal(wanted == LinkTls.Verified, LinkProtection.Choose(c, null).Verify);
        Assert.Equal(ErrorIds.LinkTlsUnavailable, Assert.Throws<ReplicationException>(() => LinkProtection.Choose(c with { Source = c.Source with { OffersTls = false } }, null)).ErrorId);
        Assert.Equal(ErrorIds.LinkTlsUnavailable, Assert.Throws<ReplicationException>(() => LinkProtection.Choose(c with { Replica = c.Replica with { CanUseTls = false } }, null)).ErrorId);
    }

    [Fact]
    public void What_is_in_use_is_not_silently_lowered()
    {
        var c = Cases.MySqlPair();
        var present = new LinkSettings { Tls = true, TlsVerify = true, TlsCa = "/ca.pem" };
        var kept = LinkProtection.Choose(c, present);
        Check(kept, tls: true, verify: true, key: false);
        Assert.Equal("/ca.pem", kept.CaFile);
        c = c with { Source = c.Source with { OffersTls = false } };
        Assert.Equal(ErrorIds.LinkTlsUnavailable, Assert.Throws<ReplicationException>(() => LinkProtection.Choose(c, present)).ErrorId);
        Check(LinkProtection.Choose(c with { Request = c.Request with { Tls = LinkTls.Off } }, present), tls: false, verify: false, key: true);
    }

    [Fact]
    public void A_file_of_certificates_means_that_it_is_used()
        => Check(LinkProtection.Choose(Cases.MySqlPair(r => r with { TlsCaFile = "/ca.pem" }), null), tls: true, verify: true, key: false);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.3", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("db1", false)]
    public void Loopback_names(string host, bool expected) => Assert.Equal(expected, LinkProtection.IsLoopback(host));

    private static void Check(LinkProtection choice, bool tls, bool verify, bool key)
    {
        Assert.Equal((tls, verify, key), (choice.Tls, choice.Verify, choice.GetPublicKey));
        Assert.NotEmpty(choice.Reason);
    }
}
