using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>
/// Reads the lines of an error log as MySQL 5.5 to 9 and MariaDB write them. A line that begins with no time belongs to the
/// entry before it.
/// </summary>
internal static class ErrorLogParser
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    // MySQL 5.7 and later: 2026-11-22T22:22:57.392180Z 0 [System] [MY-010116] [Server] text (5.7 without code and subsystem; +02:00 with log_timestamps=SYSTEM).
    private static readonly Regex Zoned = new(@"^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)\s+(?<thread>\d+)\s+\[(?<level>\w+)\]\s+(?:\[(?<code>MY-\d+)\]\s+\[(?<sub>[^\]]+)\]\s+)?(?<text>.*)$", Plain);

    // MySQL 5.6 and MariaDB 10.1 and later: 2026-11-22 22:22:54 448 [Note] text. The hour may be one digit behind a blank.
    private static readonly Regex Local = new(@"^(?<time>\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d:\d\d)\s+(?:(?<thread>\d+|0x[0-9a-fA-F]+)\s+)?(?:\[(?<level>\w+)\]\s+)?(?<text>.*)$", Plain);

    // MySQL 5.5, MariaDB before 10.1, mysqld_safe: 221122  9:05:01 [Note] text.
    private static readonly Regex Short = new(@"^(?<time>\d{6}\s+\d{1,2}:\d\d:\d\d)\s+(?:\[(?<level>\w+)\]\s+)?(?<text>.*)$", Plain);

    // 2026-11-22T10:00:00.6NZ mysqld_safe Starting ..., 2026-11-22T10:00:00.123456Z mysqld_safe ...
    private static readonly Regex Safe = new(@"^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\S*Z?\s+(?<sub>mysqld_safe|mariadbd-safe)\s+(?<text>.*)$", Plain);

    private static readonly Regex InnerCode = new(@"(?:Internal MariaDB error code|Error_code|error code|errno)[:=]?\s*(?:MY-)?0*(?<code>\d+)", Plain | RegexOptions.IgnoreCase);

    private static readonly Regex AboutReplication = new(
        @"\b(?:slave|replica|replication|master|relay|relay-log|binlog|binary log|gtid|gtids|semi-?sync|CHANGE REPLICATION|mysql-bin|semisync)\b|\bsource '|from source|to source|\bI/O thread|\bSQL thread|bin_log|binlog_|Error reading packet from server|wsrep|WSREP|group_replication",
        Plain | RegexOptions.IgnoreCase);

    /// <summary>Reads lines into entries.</summary>
    /// <param name="lines">The lines in order.</param>
    /// <param name="log">Where they are from.</param>
    /// <param name="server">The server; null when only a file is known.</param>
    /// <param name="zone">What a time without a zone is to be taken with; null for this machine's.</param>
    public static IEnumerable<ErrorLogEvent> Read(IEnumerable<string> lines, string log, ServerReference? server, TimeSpan? zone)
    {
        ErrorLogEvent? open = null;
        var further = new List<string>();
        foreach (var line in lines)
        {
            if (Begin(line.TrimEnd('\r'), log, server, zone) is { } next)
            {
                if (open is not null)
                {
                    yield return Finish(open, further);
                }

                open = next;
                further.Clear();
            }
            else if (open is not null && further.Count < 200)
            {
                further.Add(line.TrimEnd());
            }
        }

        if (open is not null)
        {
            yield return Finish(open, further);
        }
    }

    /// <summary>An entry of performance_schema.error_log.</summary>
    public static ErrorLogEvent OfTable(ServerReference server, DateTimeOffset? time, string? level, string? code, string? subsystem, long? thread, string text)
        => Finish(
            new ErrorLogEvent { Server = server, Log = "performance_schema.error_log", Time = time, Level = Level(level), Code = Number(code), Subsystem = subsystem, Thread = thread, Text = text },
            []);

    /// <summary>Whether an entry has to do with replication.</summary>
    public static bool IsAboutReplication(ErrorLogEvent entry) => entry.Subsystem == "Repl" || AboutReplication.IsMatch(entry.Text.Replace("source revision", string.Empty));

    private static ErrorLogEvent? Begin(string line, string log, ServerReference? server, TimeSpan? zone)
    {
        var match = Safe.Match(line);
        match = match.Success ? match : Zoned.Match(line);
        match = match.Success ? match : Local.Match(line);
        match = match.Success ? match : Short.Match(line);
        return !match.Success ? null : new ErrorLogEvent
        {
            Server = server,
            Log = log,
            Time = Time(match.Groups["time"].Value, zone),
            Level = Level(match.Groups["level"].Value),
            Code = Number(match.Groups["code"].Value),
            Subsystem = match.Groups["sub"] is { Success: true } sub ? sub.Value : null,
            Thread = long.TryParse(match.Groups["thread"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var thread) ? thread : null,
            Text = match.Groups["text"].Value,
        };
    }

    private static ErrorLogEvent Finish(ErrorLogEvent entry, List<string> further)
    {
        var text = Redaction.Clean(string.Join("\n", new[] { entry.Text }.Concat(further)).TrimEnd());
        var inner = InnerCode.Matches(text).Cast<Match>().Select(m => Number(m.Groups["code"].Value)).LastOrDefault(n => n is > 0);
        var code = inner ?? entry.Code;
        return entry with { Text = text, Code = code, Explanation = ErrorCatalogue.Find(code, text) };
    }

    private static DateTimeOffset? Time(string text, TimeSpan? zone)
    {
        text = Regex.Replace(text, @"\s+", " ", Plain);
        if (text.IndexOf('T') > 0 && text.Length > 19)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned) ? zoned : null;
        }

        string[] formats = ["yyyy-MM-dd H:mm:ss", "yyMMdd H:mm:ss", "yyyy-MM-ddTHH:mm:ss"];
        return !DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? null
            : text.IndexOf('T') > 0 ? new DateTimeOffset(local, TimeSpan.Zero)
            : zone is { } offset ? new DateTimeOffset(local, offset)
            : new DateTimeOffset(local);
    }

    private static ErrorLogLevel Level(string? word) => word?.ToUpperInvariant() switch
    {
        "SYSTEM" => ErrorLogLevel.System,
        "ERROR" => ErrorLogLevel.Error,
        "WARNING" or "WARN" => ErrorLogLevel.Warning,
        "NOTE" or "INFO" => ErrorLogLevel.Note,
        _ => ErrorLogLevel.Other,
    };

    private static int? Number(string? code)
        => code is { Length: > 0 } && int.TryParse(code.StartsWith("MY-", StringComparison.Ordinal) ? code.Substring(3) : code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
