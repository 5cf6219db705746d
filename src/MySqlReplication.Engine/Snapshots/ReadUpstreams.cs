using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Reads, under the global read lock, how far a source's own appliers have executed. The lock keeps every commit still, but an applier
/// tells its position a little after its commit, one with several workers only now and then: a reading counts when the applier
/// cannot be on its way from the one to the other, or when the position has stood still for longer than that takes.
/// </summary>
internal sealed class ReadUpstreams(ServerSession source, IReadOnlyList<string> channels)
{
    // MySQL manual: replica_checkpoint_period is 300 ms unless it is set.
    private const int CheckpointMilliseconds = 300;

    // On a busy machine a position comes later than its period says.
    private const int Periods = 5;

    /// <summary>How long the lock is held for it, at most: a little on all tries but the last ones.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(40);

    private bool IsParallel => source.Facts.Number("replica_parallel_workers", "slave_parallel_workers", "slave_parallel_threads") is > 0;

    /// <summary>The positions; null when they were still moving.</summary>
    /// <param name="locked">The session that holds the lock.</param>
    /// <param name="isLast">Whether to hold the lock as long as a position may be behind.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<UpstreamPosition>?> ReadAsync(ServerConnection locked, bool isLast, CancellationToken cancellationToken)
    {
        var period = TimeSpan.FromMilliseconds(Math.Max(CheckpointMilliseconds, source.Facts.Number("replica_checkpoint_period", "slave_checkpoint_period") ?? 0) + 100);
        var limit = isLast ? TimeSpan.FromTicks(period.Ticks * Periods) : Short;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var stillSince = TimeSpan.Zero;
        IReadOnlyList<ReplicaStatus> before = [];
        while (true)
        {
            var now = await StatusAsync(locked, cancellationToken).ConfigureAwait(false);
            if (!now.Select(s => s.ExecutedCoordinates).SequenceEqual(before.Select(s => s.ExecutedCoordinates)))
            {
                stillSince = clock.Elapsed;
            }

            before = now;
            var proofs = now.Select(Proof).ToList();
            var waited = clock.Elapsed - stillSince >= period;
            if (waited || proofs.All(p => p is not null))
            {
                return await PositionsAsync(locked, now, proofs, cancellationToken).ConfigureAwait(false);
            }

            if (clock.Elapsed >= limit)
            {
                return null;
            }

            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether they are where they were: read once more when the snapshots are open.</summary>
    public async Task<bool> AreStillAsync(ServerConnection locked, IReadOnlyList<UpstreamPosition> positions, CancellationToken cancellationToken)
        => (await StatusAsync(locked, cancellationToken).ConfigureAwait(false)).Select(s => s.ExecutedCoordinates).SequenceEqual(positions.Select(p => p.Coordinates));

    // Null when this reading alone proves nothing.
    private string? Proof(ReplicaStatus s)
        => s.Applier == ReplicaThreadState.Stopped ? "its applier stood still"
            : s.ExecutedCoordinates is { } executed && executed == s.ReceivedCoordinates ? "all that was received was executed"
            : !IsParallel && IsHeldOrIdle(s.ApplierState ?? string.Empty) ? "its applier was " + (IsIdle(s.ApplierState!) ? "idle" : "held by the lock at its next transaction")
            : null;

    private static bool IsHeldOrIdle(string state) => IsIdle(state) || state is "Waiting for global read lock" or "Waiting for backup lock" or "Waiting for commit lock";

    private static bool IsIdle(string state) => state.IndexOf("has read all relay log", StringComparison.OrdinalIgnoreCase) >= 0;

    private async Task<IReadOnlyList<UpstreamPosition>> PositionsAsync(ServerConnection locked, IReadOnlyList<ReplicaStatus> links, List<string?> proofs, CancellationToken cancellationToken)
    {
        var gtids = source.Dialect.Links.ShowGtids is { } show ? (await locked.QueryAsync(show, cancellationToken).ConfigureAwait(false))[0] : null;
        return links.Select((s, i) => new UpstreamPosition
        {
            Source = s.Source!,
            Channel = s.Channel,
            Coordinates = s.ExecutedCoordinates,
            GtidSet = (gtids?.Text(GtidColumns.ReplicatedPosition) ?? gtids?.Text(GtidColumns.Executed)) is { Length: > 0 } text ? text : null,
            Applier = s.Applier,
            Proof = "under the lock, the same before and after the snapshots were opened; "
                + (proofs[i] ?? "its position stood still for longer than its workers take to tell it (" + CheckpointMilliseconds.ToString(CultureInfo.InvariantCulture) + " ms or more)"),
        }).ToList();
    }

    private async Task<IReadOnlyList<ReplicaStatus>> StatusAsync(ServerConnection locked, CancellationToken cancellationToken)
        => (await locked.QueryAsync(source.Dialect.Links.ShowReplicaStatus, cancellationToken, TimeSpan.FromSeconds(10)).ConfigureAwait(false))
            .Where(ReplicaStatusColumns.IsLink)
            .Select(row => ReplicaStatusColumns.Read(source.Server, row))
            .Where(s => channels.Contains(s.Channel, StringComparer.OrdinalIgnoreCase))
            .ToList();
}
