using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MySQL 5.5 and 5.6: status variables of the one link. Slave_last_heartbeat (5.6) is written in the session's time zone
/// (measured), so the session speaks UTC while it is read. Events are not recorded, heartbeats only.
/// </summary>
internal sealed class StatusVariableHeartbeats : HeartbeatWords
{
    private static readonly SqlQuestion[] Asked =
    [
        new("SET @mysql_replication_zone = @@SESSION.time_zone, SESSION time_zone = '+00:00'") { HasRows = false },
        "SHOW GLOBAL STATUS LIKE 'Slave%heartbeat%'",
        "SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s')",
        new("SET SESSION time_zone = @mysql_replication_zone") { HasRows = false },
    ];

    public override IReadOnlyList<SqlQuestion> Questions => Asked;

    public override async Task<IReadOnlyList<HeartbeatRecord>> ReadAsync(
        ServerConnection connection, IReadOnlyList<RawRow> links, IReadOnlyList<IReadOnlyList<RawRow>>? told, int at, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
        {
            return [];
        }

        if (told is null)
        {
            (told, at) = (await connection.QueryTogetherAsync(Asked, cancellationToken).ConfigureAwait(false), 0);
        }

        var variables = told[at];
        var now = told[at + 1].Count == 0 ? null : told[at + 1][0][0].Value;
        string? Value(string name) => variables.FirstOrDefault(row => string.Equals(row.Text("Variable_name"), name, StringComparison.OrdinalIgnoreCase))?.Text("Value");
        var last = Time(Value("Slave_last_heartbeat"));
        var record = new HeartbeatRecord(ReplicaStatusColumns.Channel(links[0]))
        {
            Period = ReplicaStatusColumns.Seconds(Value("Slave_heartbeat_period")),
            Count = long.TryParse(Value("Slave_received_heartbeats"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null,

            // Whole seconds, cut off: up to one more may have passed.
            Age = last is { } then && Time(now as string) is { } read && read >= then ? read - then + TimeSpan.FromSeconds(1) : null,
            TellsTime = last is not null,
        };
        return await WithThreadTimesAsync(connection, links, [record], cancellationToken).ConfigureAwait(false);
    }

    private static DateTime? Time(string? text)
        => DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
