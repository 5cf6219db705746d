using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Status;

/// <summary>By how much one server's clock is ahead of another one's, each read beside this process's steady clock.</summary>
internal static class ClockSkew
{
    private const int Tries = 5;

    /// <summary>The replica's clock less the source's; null when one does not tell. Exact to half of the shortest answer.</summary>
    public static async Task<TimeSpan?> OfAsync(ServerSession replica, ServerSession source, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        return await OffsetAsync(replica, clock, cancellationToken).ConfigureAwait(false) - await OffsetAsync(source, clock, cancellationToken).ConfigureAwait(false) is { } ticks ? TimeSpan.FromTicks(ticks) : null;
    }

    // The server's time less the clock's, of the question that was answered fastest: its answer is the least out.
    private static async Task<long?> OffsetAsync(ServerSession session, Stopwatch clock, CancellationToken cancellationToken)
    {
        long? offset = null;
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            var asked = clock.Elapsed;
            string? said;
            try
            {
                said = Convert.ToString(await session.Connection.ScalarAsync(LinkWords.ShowClock, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
            }
            catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
            {
                return null;
            }

            var took = clock.Elapsed - asked;
            if (took < fastest && DateTime.TryParse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                fastest = took;
                offset = time.Ticks - asked.Ticks - (took.Ticks / 2);
            }
        }

        return offset;
    }
}
