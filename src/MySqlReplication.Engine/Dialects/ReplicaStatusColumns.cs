using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// Reads a row of SHOW REPLICA STATUS, SHOW SLAVE STATUS or SHOW ALL SLAVES STATUS, whatever the server calls its columns.
/// A column that is not there is null, one that is not known stays in the raw row. Names: dialects.md section 4.
/// </summary>
internal static class ReplicaStatusColumns
{
    private static readonly (string Column, string Filter)[] Lists =
    [
        ("Replicate_Do_DB", "replicate-do-db"),
        ("Replicate_Ignore_DB", "replicate-ignore-db"),
        ("Replicate_Do_Table", "replicate-do-table"),
        ("Replicate_Ignore_Table", "replicate-ignore-table"),
        ("Replicate_Wild_Do_Table", "replicate-wild-do-table"),
        ("Replicate_Wild_Ignore_Table", "replicate-wild-ignore-table"),
        ("Replicate_Do_Domain_Ids", "do-domain-ids"),
        ("Replicate_Ignore_Domain_Ids", "ignore-domain-ids"),
    ];

    /// <summary>The channel's or named connection's name; empty for the default one and on servers that know only one.</summary>
    public static string Channel(RawRow row) => row.Text("Channel_Name", "Connection_name") ?? string.Empty;

    /// <summary>The source's host as the row has it; empty when the link has none.</summary>
    public static string SourceHost(RawRow row) => row.Text("Source_Host", "Master_Host") ?? string.Empty;

    /// <summary>
    /// Whether the row is a link of this kind of replication. Group Replication shows its own channels among them, with a source
    /// host of "&lt;NULL&gt;".
    /// </summary>
    public static bool IsLink(RawRow row) => SourceHost(row).Length > 0 && !Channel(row).StartsWith("group_replication_", StringComparison.OrdinalIgnoreCase);

    /// <summary>When a thread's last error was, in the server's own time zone (yyMMdd hh:mm:ss); null when there was none or no time is kept.</summary>
    public static string? ErrorTime(RawRow row, bool receiver)
        => DateTime.TryParseExact(row.Text(receiver ? "Last_IO_Error_Timestamp" : "Last_SQL_Error_Timestamp"), "yyMMdd H:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : null;

    /// <summary>Whether the receiver says that it is connected.</summary>
    public static bool IsReceiving(RawRow row) => Thread(row.Text("Replica_IO_Running", "Slave_IO_Running")) == ReplicaThreadState.Running;

    /// <summary>
    /// Whether a running receiver's connection is encrypted, by what the server enforces; null where it may have fallen back
    /// to clear text without saying so.
    /// </summary>
    public static bool? TlsInUse(RawRow row, Capabilities capabilities) => !IsReceiving(row) ? null
        : row.Flag("Source_SSL_Allowed", "Master_SSL_Allowed") switch
        {
            false => false,
            true when capabilities.LinkTlsIsBinding => true,
            true when capabilities.VerifiedLinkTlsIsBinding && row.Flag("Source_SSL_Verify_Server_Cert", "Master_SSL_Verify_Server_Cert") == true => true,
            _ => null,
        };

    /// <summary>The row in typed form; the verdict on health is left to its caller.</summary>
    public static ReplicaStatus Read(ServerReference server, RawRow row)
    {
        var receiver = Thread(row.Text("Replica_IO_Running", "Slave_IO_Running"));
        var applier = Thread(row.Text("Replica_SQL_Running", "Slave_SQL_Running"));
        var delay = Seconds(row.Number("SQL_Delay"));
        var usingGtid = row.Text("Using_Gtid");
        return new ReplicaStatus
        {
            Server = server,
            Source = Source(row),
            Channel = Channel(row),
            SourceUser = NotEmpty(row.Text("Source_User", "Master_User")),
            Receiver = receiver,
            Applier = applier,
            ReceiverState = Words(row.Text("Replica_IO_State", "Slave_IO_State")),
            ApplierState = Words(row.Text("Replica_SQL_Running_State", "Slave_SQL_Running_State", "Slave_SQL_State")),
            HealthReason = string.Empty,
            Lag = receiver == ReplicaThreadState.Running && applier == ReplicaThreadState.Running
                ? Behind(row.Number("Seconds_Behind_Source", "Seconds_Behind_Master"), delay)
                : null,
            WantedDelay = delay,
            ReceivedCoordinates = At(row.Text("Source_Log_File", "Master_Log_File"), row.Number("Read_Source_Log_Pos", "Read_Master_Log_Pos")),
            ExecutedCoordinates = At(row.Text("Relay_Source_Log_File", "Relay_Master_Log_File"), row.Number("Exec_Source_Log_Pos", "Exec_Master_Log_Pos")),
            RelayLogCoordinates = At(row.Text("Relay_Log_File"), row.Number("Relay_Log_Pos")),
            RelayLogSpace = row.Number("Relay_Log_Space"),
            RemainingDelay = Seconds(row.Number("SQL_Remaining_Delay")),
            UsesGtid = usingGtid is null ? row.Flag("Auto_Position") ?? false : !usingGtid.Equals("No", StringComparison.OrdinalIgnoreCase),
            UsingGtid = usingGtid,
            ReceivedGtidSet = Gtids(row.Text("Retrieved_Gtid_Set", "Gtid_IO_Pos")),
            ExecutedGtidSet = Gtids(row.Text("Executed_Gtid_Set", "Gtid_Slave_Pos")),
            ReceiverErrorCode = (int?)row.Number("Last_IO_Errno"),
            ReceiverError = Words(row.Text("Last_IO_Error")),
            ApplierErrorCode = (int?)row.Number("Last_SQL_Errno", "Last_Errno"),
            ApplierError = Words(row.Text("Last_SQL_Error", "Last_Error")),
            SourceServerId = row.Number("Source_Server_Id", "Master_Server_Id"),
            SourceUuid = NotEmpty(row.Text("Source_UUID", "Master_UUID")),
            TlsConfigured = row.Flag("Source_SSL_Allowed", "Master_SSL_Allowed"),
            ConnectRetry = (int?)row.Number("Connect_Retry"),
            RetryCount = row.Number("Source_Retry_Count", "Master_Retry_Count"),
            Filters = Filters(row),
            IgnoredServerIds = Numbers(row.Text("Replicate_Ignore_Server_Ids")),
            Row = row,
        };
    }

    /// <summary>A number of seconds, whole or not, text or number; null when it is none.</summary>
    public static TimeSpan? Seconds(object? value)
        => decimal.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 100_000_000_000m
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static ReplicaThreadState Thread(string? word) => word?.ToUpperInvariant() switch
    {
        "YES" => ReplicaThreadState.Running,
        "NO" => ReplicaThreadState.Stopped,
        "CONNECTING" or "PREPARING" => ReplicaThreadState.Connecting,
        _ => ReplicaThreadState.Other,
    };

    private static ServerReference? Source(RawRow row)
    {
        var host = SourceHost(row);
        return string.IsNullOrWhiteSpace(host)
            ? null
            : new ServerReference(new ServerAddress(host, row.Number("Source_Port", "Master_Port") is { } port and >= 1 and <= 65535 ? (int)port : ServerAddress.DefaultPort));
    }

    // Seconds_Behind counts a wanted delay in: a replica that is late on purpose is not behind what is wanted of it.
    private static TimeSpan? Behind(long? seconds, TimeSpan? delay)
    {
        if (Seconds(seconds) is not { } behind)
        {
            return null;
        }

        var lag = behind - (delay ?? TimeSpan.Zero);
        return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
    }

    private static BinlogCoordinates? At(string? file, long? position)
        => string.IsNullOrWhiteSpace(file) || position is not >= 0 ? null : new BinlogCoordinates(file!, position.Value);

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Words(string? text) => string.IsNullOrEmpty(text) ? null : Redaction.Clean(text!);

    // MySQL breaks a long set into lines.
    private static string? Gtids(string? set) => set?.Replace("\n", string.Empty);

    private static List<string> Filters(RawRow row)
    {
        var filters = new List<string>();
        foreach (var (column, filter) in Lists)
        {
            if (row.Text(column) is { Length: > 0 } list)
            {
                filters.AddRange(Split(list).Select(value => filter + "=" + value));
            }
        }

        // MySQL writes "(from,to),(from,to)", MariaDB "from->to,from->to".
        if (row.Text("Replicate_Rewrite_DB") is not { Length: > 0 } rewrites)
        {
            return filters;
        }

        var pairs = rewrites.StartsWith("(", StringComparison.Ordinal)
            ? rewrites.Trim('(', ')').Split(["),("], StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Replace(",", "->"))
            : Split(rewrites);
        filters.AddRange(pairs.Select(pair => "replicate-rewrite-db=" + pair));
        return filters;
    }

    private static long[] Numbers(string? list) => string.IsNullOrEmpty(list) ? [] : Split(list)
        .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
        .Where(number => number >= 0)
        .ToArray();

    private static IEnumerable<string> Split(string? list)
        => (list ?? string.Empty).Split(',').Select(part => part.Trim()).Where(part => part.Length > 0);
}
