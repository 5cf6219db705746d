using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The links of a server as a replica. Changes nothing.</summary>
public static class ReadReplicaStatus
{
    /// <summary>Reads one channel or all.</summary>
    /// <param name="server">The replica.</param>
    /// <param name="channel">The channel; empty for the default one; null for all.</param>
    /// <param name="context">Where to speak.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One a channel; empty when the server is nobody's replica.</returns>
    /// <exception cref="ReplicationException">ChannelNotFound, PrivilegeMissing, and those of connecting.</exception>
    public static async Task<IReadOnlyList<ReplicaStatus>> ReadAsync(ServerReference server, string? channel, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(session, channel, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same over an open session.</summary>
    internal static async Task<IReadOnlyList<ReplicaStatus>> ReadAsync(ServerSession session, string? channel, CancellationToken cancellationToken)
    {
        var links = await ReplicaStatusReader.ReadAllAsync(session, cancellationToken).ConfigureAwait(false);
        if (channel is null)
        {
            return links;
        }

        var named = links.Where(link => string.Equals(link.Channel, channel, StringComparison.OrdinalIgnoreCase)).ToList();
        return named.Count > 0 ? named : throw StatusFailures.ChannelNotFound(session.Server, channel, links);
    }
}
