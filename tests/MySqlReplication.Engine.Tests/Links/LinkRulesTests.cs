using System;
using System.Linq;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

public sealed class LinkRulesTests
{
    [Fact]
    public void Two_servers_that_fit_are_not_refused()
    {
        Assert.Null(About(Cases.MySqlPair()));
        Assert.Null(About(Cases.Of(Cases.MariaDB("a"), Cases.MariaDB("b"))));
        Assert.Null(Before(Cases.MySqlPair()));
    }

    [Fact]
    public void One_server_under_two_names() => Refused(ErrorIds.SameServer, Cases.MySqlPair() with { SameServer = true });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_id_of_zero(bool source)
    {
        var c = Cases.MySqlPair();
        var refusal = Refused(ErrorIds.ServerIdMissing, source ? c with { Source = c.Source with { ServerId = 0 } } : c with { Replica = c.Replica with { ServerId = 0 } });
        Assert.Equal(source ? c.Source.Server : c.Replica.Server, refusal.TargetObject);
        Assert.Contains(source ? "server-id=3" : "server-id=2", refusal.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_server_ids_with_a_free_one_proposed()
    {
        var c = Cases.MySqlPair();
        Assert.Contains("2", Refused(ErrorIds.EqualServerId, c with { Replica = c.Replica with { ServerId = 1 } }).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_uuids_with_the_file_named()
    {
        var c = Cases.MySqlPair();
        Assert.Contains("/var/lib/mysql/auto.cnf", Refused(ErrorIds.EqualServerUuid, c with { Replica = c.Replica with { ServerUuid = Cases.UuidA.ToUpperInvariant() } }).RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_without_binary_log()
    {
        var c = Cases.MySqlPair();
        Refused(ErrorIds.BinlogDisabled, c with { Source = c.Source with { LogBin = false } });
        Assert.Null(About(c with { Replica = c.Replica with { LogBin = false } }));
    }

    [Theory]
    [InlineData(GtidMode.On, GtidMode.Off)]
    [InlineData(GtidMode.Off, GtidMode.OffPermissive)]
    public void Gtid_modes_that_differ(GtidMode source, GtidMode replica)
        => Refused(ErrorIds.GtidModeDiffers, Cases.Of(Cases.MySql("a", mode: source), Cases.MySql("b", mode: replica)));

    [Fact]
    public void A_server_that_knows_no_gtids_counts_as_off()
        => Assert.Null(About(Cases.Of(Cases.MySql("a", "5.5.62") with { GtidMode = null, ServerUuid = null }, Cases.MySql("b", "5.6.24", GtidMode.Off))));

    [Theory]
    [InlineData("5.6.24", "9.7.4")]
    [InlineData("9.7.4", "5.6.24")]
    [InlineData("8.0.36", "10.11.6-MariaDB")]
    [InlineData("10.11.6-MariaDB", "8.4.3")]
    [InlineData("10.5.23-MariaDB", "5.7.44")]
    public void Releases_that_never_fit(string source, string replica)
    {
        var c = Cases.Of(End("a", source), End("b", replica), r => r with { Force = true });
        Refused(ErrorIds.VersionsIncompatible, c);
    }

    [Theory]
    [InlineData("5.7.44", "8.0.36", false)]
    [InlineData("8.0.36", "8.0.40", false)]
    [InlineData("8.0.36", "8.4.3", false)]
    [InlineData("8.4.3", "9.7.4", false)]
    [InlineData("9.1.0", "9.7.4", false)]
    [InlineData("10.5.23-MariaDB", "10.6.1-MariaDB", false)]
    [InlineData("10.11.6-MariaDB", "11.4.2-MariaDB", false)]
    [InlineData("8.0.36", "9.7.4", true)]
    [InlineData("5.6.24", "8.0.36", true)]
    [InlineData("8.4.3", "8.0.36", true)]
    [InlineData("10.5.23-MariaDB", "10.11.6-MariaDB", true)]
    [InlineData("11.8.6-MariaDB", "11.4.2-MariaDB", true)]
    [InlineData("5.7.44", "10.11.6-MariaDB", true)]
    public void Releases_that_fit_for_an_upgrade_only(string source, string replica, bool refused)
    {
        var c = Cases.Of(End("a", source), End("b", replica));
        if (!refused)
        {
            Assert.Null(About(c));
            return;
        }

        Refused(ErrorIds.UpgradeStateOnly, c);
        Assert.Null(About(c with { Request = c.Request with { Force = true } }));
    }

    [Fact]
    public void A_pair_of_two_versions_is_an_upgrade_state_both_ways()
    {
        var (older, newer) = (Cases.MySql("a", "8.0.36"), Cases.MySql("b", "8.4.3"));
        Refused(ErrorIds.UpgradeStateOnly, Cases.Of(older.Following(newer), newer));
        Refused(ErrorIds.UpgradeStateOnly, Cases.Of(newer.Following(older), older));
    }

    [Fact]
    public void A_channel_where_there_are_none()
        => Refused(ErrorIds.ChannelNotSupported, Cases.Of(Cases.MySql("a", "5.6.24", GtidMode.Off), Cases.MySql("b", "5.6.24", GtidMode.Off), r => r with { Channel = "c" }));

    [Fact]
    public void A_channel_that_follows_another_source()
    {
        var c = Cases.MySqlPair();
        var other = Cases.MySql("c") with { ServerUuid = "5e11fa47-71ca-11e1-9e33-c80aa9429562", ServerId = 3 };
        c = c with { Replica = c.Replica.Following(other) };
        Refused(ErrorIds.ChannelBoundElsewhere, c);
        Refused(ErrorIds.ChannelBoundElsewhere, c with { Request = c.Request with { Force = true } });
        Assert.Null(About(c with { Request = c.Request with { Force = true, AutoPosition = true } }));
        Assert.Null(About(c with { Request = c.Request with { Channel = "second" } }));
    }

    [Fact]
    public void A_server_put_in_the_place_of_the_source_is_another_source()
    {
        var c = Cases.MySqlPair();
        var before = c.Source with { ServerUuid = "5e11fa47-71ca-11e1-9e33-c80aa9429562" };
        Refused(ErrorIds.ChannelBoundElsewhere, c with { Replica = c.Replica.Following(before) });
    }

    [Fact]
    public void The_source_under_another_name_is_the_same_source()
    {
        var c = Cases.MySqlPair();
        c = c with { Replica = c.Replica.Following(c.Source with { Server = ServerReference.Parse("10.0.0.1:3306") }) };
        Assert.True(c.FollowsAlready);
        Assert.Null(About(c));
    }

    [Fact]
    public void A_second_channel_to_one_source()
    {
        var c = Cases.MySqlPair(r => r with { Channel = "second" });
        Refused(ErrorIds.SourceOnOtherChannel, c with { Replica = c.Replica.Following(c.Source) });
    }

    [Fact]
    public void A_new_link_without_login_and_a_present_one_without()
    {
        var c = Cases.MySqlPair(r => r with { Login = null });
        Refused(ErrorIds.LinkLoginMissing, c);
        Assert.Null(About(c with { Replica = c.Replica.Following(c.Source) }));
    }

    [Theory]
    [InlineData("8.4.3", 32, "a", false)]
    [InlineData("8.4.3", 33, "a", true)]
    [InlineData("8.4.3", 17, "é", true)]
    [InlineData("10.11.6-MariaDB", 96, "a", false)]
    [InlineData("10.11.6-MariaDB", 97, "a", true)]
    public void Passwords_over_the_replicas_limit(string version, int length, string letter, bool refused)
    {
        var c = Cases.Of(End("a", version), End("b", version), r => r with { Login = new ReplicationCredential("repl", string.Concat(Enumerable.Repeat(letter, length))) });
        Assert.Equal(refused ? ErrorIds.LinkPasswordTooLong : null, About(c)?.ErrorId);
    }

    [Fact]
    public void A_user_name_over_the_limit()
        => Refused(ErrorIds.LinkUserNameTooLong, Cases.MySqlPair(r => r with { Login = new ReplicationCredential(new string('u', 33), "x") }));

    [Fact]
    public void A_source_name_over_the_limit()
    {
        var long61 = new string('h', 61);
        Refused(ErrorIds.SourceNameInvalid, Cases.Of(Cases.MariaDB("a", "10.5.23-MariaDB") with { Server = ServerReference.Parse(long61) }, Cases.MariaDB("b", "10.5.23-MariaDB")));
    }

    [Theory]
    [InlineData("repl", "a\nb")]
    [InlineData("repl", "a\0b")]
    [InlineData("repl", "p\ud83d\ude00w")]
    [InlineData("re\npl", "x")]
    [InlineData("", "x")]
    public void Logins_that_a_replica_cannot_keep(string user, string password)
    {
        var refusal = Before(Cases.MySqlPair(r => r with { Login = new ReplicationCredential(user, password) }));
        Assert.Equal(ErrorIds.LinkLoginNotStorable, refusal?.ErrorId);
        Assert.DoesNotContain(password, refusal!.Message.Replace("control", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_given_by_socket()
        => Assert.Equal(ErrorIds.SourceIsSocket, Before(Cases.MySqlPair(r => r with { Source = ServerReference.Parse("/run/mysqld.sock") }))?.ErrorId);

    [Fact]
    public void A_delay_where_there_is_none()
    {
        var c = Cases.Of(Cases.MySql("a", "5.5.62", GtidMode.Off), Cases.MySql("b", "5.5.62", GtidMode.Off), r => r with { DelaySeconds = 5 });
        Refused(ErrorIds.DelayNotSupported, c);
        Assert.Null(About(c with { Request = c.Request with { DelaySeconds = 0 } }));
    }

    private static LinkEnd End(string host, string version) => version.Contains("MariaDB", StringComparison.Ordinal) ? Cases.MariaDB(host, version)
        : Cases.MySql(host, version, GtidMode.Off);

    private static ReplicationException? About(LinkCase c) => LinkRules.First(LinkRules.AboutServers, c);

    private static ReplicationException? Before(LinkCase c) => LinkRules.First(LinkRules.BeforeConnecting, c.Request);

    private static ReplicationException Refused(string errorId, LinkCase c)
    {
        var refusal = About(c);
        Assert.Equal(errorId, refusal?.ErrorId);
        Assert.False(string.IsNullOrEmpty(refusal!.RecommendedAction));
        Assert.NotNull(refusal.TargetObject);
        return refusal;
    }
}
