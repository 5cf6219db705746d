using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Repair;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// Every setting of a link that the server lets be read: those columns of the status row that are settings, MySQL's
/// configuration tables, and the heartbeat period where it is a status variable. Read before and after, and compared.
/// </summary>
internal sealed class LinkReadings
{
    private static readonly string[] SettingsBeginWith = ["Replicate_", "Get_", "Using_Gtid", "Auto_Position", "SQL_Delay", "Connect_Retry", "Network_", "Parallel_Mode"];

    private static readonly string[] SettingsContain = ["_SSL_", "_TLS_", "_Retry_Count", "_Bind", "public_key", "heartbeat_period"];

    private static readonly string[] SettingsEndWith = ["_Host", "_User", "_Port"];

    // Columns of MySQL's tables that the status row has under another name.
    private static readonly string[] Repeated =
    [
        "CHANNEL_NAME", "HOST", "PORT", "USER", "NETWORK_INTERFACE", "AUTO_POSITION", "CONNECTION_RETRY_INTERVAL", "CONNECTION_RETRY_COUNT", "TLS_VERSION",
        "PUBLIC_KEY_PATH", "GET_PUBLIC_KEY", "NETWORK_NAMESPACE", "TLS_CIPHERSUITES", "DESIRED_DELAY",
    ];

    private readonly List<KeyValuePair<string, string?>> _values = [];

    private LinkReadings()
    {
    }

    /// <summary>Reads a link's settings.</summary>
    public static async Task<LinkReadings> ReadAsync(ServerSession session, ReplicaStatus status, CancellationToken cancellationToken)
    {
        var readings = OfRow(status.Row);
        var words = session.Dialect.Links;
        foreach (var statement in words.ShowLinkConfiguration(status.Channel))
        {
            foreach (var row in await QueryAsync(session, statement, cancellationToken).ConfigureAwait(false))
            {
                readings.Add(row.Where(c => !Repeated.Contains(c.Key, StringComparer.OrdinalIgnoreCase) && !c.Key.StartsWith("SSL_", StringComparison.OrdinalIgnoreCase)));
            }
        }

        if (!readings.Has("heartbeat"))
        {
            var rows = await session.Connection.QueryAsync(LinkWords.ShowHeartbeatPeriod, cancellationToken).ConfigureAwait(false);
            readings.Add(rows.Select(r => new KeyValuePair<string, object?>(r.Text("Variable_name") ?? "heartbeat_period", r["Value"])));
        }

        return readings;
    }

    /// <summary>The settings that one row holds.</summary>
    public static LinkReadings OfRow(RawRow row)
    {
        var readings = new LinkReadings();
        readings.Add(row.Where(c => IsSetting(c.Key)));
        return readings;
    }

    /// <summary>Each setting before and after; what is not set on either side is left out.</summary>
    public IReadOnlyList<RestoredSetting> CompareWith(LinkReadings after)
        => _values.Select(b => new RestoredSetting { Name = b.Key, Before = b.Value, After = after.Value(b.Key) })
            .Concat(after._values.Where(a => _values.All(b => b.Key != a.Key)).Select(a => new RestoredSetting { Name = a.Key, After = a.Value }))
            .Where(s => s.Before is not null || s.After is not null)
            .ToList();

    private static bool IsSetting(string column)
        => SettingsBeginWith.Any(s => column.StartsWith(s, StringComparison.OrdinalIgnoreCase))
            || SettingsContain.Any(s => column.IndexOf(s, StringComparison.OrdinalIgnoreCase) >= 0)
            || SettingsEndWith.Any(s => column.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    private static async Task<IReadOnlyList<RawRow>> QueryAsync(ServerSession session, SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            // The status row has most of it.
            return [];
        }
    }

    // MariaDB adds the ids once more at each failed START ("9, 11, 9, 11"; measured on 10.5, 10.11, 11.8): the set counts.
    private static string? Text(string name, object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return name.EndsWith("_Ids", StringComparison.OrdinalIgnoreCase)
            ? string.Join(", ", text.Split(',').Select(id => id.Trim()).Distinct(StringComparer.Ordinal))
            : text;
    }

    private void Add(IEnumerable<KeyValuePair<string, object?>> columns)
    {
        foreach (var column in columns.Where(c => _values.All(v => v.Key != c.Key)))
        {
            _values.Add(new(column.Key, Text(column.Key, column.Value)));
        }
    }

    private bool Has(string part) => _values.Any(v => v.Key.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    private string? Value(string name) => _values.FirstOrDefault(v => v.Key == name).Value;
}
