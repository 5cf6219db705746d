using System;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

/// <summary>Every CHANGE states everything: nothing is left to the server's defaults.</summary>
public sealed class LinkTargetTests
{
    [Theory]
    [InlineData("9.7.4", "CHANGE REPLICATION SOURCE TO SOURCE_HOST='a', SOURCE_PORT=3306, SOURCE_USER='repl', SOURCE_PASSWORD='********', SOURCE_AUTO_POSITION=0, SOURCE_LOG_FILE='mysql-bin.000003', SOURCE_LOG_POS=500, SOURCE_SSL=0, SOURCE_SSL_VERIFY_SERVER_CERT=0, GET_SOURCE_PUBLIC_KEY=1, SOURCE_CONNECT_RETRY=10, SOURCE_RETRY_COUNT=86400, SOURCE_HEARTBEAT_PERIOD=5, SOURCE_DELAY=0, IGNORE_SERVER_IDS=() FOR CHANNEL 'x'")]
    [InlineData("8.0.20", "CHANGE MASTER TO MASTER_HOST='a', MASTER_PORT=3306, MASTER_USER='repl', MASTER_PASSWORD='********', MASTER_AUTO_POSITION=0, MASTER_LOG_FILE='mysql-bin.000003', MASTER_LOG_POS=500, MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0, GET_MASTER_PUBLIC_KEY=1, MASTER_CONNECT_RETRY=10, MASTER_RETRY_COUNT=86400, MASTER_HEARTBEAT_PERIOD=5, MASTER_DELAY=0, IGNORE_SERVER_IDS=() FOR CHANNEL 'x'")]
    [InlineData("5.6.24", "CHANGE MASTER TO MASTER_HOST='a', MASTER_PORT=3306, MASTER_USER='repl', MASTER_PASSWORD='********', MASTER_AUTO_POSITION=0, MASTER_LOG_FILE='mysql-bin.000003', MASTER_LOG_POS=500, MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0, MASTER_CONNECT_RETRY=10, MASTER_RETRY_COUNT=86400, MASTER_HEARTBEAT_PERIOD=5, MASTER_DELAY=0, IGNORE_SERVER_IDS=()")]
    [InlineData("5.5.62", "CHANGE MASTER TO MASTER_HOST='a', MASTER_PORT=3306, MASTER_USER='repl', MASTER_PASSWORD='********', MASTER_LOG_FILE='mysql-bin.000003', MASTER_LOG_POS=500, MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0, MASTER_CONNECT_RETRY=10, MASTER_HEARTBEAT_PERIOD=5, IGNORE_SERVER_IDS=()")]
    [InlineData("10.5.23-MariaDB", "CHANGE MASTER 'x' TO MASTER_HOST='a', MASTER_PORT=3306, MASTER_USER='repl', MASTER_PASSWORD='********', MASTER_USE_GTID=no, MASTER_LOG_FILE='mysql-bin.000003', MASTER_LOG_POS=500, MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0, MASTER_CONNECT_RETRY=10, MASTER_HEARTBEAT_PERIOD=5, MASTER_DELAY=0, IGNORE_SERVER_IDS=()")]
    public void A_new_link_states_everything(string version, string expected)
    {
        var c = version.Contains("MariaDB", StringComparison.Ordinal)
            ? Cases.Of(Cases.MariaDB("a", version), Cases.MariaDB("b", version))
            : Cases.Of(Cases.MySql("a", version, GtidMode.Off) with { OffersTls = false }, Cases.MySql("b", version, GtidMode.Off));
        var target = Target(c, null);
        Assert.Empty(target.Differences);
        Assert.Equal(expected, ReplicationDialect.For(c.Replica.Version).Links.Change("x", target.Settings).Redacted);
    }

    [Fact]
    public void A_short_net_timeout_shortens_the_heartbeat()
    {
        var c = Cases.Of(Cases.MySql("a"), Cases.MySql("b") with { NetTimeout = 4 });
        Assert.Equal(2m, Target(c, null).Settings.HeartbeatPeriod);
    }

    [Fact]
    public void A_link_that_is_as_wanted_differs_in_nothing_and_keeps_what_nobody_asked_about()
    {
        var c = Linked();
        var target = Target(c, Present());
        Assert.Empty(target.Differences);
        Assert.Equal((60, 10L, 30m, 7), (target.Settings.ConnectRetry, target.Settings.RetryCount, target.Settings.HeartbeatPeriod, target.Settings.DelaySeconds));
    }

    [Fact]
    public void What_differs_is_named()
    {
        var c = Linked(r => r with { DelaySeconds = 3, Source = ServerReference.Parse("10.0.0.1:3306"), Tls = LinkTls.Encrypted });
        c = c with { Source = c.Source with { Server = ServerReference.Parse("10.0.0.1:3306") } };
        Assert.Equal(
            ["the source's address is a:3306, wanted 10.0.0.1:3306", "the protection of the connection", "the delay is 7 s, wanted 3 s"],
            Target(c, Present()).Differences);
    }

    private static LinkSettings Present() => new()
    {
        HostName = "a",
        Port = 3306,
        Login = Cases.Login,
        Mode = LinkMode.FilePosition,
        Tls = false,
        TlsVerify = false,
        ConnectRetry = 60,
        RetryCount = 10,
        HeartbeatPeriod = 30,
        DelaySeconds = 7,
        IgnoreServerIds = [],
    };

    private static LinkCase Linked(Func<StartLinkRequest, StartLinkRequest>? request = null)
    {
        var c = Cases.MySqlPair(request);
        return c with { Replica = c.Replica.Following(c.Source) };
    }

    private static LinkTarget Target(LinkCase c, LinkSettings? present)
    {
        var mode = present is null ? new LinkModeChoice(LinkMode.FilePosition, "test") : LinkModeChoice.Choose(c);
        return LinkTarget.Of(c, mode, LinkStart.Choose(c, mode.Mode, false), LinkProtection.Choose(c, present), LinkLogin.Choose(c, present), present);
    }
}
