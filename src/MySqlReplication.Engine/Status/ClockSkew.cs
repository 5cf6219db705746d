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
    private static readonly Stopwatch Steady = Stopwatch.StartNew();

    /// <summary>The replica's clock less the source's; null when one does not tell. Exact to half of the shortest answer.</summary>
    public static async Task<TimeSpan?> OfAsync(ServerSession replica, ServerSession source, CancellationToken cancellationToken)
        => await ReadAsync(replica, cancellationToken).ConfigureAwait(false) is { } here && await ReadAsync(source, cancellationToken).ConfigureAwait(false) is { } there
            ? here.Ahead(there)
            : null;

    /// <summary>A server's clock, by the question that was answered fastest: its answer is the least out. Null when it does not tell.</summary>
    public static async Task<ServerClock?> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        ServerClock? clock = null;
        for (var i = 0; i < Tries; i++)
        {
            var asked = Steady.Elapsed;
            string? said;
            try
            {
                said = Convert.ToString(await session.Connection.ScalarAsync(LinkWords.ShowClock, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
            }
            catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
            {
                return null;
            }

            var half = TimeSpan.FromTicks((Steady.Elapsed - asked).Ticks / 2);
            if (!(half >= clock?.Error) && DateTime.TryParse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                clock = new ServerClock(time.Ticks - asked.Ticks - half.Ticks, half);
            }
        }

        return clock;
    }
}
