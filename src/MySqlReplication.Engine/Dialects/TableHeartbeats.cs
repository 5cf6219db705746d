using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MySQL 5.7 and later: performance_schema.replication_connection_*, which answer even with performance_schema=OFF (measured
/// on 9.7; LAST_HEARTBEAT_TIMESTAMP and the queue times move there too).
/// </summary>
internal sealed class TableHeartbeats(Capabilities capabilities) : HeartbeatWords
{
    private const string Table = "performance_schema.replication_connection_status";

    public override async Task<IReadOnlyList<HeartbeatRecord>> ReadAsync(ServerConnection connection, IReadOnlyList<RawRow> links, CancellationToken cancellationToken)
    {
        // UNIX_TIMESTAMP of a TIMESTAMP column is the stored value: no time zone, no summer time comes in between.
        var queue = capabilities.HasQueueTimes ? "UNIX_TIMESTAMP(s.LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP)" : "NULL";
        var rows = await TryAsync(
            connection,
            "SELECT c.CHANNEL_NAME AS channel, c.HEARTBEAT_INTERVAL AS period, s.COUNT_RECEIVED_HEARTBEATS AS heartbeats, "
                + "UNIX_TIMESTAMP(s.LAST_HEARTBEAT_TIMESTAMP) AS heartbeat, " + queue + " AS queued, "
                + "UNIX_TIMESTAMP() + MICROSECOND(NOW(6)) / 1000000 AS now "
                + "FROM performance_schema.replication_connection_configuration c LEFT JOIN " + Table + " s ON s.CHANNEL_NAME = c.CHANNEL_NAME",
            cancellationToken).ConfigureAwait(false);
        if (rows is null)
        {
            return links.Select(row => new HeartbeatRecord(ReplicaStatusColumns.Channel(row)) { Denied = Table }).ToList();
        }

        var told = rows.ToDictionary(row => row.Text("channel") ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        var records = links.Select(link => ReplicaStatusColumns.Channel(link)).Select(channel => told.TryGetValue(channel, out var row)
            ? new HeartbeatRecord(channel)
            {
                Period = ReplicaStatusColumns.Seconds(row["period"]),
                Count = row.Number("heartbeats"),
                Age = Age(row),
                TellsTime = true,
            }
            : new HeartbeatRecord(channel)).ToList();
        return await WithThreadTimesAsync(connection, links, records, cancellationToken).ConfigureAwait(false);
    }

    // Zero is "never".
    private static TimeSpan? Age(RawRow row)
    {
        var last = Math.Max(Fraction(row["heartbeat"]) ?? 0, Fraction(row["queued"]) ?? 0);
        return last > 0 && Fraction(row["now"]) is { } now ? TimeSpan.FromSeconds((double)Math.Max(0, now - last)) : null;
    }
}
