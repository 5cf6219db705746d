using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// What this process saw of a receiver before. Two readings prove what one cannot: counters that moved say that the source
/// was heard in between (or that the receiver logged in to it anew), counters that stood still say that it was not.
/// </summary>
internal static class ReceiverReadings
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.Ordinal);

    /// <summary>The moment before or after a reading, to be handed to <see cref="Add"/> with what was read.</summary>
    public static Moment Now => new(Stopwatch.GetTimestamp(), DateTime.UtcNow);

    /// <summary>
    /// Adds a reading of a receiving link and says what it proves together with those before. A receiver that was started anew
    /// since has counted from the beginning: it logged in to its source, and how long that is silent is counted anew too.
    /// </summary>
    public static (TimeSpan? HeardWithin, TimeSpan SilentFor) Add(string receiver, ReplicaStatus status, HeartbeatRecord record, Moment before, Moment after)
    {
        Prune();
        var counters = string.Join("|", record.Count, status.ReceivedCoordinates, status.UsingGtid is null ? null : status.ReceivedGtidSet);
        var entry = Entries.AddOrUpdate(
            receiver,
            _ => new Entry(counters, after, null, before, TimeSpan.Zero),
            (_, old) => old.Counters == counters && !(record.StartedAgo < old.FirstSeen.LeastUntil(before))
                ? old with { LastBefore = before, Silent = old.FirstSeen.LeastUntil(before) }
                : new Entry(counters, after, old.LastBefore, before, TimeSpan.Zero));
        return (entry.HeardAfter?.MostUntil(after), entry.Silent);
    }

    /// <summary>Forgets a link that is not receiving: what comes next begins anew.</summary>
    public static void Forget(string receiver) => Entries.TryRemove(receiver, out _);

    /// <summary>The receivers that are remembered now.</summary>
    internal static IReadOnlyList<string> Known => [.. Entries.Keys];

    /// <summary>One receiver of one server, under whatever address it is read; another source is another receiver.</summary>
    public static string Receiver(ServerFacts facts, ReplicaStatus status) => string.Join(
        "|",
        facts.Uid,
        facts.Text("hostname"),
        facts.Text("port"),
        facts.Text("datadir"),
        status.Channel,
        status.Source?.ToString());

    private static void Prune()
    {
        var now = Now;
        foreach (var old in Entries.Where(e => e.Value.LastBefore.MostUntil(now) > Kept))
        {
            Entries.TryRemove(old.Key, out _);
        }
    }

    /// <summary>One moment on two clocks: the steady one stands still while a machine sleeps, the other one can be set.</summary>
    internal readonly record struct Moment(long Ticks, DateTime Utc)
    {
        public TimeSpan MostUntil(Moment later) => Steady(later) > later.Utc - Utc ? Steady(later) : later.Utc - Utc;

        public TimeSpan LeastUntil(Moment later) => Steady(later) < later.Utc - Utc ? Steady(later) : later.Utc - Utc;

        private TimeSpan Steady(Moment later) => TimeSpan.FromSeconds((later.Ticks - Ticks) / (double)Stopwatch.Frequency);
    }

    private sealed record Entry(string Counters, Moment FirstSeen, Moment? HeardAfter, Moment LastBefore, TimeSpan Silent);
}
