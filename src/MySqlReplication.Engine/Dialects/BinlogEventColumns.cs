using System;
using System.Text.RegularExpressions;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Reads rows of SHOW BINLOG EVENTS: Log_name, Pos, Event_type, Server_id, End_log_pos, Info on all versions.</summary>
internal static class BinlogEventColumns
{
    // MySQL: SET @@SESSION.GTID_NEXT= 'uuid:5', with a tag 'uuid:tag:5'. MariaDB: "BEGIN GTID 0-1-5" or "GTID 0-1-5 ...".
    private static readonly Regex MySqlGtid = new(@"GTID_NEXT\s*=\s*'([^']+)'", RegexOptions.CultureInvariant);
    private static readonly Regex MariaDBGtid = new(@"\bGTID (\d+)-(\d+)-(\d+)", RegexOptions.CultureInvariant);

    // As servers write them, perhaps behind "use `hello`; ".
    private static readonly Regex AccountStatement = new(
        @"^(?:use `[^`]*`; )?(?:(?:CREATE|ALTER|DROP|RENAME) (?:OR REPLACE )?(?:USER|ROLE)|GRANT|REVOKE|SET (?:PASSWORD|DEFAULT ROLE)|FLUSH)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static BinlogCoordinates Place(RawRow row) => new(row.Text("Log_name") ?? string.Empty, row.Number("Pos") ?? 0);

    public static string Type(RawRow row) => row.Text("Event_type") ?? string.Empty;

    /// <summary>Where a Rotate event sends its reader ("mysql-bin.000007;pos=4"); null when the row is none.</summary>
    public static BinlogCoordinates? Rotation(RawRow row) => Type(row) == "Rotate" && row.Text("Info") is { } info && info.IndexOf(";pos=", StringComparison.Ordinal) is > 0 and var at
        && long.TryParse(info.Substring(at + 5), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var position)
            ? new BinlogCoordinates(info.Substring(0, at), position)
            : null;

    public static long ServerId(RawRow row) => row.Number("Server_id") ?? 0;

    /// <summary>Whether the event is about the file and not something a client did.</summary>
    public static bool IsAboutFile(RawRow row) => Type(row) is "Format_desc" or "Rotate" or "Stop" or "Previous_gtids" or "Gtid_list" or "Binlog_checkpoint"
        or "Heartbeat" or "Heartbeat_v2" or "Start_encryption" or "Ignorable" or "Unknown";

    /// <summary>Whether the event is about accounts, which are each server's own, or only announces another event.</summary>
    public static bool IsAboutAccounts(RawRow row) => Type(row) == "Query" ? AccountStatement.IsMatch(row.Text("Info") ?? string.Empty) : IsGtid(row) || IsAnonymous(row);

    /// <summary>MySQL: whether the row begins a transaction that bears no GTID.</summary>
    public static bool IsAnonymous(RawRow row) => Type(row) == "Anonymous_Gtid";

    /// <summary>Whether the row begins a transaction that bears a GTID.</summary>
    public static bool IsGtid(RawRow row) => Type(row).StartsWith("Gtid", StringComparison.OrdinalIgnoreCase) && Type(row) != "Gtid_list";

    /// <summary>The one transaction of a MySQL GTID event; null when the row is none.</summary>
    public static GtidSet? Gtid(RawRow row) => MySqlGtid.Match(row.Text("Info") ?? string.Empty) is { Success: true } match && GtidSet.TryParse(match.Groups[1].Value, out var set) ? set : null;

    /// <summary>The GTID of a MariaDB GTID event; null when the row is none.</summary>
    public static MariaDBGtidPosition? Position(RawRow row) => MariaDBGtid.Match(row.Text("Info") ?? string.Empty) is { Success: true } match
        ? MariaDBGtidPosition.Parse(match.Groups[1].Value + "-" + match.Groups[2].Value + "-" + match.Groups[3].Value)
        : null;

    /// <summary>MySQL: what was executed before the file began; null when the row does not tell.</summary>
    public static GtidSet? Before(RawRow row) => Type(row) == "Previous_gtids" && GtidSet.TryParse((row.Text("Info") ?? string.Empty).Replace("\n", string.Empty), out var set) ? set : null;

    /// <summary>MariaDB: the state before the file began; null when the row does not tell.</summary>
    public static MariaDBGtidPosition? StateBefore(RawRow row)
        => Type(row) == "Gtid_list" && MariaDBGtidPosition.TryParse((row.Text("Info") ?? string.Empty).Trim('[', ']'), out var position) ? position : null;
}
