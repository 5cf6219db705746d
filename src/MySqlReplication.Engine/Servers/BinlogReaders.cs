using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Servers;

/// <summary>Who reads a server's binary log now, as far as the login may see.</summary>
internal static class BinlogReaders
{
    /// <summary>How many replicas are attached; null when the login sees only its own sessions (no PROCESS privilege).</summary>
    public static async Task<int?> CountAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var sessions = await session.Connection.QueryAsync("SHOW PROCESSLIST", cancellationToken).ConfigureAwait(false);
        var readers = sessions.Count(row => row.Text("Command") is { } command && command.StartsWith("Binlog Dump", StringComparison.Ordinal));
        return readers > 0 || await SeesAllAsync(session, cancellationToken).ConfigureAwait(false) ? readers : null;
    }

    // Without PROCESS the list is short, not refused: an empty answer proves nothing until the grants say that it would be whole.
    private static async Task<bool> SeesAllAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var grants = await session.Connection.QueryAsync("SHOW GRANTS", cancellationToken).ConfigureAwait(false);
        return grants.Select(row => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).Any(grant =>
        {
            var on = grant.IndexOf(" ON *.* TO ", StringComparison.OrdinalIgnoreCase);
            return on > 0 && grant.Substring(0, on).Split([",", "GRANT "], StringSplitOptions.RemoveEmptyEntries)
                .Any(privilege => privilege.Trim().ToUpperInvariant() is "PROCESS" or "ALL PRIVILEGES");
        });
    }
}
