using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>
/// Whether servers agree about the time. MySQL manual, SHOW REPLICA STATUS: Seconds_Behind_Source takes the difference of the two
/// clocks out, as it was when the receiver started; a clock that is set later, and all times of commits, are taken as they are.
/// </summary>
internal static class ClockRules
{
    /// <summary>More than that is told: NTP keeps servers within milliseconds, and lag is counted in seconds.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    /// <summary>One a server whose clock differs from that of another one.</summary>
    public static IEnumerable<ReplicationFinding> Of(IReadOnlyList<ServerEvidence> servers)
    {
        foreach (var s in servers.Where(s => s.Clock is not null))
        {
            var others = servers.Where(o => o != s && o.Clock is { } clock && s.Clock!.DiffersFrom(clock, Bound)).ToList();
            if (others.Count > 0)
            {
                yield return ServerRules.Make(
                    s,
                    FindingSeverity.Warning,
                    "ClocksDiffer",
                    "clock",
                    "the clock of " + s.Server + " is " + string.Join(", ", others.Select(o => Words(s.Clock!.Ahead(o.Clock!)) + " that of " + o.Server)) + " (more than " + Seconds(Bound) + " is told)",
                    "Times are not the same on the two: what the server calls lag (Seconds_Behind, times of commits) is out by as much, NOW() differs after a change of roles, and logs cannot be read side by side.",
                    "Let both machines follow one time server (NTP); then stop and start the receiver. Measure-ReplicationLag takes the difference out");
            }
        }
    }

    private static string Words(TimeSpan ahead) => Seconds(ahead.Duration()) + (ahead < TimeSpan.Zero ? " behind" : " ahead of");

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
