using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Where a server keeps what its receivers heard. One subclass a place.</summary>
internal abstract class HeartbeatWords
{
    /// <summary>What may be asked together with the links, before it is known whether there are any.</summary>
    public abstract IReadOnlyList<SqlQuestion> Questions { get; }

    /// <summary>One record for each link that has a row.</summary>
    /// <param name="connection">For what the questions leave open.</param>
    /// <param name="links">The links.</param>
    /// <param name="told">What the server answered to <see cref="Questions"/>, from the place given on; null when they were not asked yet.</param>
    /// <param name="at">That place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Task<IReadOnlyList<HeartbeatRecord>> ReadAsync(
        ServerConnection connection, IReadOnlyList<RawRow> links, IReadOnlyList<IReadOnlyList<RawRow>>? told, int at, CancellationToken cancellationToken);

    /// <summary>The record of each link with the time its receiver thread has been there, as far as the process list tells it.</summary>
    protected static async Task<IReadOnlyList<HeartbeatRecord>> WithThreadTimesAsync(
        ServerConnection connection, IReadOnlyList<RawRow> links, IReadOnlyList<HeartbeatRecord> records, CancellationToken cancellationToken)
    {
        var unproven = records.Where(record => record.Period is { } period && !(record.Age <= period + period)).Select(record => record.Channel).ToList();
        if (!links.Any(row => unproven.Contains(ReplicaStatusColumns.Channel(row)) && ReplicaStatusColumns.IsReceiving(row)))
        {
            return records;
        }

        var threads = await connection.QueryAsync("SHOW PROCESSLIST", cancellationToken).ConfigureAwait(false);
        return records.Select(record =>
        {
            // The list does not name the channel; the state's text is the same as in the link's row. Of several alike the
            // oldest is taken: an upper bound for each.
            var state = links.First(row => ReplicaStatusColumns.Channel(row) == record.Channel).Text("Replica_IO_State", "Slave_IO_State");
            var times = threads
                .Where(thread => thread.Text("User") == "system user" && thread.Text("State") == state)
                .Select(thread => thread.Number("Time"))
                .ToList();

            // Whole seconds, cut off: up to one more may have passed.
            return times.Count == 0 || times.Contains(null) ? record : record with { StartedAgo = TimeSpan.FromSeconds(times.Max()!.Value + 1) };
        }).ToList();
    }

    /// <summary>A number with a fraction; null when it is none.</summary>
    protected static decimal? Fraction(object? value)
        => decimal.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
