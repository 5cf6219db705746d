using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Opens reader sessions that all see the source at one moment, and tells that moment's coordinates. MariaDB first without a lock:
/// each consistent snapshot knows where the binary log ended (binlog_snapshot_*), and all must say the same. Else, and on MySQL,
/// under the global read lock for as long as opening the snapshots takes.
/// </summary>
internal sealed class TakePoint(ServerSession source, int readers, OperationContext context, ReadUpstreams? upstreams = null)
{
    private const int LockFreeTries = 8;
    private const int PlaceRounds = 3;

    private const int UpstreamTries = 8;

    // The last ones wait under the lock for positions that are told late.
    private const int PatientTries = 2;

    /// <summary>Takes it.</summary>
    /// <param name="keepLock">Leaves the lock to the caller, who copies what no snapshot holds still.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ReplicationException">SnapshotLockTimeout, PrivilegeMissing, BinlogDisabled.</exception>
    public async Task<SnapshotPoint> TakeAsync(bool keepLock, CancellationToken cancellationToken)
    {
        var sessions = new List<ServerConnection>();
        SnapshotPoint? point = null;
        try
        {
            for (var i = 0; i < readers; i++)
            {
                sessions.Add(await OpenReaderAsync(source, context, cancellationToken).ConfigureAwait(false));
            }

            point = keepLock || upstreams is not null ? null : await WithoutLockAsync(sessions, cancellationToken).ConfigureAwait(false);
            for (var tried = 1; point is null && tried <= UpstreamTries; tried++)
            {
                point = await UnderLockAsync(sessions, keepLock, tried > UpstreamTries - PatientTries, cancellationToken).ConfigureAwait(false);
            }

            return point ?? throw SnapshotFailures.UpstreamMoves(source.Server);
        }
        finally
        {
            if (point is null)
            {
                sessions.ForEach(s => s.Dispose());
            }
        }
    }

    /// <summary>A session that reads values raw, and that no limit of the server ends while it waits for the target.</summary>
    internal static async Task<ServerConnection> OpenReaderAsync(ServerSession source, OperationContext context, CancellationToken cancellationToken)
    {
        var reader = await ServerConnection.OpenAsync(source.Server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            await reader.ExecuteAsync("SET SESSION sql_mode = '', time_zone = '+00:00', net_write_timeout = 3600", cancellationToken).ConfigureAwait(false);
            await reader.ExecuteAsync(SnapshotWords.WithoutLimits(source.Facts), cancellationToken).ConfigureAwait(false);
            await reader.ExecuteAsync(SnapshotWords.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await reader.ExecuteAsync(SnapshotWords.RawResults, cancellationToken).ConfigureAwait(false);
            await LetItLetGoAsync(source, reader, context, cancellationToken).ConfigureAwait(false);
            var opened = reader;
            reader = null;
            return opened;
        }
        finally
        {
            reader?.Dispose();
        }
    }

    private static async Task LetItLetGoAsync(ServerSession source, ServerConnection reader, OperationContext context, CancellationToken cancellationToken)
    {
        if (source.Dialect.Snapshots.ToLetGo is not { } statement)
        {
            return;
        }

        try
        {
            await reader.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            context.Verbose(source.Server + ": tables stay held against ALTER until all are read: " + e.Message);
        }
    }

    private async Task<SnapshotPoint?> WithoutLockAsync(List<ServerConnection> sessions, CancellationToken cancellationToken)
    {
        if (source.Dialect.Snapshots.ShowSnapshotPosition is not { } show)
        {
            return null;
        }

        for (var tried = 1; tried <= LockFreeTries; tried++)
        {
            await Task.WhenAll(sessions.Select(s => s.ExecuteAsync(SnapshotWords.BeginSnapshot, cancellationToken))).ConfigureAwait(false);
            var places = await PlacesAsync(sessions, show, cancellationToken).ConfigureAwait(false);
            if (places[0] is { } place && places.All(p => p == place))
            {
                return new SnapshotPoint
                {
                    Readers = sessions,
                    Coordinates = place,
                    Gtids = await GtidAtAsync(place, cancellationToken).ConfigureAwait(false),
                    Method = "without a lock: " + Text(sessions.Count) + " consistent snapshots agreed on " + place + " at try " + Text(tried),
                };
            }

            if (places[0] is null)
            {
                return null;
            }
        }

        context.Verbose(source.Server + ": " + Text(LockFreeTries) + " tries without a lock never agreed on one place; the lock is taken.");
        return null;
    }

    // Null when the positions of the source's own appliers were moving: the lock is given back, and asked for once more.
    private async Task<SnapshotPoint?> UnderLockAsync(List<ServerConnection> sessions, bool keepLock, bool isLastTry, CancellationToken cancellationToken)
    {
        var held = await SnapshotLock.TakeAsync(source.Server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            // From here on everybody waits: all at once, nothing that is not needed.
            var followed = upstreams is null ? [] : await upstreams.ReadAsync(held.Session, isLastTry, cancellationToken).ConfigureAwait(false);
            if (followed is null)
            {
                return null;
            }

            var first = followed.Count > 0 ? followed[0] : null;

            var opening = Task.WhenAll(sessions.Select(s => s.ExecuteAsync(SnapshotWords.BeginSnapshot, cancellationToken)));
            var rows = await held.Session.QueryAsync(source.Dialect.Links.ShowSourceStatus, cancellationToken, TimeSpan.FromSeconds(10)).ConfigureAwait(false);
            var gtid = source.Capabilities.HasMariaDBGtid
                ? Convert.ToString(await held.Session.ScalarAsync(SnapshotWords.ShowGtidOfLog, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture)
                : null;
            await opening.ConfigureAwait(false);
            if (upstreams is not null && !await upstreams.AreStillAsync(held.Session, followed, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            var stall = keepLock ? TimeSpan.Zero : await held.ReleaseAsync().ConfigureAwait(false);
            var status = rows.Count == 0 ? null : SourceStatusColumns.Read(source.Server, rows[0]);
            var point = new SnapshotPoint
            {
                Readers = sessions,
                Coordinates = status?.Coordinates ?? first?.Coordinates ?? throw StatusFailures.BinlogDisabled(source.Server),
                Gtids = gtid ?? status?.ExecutedGtidSet ?? first?.GtidSet,
                Upstreams = followed,
                Stall = stall,
                Method = "under FLUSH TABLES WITH READ LOCK" + (keepLock ? ", held while the tables without transactions were copied" : string.Empty),
                Lock = keepLock ? held : null,
            };
            if (keepLock)
            {
                held.Keep();
                held = null;
            }

            return point;
        }
        finally
        {
            held?.Dispose();
        }
    }

    // The server answers out of one variable of all sessions (binlog_snapshot_position, log.cc): who asks beside another may get the other's
    // place (measured: 10.11, a copy that lacked one transaction). So they ask one after the other, and each round must say the same, for
    // somebody else may be asking too; a place that is not a session's own does not come three times while the log goes on.
    private static async Task<IReadOnlyList<BinlogCoordinates?>> PlacesAsync(List<ServerConnection> sessions, SqlStatement show, CancellationToken cancellationToken)
    {
        var places = new List<BinlogCoordinates?>();
        for (var round = 0; round < PlaceRounds; round++)
        {
            foreach (var session in sessions)
            {
                places.Add(await PlaceAsync(session, show, cancellationToken).ConfigureAwait(false));
            }
        }

        return places;
    }

    private static async Task<BinlogCoordinates?> PlaceAsync(ServerConnection session, SqlStatement show, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(show, cancellationToken).ConfigureAwait(false);
        string? Of(string name) => rows.FirstOrDefault(r => string.Equals(r.Text("Variable_name"), name, StringComparison.OrdinalIgnoreCase))?.Text("Value");
        return Of("binlog_snapshot_file") is { Length: > 0 } file && long.TryParse(Of("binlog_snapshot_position"), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new BinlogCoordinates(file, position)
            : null;
    }

    private async Task<string?> GtidAtAsync(BinlogCoordinates place, CancellationToken cancellationToken)
        => source.Dialect.Links.ShowGtidAt(place) is { } show
            ? Convert.ToString(await source.Connection.ScalarAsync(show, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture)
            : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
