using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// Relay logs that lack what the receiver wrote into them: the applier has read all, nobody executes anything, and what was
/// received is not executed. For a moment that is so on every busy link; where it stands still, the end of a file was cut off
/// (measured on all five), or a file that was deleted got its number again, and MySQL 9 reads the new one over and over. Both
/// threads run then without any error.
/// </summary>
internal static class RelayLogGaps
{
    /// <summary>So long it must have stood still: far beyond what an applier needs to wake up, and a MySQL needs to write its position down.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.Ordinal);

    /// <summary>Adds a reading and says for how long it has been so; null when it is not so.</summary>
    /// <param name="receiver">Which link.</param>
    /// <param name="status">What was read.</param>
    /// <param name="isIdle">Asks the server whether its appliers execute nothing; only when the rest is so.</param>
    /// <param name="before">The moment before the reading.</param>
    /// <param name="after">The moment after it.</param>
    public static async Task<TimeSpan?> AddAsync(string receiver, ReplicaStatus status, Func<Task<bool>> isIdle, ReceiverReadings.Moment before, ReceiverReadings.Moment after)
    {
        if (!IsBehindWhatItRead(status) || !await isIdle().ConfigureAwait(false))
        {
            Entries.TryRemove(receiver, out _);
            return null;
        }

        foreach (var old in Entries.Where(e => e.Value.First.MostUntil(after) > Kept && e.Key != receiver))
        {
            Entries.TryRemove(old.Key, out _);
        }

        var place = status.ExecutedCoordinates + "|" + status.NotExecutedGtidSet;
        var entry = Entries.AddOrUpdate(receiver, _ => new Entry(place, after), (_, old) => old.Place == place ? old : new Entry(place, after));
        var stood = entry.First.LeastUntil(before);
        return stood > TimeSpan.Zero ? stood : TimeSpan.Zero;
    }

    private static bool IsBehindWhatItRead(ReplicaStatus status) => status is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running }
        && ApplierStates.MayHaveReadAll(status.ApplierState)
        && (status.NotExecutedGtidSet is { IsEmpty: false }
            || (status.ReceivedCoordinates is { } received && status.ExecutedCoordinates is { } executed && received.IsComparableTo(executed) && received > executed));

    private sealed record Entry(string Place, ReceiverReadings.Moment First);
}
