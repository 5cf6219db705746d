using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// From a peer's address to the host part of its account. A name is looked up from here and its one address taken: what the
/// source would find by looking an address up backwards is known to nobody else. Where that would be a guess, it is refused.
/// </summary>
internal static class PeerHost
{
    /// <summary>The address that the source is going to see.</summary>
    /// <param name="server">The source.</param>
    /// <param name="peer">The replica.</param>
    /// <param name="context">Limits.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The pattern, and a sentence about how it was found; null when the peer was given as an address.</returns>
    public static async Task<(AccountHostPattern Pattern, string? Decision)> ResolveAsync(
        ServerReference server,
        ServerReference peer,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        var host = peer.HostName;
        var literal = host is not null && IPAddress.TryParse(host, out var written) ? written : null;
        if (literal is not null && !IPAddress.IsLoopback(literal))
        {
            return (AccountHostPattern.Of(literal), null);
        }

        if (host is null || literal is not null || IsLocalName(host))
        {
            return await LoopbackAsync(server, peer, context, cancellationToken).ConfigureAwait(false);
        }

        var addresses = await LookUpAsync(server, host, context, cancellationToken).ConfigureAwait(false);
        if (addresses.All(IPAddress.IsLoopback))
        {
            return await LoopbackAsync(server, peer, context, cancellationToken).ConfigureAwait(false);
        }

        // A replica that connects to an IPv4 address comes from an IPv4 address.
        if (server.HostName is { } name && IPAddress.TryParse(name, out var source))
        {
            var family = addresses.Where(a => a.AddressFamily == source.AddressFamily).ToList();
            addresses = family.Count > 0 ? family : addresses;
        }

        return addresses.Count == 1
            ? (AccountHostPattern.Of(addresses[0]), AccountTexts.PeerLookedUp(host, addresses[0].ToString(), server))
            : throw HostPatternFailures.PeerHasSeveralAddresses(server, host, addresses.Select(a => a.ToString()));
    }

    // Measured on all five: a TCP connection over the loopback is shown as user@localhost and fits '127.0.0.1' all the same,
    // with skip_name_resolve ON and OFF; 'localhost' fits only where it is OFF.
    private static async Task<(AccountHostPattern Pattern, string? Decision)> LoopbackAsync(
        ServerReference server,
        ServerReference peer,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        var host = server.HostName;
        if (host is null || IsLocalName(host))
        {
            return (AccountHostPattern.Of(IPAddress.Loopback), AccountTexts.PeerIsLocal(peer));
        }

        if (!IPAddress.TryParse(host, out var address))
        {
            var found = await LookUpAsync(server, host, context, cancellationToken).ConfigureAwait(false);
            address = found.FirstOrDefault(IPAddress.IsLoopback);
        }

        return address is not null && IPAddress.IsLoopback(address)
            ? (AccountHostPattern.Of(address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback), AccountTexts.PeerIsLocal(peer))
            : throw HostPatternFailures.PeerIsThisMachine(server, peer.ToString());
    }

    private static bool IsLocalName(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);

    private static async Task<List<IPAddress>> LookUpAsync(ServerReference server, string host, OperationContext context, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
#if NET8_0_OR_GREATER
        var asked = Dns.GetHostAddressesAsync(host, limit.Token);
#else
        // .NET Framework cannot cancel a look-up: it is left behind when the limit is over.
        var asked = Dns.GetHostAddressesAsync(host);
#endif
        var first = await Task.WhenAny(asked, Task.Delay(context.ConnectTimeout, limit.Token)).ConfigureAwait(false);
        limit.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        if (first != asked)
        {
            throw HostPatternFailures.PeerNotFound(server, host, "the look-up did not end within " + (int)context.ConnectTimeout.TotalSeconds + " s.");
        }

        try
        {
            var addresses = await asked.ConfigureAwait(false);
            return addresses.Length > 0
                ? addresses.Where(a => !a.IsIPv6LinkLocal || addresses.All(o => o.IsIPv6LinkLocal)).Distinct().ToList()
                : throw HostPatternFailures.PeerNotFound(server, host, "the name is not known.");
        }
        catch (SocketException)
        {
            throw HostPatternFailures.PeerNotFound(server, host, "the name is not known.");
        }
    }
}
