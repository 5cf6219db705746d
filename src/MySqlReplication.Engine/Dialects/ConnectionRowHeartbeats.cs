using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MariaDB: period and count are columns of the link's row; no time is told. The process list shows how long the receiver
/// thread has been there: since it started (10.5, 10.11), or since the last message of any sort (11.8), all measured.
/// Master_last_event_time of 11.8 is the source's clock and proves nothing about arrival.
/// </summary>
internal sealed class ConnectionRowHeartbeats(Capabilities capabilities) : HeartbeatWords
{
    public override async Task<IReadOnlyList<HeartbeatRecord>> ReadAsync(ServerConnection connection, IReadOnlyList<RawRow> links, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        if (links.Any(ReplicaStatusColumns.IsReceiving))
        {
            var threads = await connection.QueryAsync("SELECT TIME_MS FROM information_schema.PROCESSLIST WHERE COMMAND = 'Slave_IO'", cancellationToken).ConfigureAwait(false);
            times.AddRange(threads.Select(row => Fraction(row["TIME_MS"])).OfType<decimal>().Select(ms => TimeSpan.FromMilliseconds((double)ms)));
        }

        // The list does not say which thread serves which connection: what holds for the oldest holds for all, and silence of
        // the youngest is silence of all.
        var longest = times.Count == 0 ? (TimeSpan?)null : times.Max();
        var exact = capabilities.ReceiverTimeIsSinceLastMessage && longest is not null;
        return links.Select(row =>
        {
            var period = ReplicaStatusColumns.Seconds(row["Slave_heartbeat_period"]);
            return new HeartbeatRecord(ReplicaStatusColumns.Channel(row))
            {
                Period = period,
                Count = row.Number("Slave_received_heartbeats"),
                Age = exact ? longest : null,
                IsOwn = times.Count == 1,
                TellsTime = exact,
                IsComplete = exact && (times.Count == 1 || times.Min() > period + period),
                StartedAgo = exact ? null : longest,
            };
        }).ToList();
    }
}
