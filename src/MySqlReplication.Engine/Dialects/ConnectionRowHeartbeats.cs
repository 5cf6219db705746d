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
    // Whole seconds, cut off, for a tenth of what the table of the same list costs, which is made on disk (measured: 11.8).
    private static readonly SqlQuestion[] Asked = [new("SHOW PROCESSLIST") { Column = "Command", Value = "Slave_IO" }];

    public override IReadOnlyList<SqlQuestion> Questions => Asked;

    public override async Task<IReadOnlyList<HeartbeatRecord>> ReadAsync(
        ServerConnection connection, IReadOnlyList<RawRow> links, IReadOnlyList<IReadOnlyList<RawRow>>? told, int at, CancellationToken cancellationToken)
    {
        var receiving = links.Where(ReplicaStatusColumns.IsReceiving).ToList();
        if (receiving.Count == 0)
        {
            return Records(links, []);
        }

        // Up to one second more may have passed. Where it is the time since the last message it is asked for more exactly, unless
        // even so the link is proven to be heard.
        var atMost = told?[at].Select(row => row.Number("Time")).Where(time => time is not null).Select(time => TimeSpan.FromSeconds(time!.Value + 1)).ToList();
        if (atMost is { Count: > 0 } && (!capabilities.ReceiverTimeIsSinceLastMessage || receiving.TrueForAll(row => atMost.Max() <= Period(row) + Period(row))))
        {
            return Records(links, atMost);
        }

        var threads = await connection.QueryAsync("SELECT TIME_MS FROM information_schema.PROCESSLIST WHERE COMMAND = 'Slave_IO'", cancellationToken).ConfigureAwait(false);
        return Records(links, threads.Select(row => Fraction(row["TIME_MS"])).OfType<decimal>().Select(ms => TimeSpan.FromMilliseconds((double)ms)).ToList());
    }

    private static TimeSpan? Period(RawRow link) => ReplicaStatusColumns.Seconds(link["Slave_heartbeat_period"]);

    private List<HeartbeatRecord> Records(IReadOnlyList<RawRow> links, List<TimeSpan> times)
    {
        // The list does not say which thread serves which connection: what holds for the oldest holds for all, and silence of
        // the youngest is silence of all.
        var longest = times.Count == 0 ? (TimeSpan?)null : times.Max();
        var exact = capabilities.ReceiverTimeIsSinceLastMessage && longest is not null;
        return links.Select(row =>
        {
            var period = Period(row);
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
