using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>A server's own binary log: where a replica of it would start now. Changes nothing.</summary>
public static class ReadSourceStatus
{
    /// <summary>Reads the coordinates.</summary>
    /// <exception cref="ReplicationException">BinlogDisabled, PrivilegeMissing, and those of connecting.</exception>
    public static async Task<SourceStatus> ReadAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        var status = await ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var replicas = await BinlogReaders.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var (_, semiSync, semiSyncReplicas) = await SemiSync.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return status with
        {
            Replicas = replicas,
            ConnectedReplicas = replicas?.Count,
            RegisteredReplicas = await BinlogReaders.RegisteredAsync(session, cancellationToken).ConfigureAwait(false),
            SemiSyncActive = semiSync,
            SemiSyncReplicas = semiSyncReplicas,
            Cluster = ClusterMembership.Of(session.Facts),
        };
    }

    /// <summary>Coordinates and GTIDs alone, over an open session.</summary>
    internal static async Task<SourceStatus> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        // MariaDB's GTID position is read first: then it is never ahead of the coordinates.
        var gtid = session.Capabilities.HasMariaDBGtid
            ? Convert.ToString(await session.Connection.ScalarAsync("SELECT @@GLOBAL.gtid_binlog_pos", cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture)
            : null;
        var rows = await session.Connection.QueryAsync(session.Dialect.Links.ShowSourceStatus, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0 || string.IsNullOrEmpty(rows[0].Text("File")))
        {
            throw StatusFailures.BinlogDisabled(session.Server);
        }

        var status = SourceStatusColumns.Read(session.Server, rows[0]);
        return status with { ExecutedGtidSet = gtid ?? status.ExecutedGtidSet };
    }
}
