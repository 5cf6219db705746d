using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// Reads a binary log that others write meanwhile. MySQL reads the file beside its writers and may meet the half of an event ("truncated in the middle of event", 1220,
/// measured on 9.7): what stands before came whole, and a moment later the rest is there too.
/// </summary>
internal static class BinlogEvents
{
    private const int ErrorInShowBinlogEvents = 1220;

    // In vain one after the other: then the log is damaged.
    private const int Tries = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Hands over the events of one file from a place on, each once.</summary>
    /// <param name="source">Whose log it is.</param>
    /// <param name="from">File, and the place of an event.</param>
    /// <param name="limit">How many at least, when there are so many.</param>
    /// <param name="take">Gets each; false ends it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="timeout">Of the statement.</param>
    /// <exception cref="ReplicationException">StatementFailed when the log is damaged; ServerTimeout, ConnectionLost.</exception>
    public static async Task ReadAsync(ServerSession source, BinlogCoordinates from, long limit, Func<RawRow, bool> take, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        BinlogCoordinates? last = null;
        for (var inVain = 0; ;)
        {
            var begun = last;
            try
            {
                await source.Connection.StreamAsync(
                    LinkWords.ShowBinlogEvents(last ?? from, limit),
                    row =>
                    {
                        // From the beginning of the last one: from MariaDB 11.4 on End_log_pos is 0 within a transaction (binlog_legacy_event_pos).
                        if (BinlogEventColumns.Place(row) == last)
                        {
                            return true;
                        }

                        last = BinlogEventColumns.Place(row);
                        return take(row);
                    },
                    cancellationToken,
                    timeout).ConfigureAwait(false);
                return;
            }
            catch (ReplicationException e) when (e.ServerErrorCode == ErrorInShowBinlogEvents && (inVain = last == begun ? inVain + 1 : 0) < Tries)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
