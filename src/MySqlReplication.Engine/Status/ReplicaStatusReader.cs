using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>Reads the links of a server over an open session: for operations that have one.</summary>
internal static class ReplicaStatusReader
{
    /// <summary>All channels, in the server's order; a link that was forgotten (no source host) is none.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">PrivilegeMissing, ConnectionLost, StatementFailed.</exception>
    public static async Task<IReadOnlyList<ReplicaStatus>> ReadAllAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var rows = await session.Connection.QueryAsync(session.Dialect.Links.ShowReplicaStatus, cancellationToken).ConfigureAwait(false);
        return rows
            .Where(row => ReplicaStatusColumns.SourceHost(row).Length > 0)
            .Select(row => ReplicaHealth.Judge(ReplicaStatusColumns.Read(session.Server, row), session.Facts))
            .ToList();
    }

    /// <summary>One channel; null when the server has no such link. Connection names compare without case, as the servers do.</summary>
    public static async Task<ReplicaStatus?> ReadAsync(ServerSession session, string channel, CancellationToken cancellationToken)
        => (await ReadAllAsync(session, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(status => string.Equals(status.Channel, channel, StringComparison.OrdinalIgnoreCase));
}
