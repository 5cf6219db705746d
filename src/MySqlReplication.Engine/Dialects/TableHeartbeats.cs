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

    // UNIX_TIMESTAMP of a TIMESTAMP column is the stored value: no time zone, no summer time comes in between.
    private readonly SqlQuestion[] _questions =
    [
        "SELECT c.CHANNEL_NAME AS channel, c.HEARTBEAT_INTERVAL AS period, s.COUNT_RECEIVED_HEARTBEATS AS heartbeats, "
            + "UNIX_TIMESTAMP(s.LAST_HEARTBEAT_TIMESTAMP) AS heartbeat, "
            + (capabilities.HasQueueTimes ? "UNIX_TIMESTAMP(s.LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP)" : "NULL") + " AS queued, "
            + "UNIX_TIMESTAMP() + MICROSECOND(NOW(6)) / 1000000 AS now "
            + "FROM performance_schema.replication_connection_configuration c LEFT JOIN " + Table + " s ON s.CHANNEL_NAME = c.CHANNEL_NAME",
    ];

    public override IReadOnlyList<SqlQuestion> Questions => _questions;

    public override async Task<IReadOnlyList<HeartbeatRecord>> ReadAsync(
        ServerConnection connection, IReadOnlyList<RawRow> links, IReadOnlyList<IReadOnlyList<RawRow>>? told, int at, CancellationToken cancellationToken)
    {
        // Some logins may not read these tables.
        var rows = told is not null ? told[at] : (await connection.TryQueryAsync(new SqlBatch(_questions), cancellationToken).ConfigureAwait(false))?[0];
        if (rows is null)
        {
            return links.Select(row => new HeartbeatRecord(ReplicaStatusColumns.Channel(row)) { Denied = Table }).ToList();
        }

        var records = rows.ToDictionary(row => row.Text("channel") ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        var each = links.Select(link => ReplicaStatusColumns.Channel(link)).Select(channel => records.TryGetValue(channel, out var row)
            ? new HeartbeatRecord(channel)
            {
                Period = ReplicaStatusColumns.Seconds(row["period"]),
                Count = row.Number("heartbeats"),
                Age = Age(row),
                TellsTime = true,
            }
            : new HeartbeatRecord(channel)).ToList();
        return await WithThreadTimesAsync(connection, links, each, cancellationToken).ConfigureAwait(false);
    }

    // Zero is "never".
    private static TimeSpan? Age(RawRow row)
    {
        var last = Math.Max(Fraction(row["heartbeat"]) ?? 0, Fraction(row["queued"]) ?? 0);
        return last > 0 && Fraction(row["now"]) is { } now ? TimeSpan.FromSeconds((double)Math.Max(0, now - last)) : null;
    }
}
