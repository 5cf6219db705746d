using System.Linq;
using System.Net;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Engine.Tests.Configuration;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Accounts;

public sealed class PeerHostTests
{
    [Theory]
    [InlineData("db1:3306", "10.0.0.2:3307", "10.0.0.2")]
    [InlineData("db1:3306", "[fd00::0002]:3307", "fd00::2")]
    [InlineData("127.0.0.1:3306", "127.0.0.1:3307", "127.0.0.1")]
    [InlineData("127.0.0.1:3306", "localhost:3307", "127.0.0.1")]
    [InlineData("127.0.0.1:3306", "[::1]:3307", "127.0.0.1")]
    [InlineData("[::1]:3306", "127.0.0.1:3307", "::1")]
    [InlineData("localhost", "/run/mysqld/b.sock", "127.0.0.1")]
    [InlineData("/run/mysqld/a.sock", "localhost:3307", "127.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.2")]
    public async Task The_pattern_is_what_the_source_sees(string server, string peer, string pattern)
        => Assert.Equal(pattern, (await Resolve(server, peer)).Pattern.Text);

    [Theory]
    [InlineData("10.0.0.1", "127.0.0.1")]
    [InlineData("10.0.0.1", "localhost")]
    [InlineData("10.0.0.1", "/run/mysqld/b.sock")]
    [InlineData("10.0.0.1", "no-such-host.invalid")]
    public async Task What_cannot_be_told_from_here_is_refused(string server, string peer)
    {
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => Resolve(server, peer));
        Assert.Equal(ErrorIds.PeerAddressUnknown, failure.ErrorId);
        Assert.Contains("-HostPattern", failure.RecommendedAction, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_looked_up_and_only_one_address_is_taken()
    {
        var name = Dns.GetHostName();
        var addresses = (await Dns.GetHostAddressesAsync(name, TestContext.Current.CancellationToken)).Where(a => !a.IsIPv6LinkLocal).Distinct().ToList();
        if (addresses.TrueForAll(IPAddress.IsLoopback))
        {
            Assert.Equal("127.0.0.1", (await Resolve("127.0.0.1", name)).Pattern.Text);
            Assert.Equal(ErrorIds.PeerAddressUnknown, (await Assert.ThrowsAsync<ReplicationException>(() => Resolve("10.0.0.1", name))).ErrorId);
        }
        else if (addresses.Count == 1)
        {
            var (pattern, decision) = await Resolve("db1", name);
            Assert.Equal(addresses[0].ToString(), pattern.Text);
            Assert.Contains(name + " is " + addresses[0], decision, System.StringComparison.Ordinal);
        }
        else
        {
            var failure = await Assert.ThrowsAsync<ReplicationException>(() => Resolve("db1", name));
            Assert.All(addresses, a => Assert.Contains(a.ToString(), failure.Message, System.StringComparison.Ordinal));
        }
    }

    private static Task<(AccountHostPattern Pattern, string? Decision)> Resolve(string server, string peer)
    {
        var listener = new Listener();
        return PeerHost.ResolveAsync(ServerReference.Parse(server), ServerReference.Parse(peer), new OperationContext(listener, listener), TestContext.Current.CancellationToken);
    }
}
