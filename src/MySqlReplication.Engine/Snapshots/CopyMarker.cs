using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Rows that are written, one a transaction and logged, while the moment is taken. The binary log tells which of them end before the
/// coordinates: exactly these must be seen by the snapshot. The target gets the table with these rows, so that a link replays the
/// later ones, each once (one too many would stop it: 1062), and the DROP.
/// </summary>
internal sealed class CopyMarker(ServerSession source, OperationContext context)
{
    private readonly string _name = MarkWords.MarkerPrefix + Guid.NewGuid().ToString("N").Substring(0, 12);
    private CancellationTokenSource? _stop;
    private Task<int>? _writing;
    private int _written;
    private BinlogCoordinates? _begin;
    private bool _madeSchema;

    public string FullName => MarkWords.Schema + "." + _name;

    /// <summary>Rows in the snapshot, which are those that end before the coordinates.</summary>
    public int Before { get; private set; }

    /// <summary>Rows behind the coordinates.</summary>
    public int After { get; private set; }

    /// <summary>What it does, for the plan.</summary>
    public string BeginText => "CREATE TABLE " + FullName + "; INSERT row after row until the moment has passed; DROP TABLE";

    /// <summary>What takes them away by hand.</summary>
    public string DropText => MarkWords.DropMarkers(_name).Redacted;

    /// <summary>Makes the table and begins to write; returns when the first row is in.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var begin = (await ReadSourceStatus.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Coordinates;
        _madeSchema = (await source.Connection.QueryAsync(MarkWords.FindSchema, cancellationToken).ConfigureAwait(false)).Count == 0;
        try
        {
            await source.Connection.ExecuteAsync(MarkWords.MakeSchema, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1290)
        {
            throw SnapshotFailures.MarkersNotWritable(source.Server, e);
        }

        _begin = begin;
        await source.Connection.ExecuteAsync(MarkWords.MakeMarkers(_name), cancellationToken).ConfigureAwait(false);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var session = await ServerConnection.OpenAsync(source.Server, context, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(SnapshotWords.WithoutLimits(source.Facts), cancellationToken).ConfigureAwait(false);
        await InsertAsync(session, cancellationToken).ConfigureAwait(false);
        _writing = Task.Run(() => WriteAsync(session, _stop.Token), CancellationToken.None);
    }

    /// <summary>When the moment has passed and nobody is held up any more: compares snapshot and binary log.</summary>
    /// <exception cref="ReplicationException">CoordinatesNotProven.</exception>
    public async Task ProveAsync(SnapshotPoint point, CancellationToken cancellationToken)
    {
        var all = await StopAsync().ConfigureAwait(false);
        await InsertAsync(source.Connection, cancellationToken).ConfigureAwait(false);
        var seen = await SeenAsync(point.Readers[0], cancellationToken).ConfigureAwait(false);
        var (before, after) = await LoggedAsync(point.Coordinates, cancellationToken).ConfigureAwait(false);
        Before = seen.Count;
        After = after;
        if (before + after != all + 1 || before != seen.Count || !seen.SequenceEqual(Enumerable.Range(1, before)) || before == 0)
        {
            throw SnapshotFailures.CoordinatesNotProven(source.Server, point.Coordinates, all + 1, before, after, seen.Count);
        }
    }

    /// <summary>Puts the table with the rows of the snapshot on the target, and reads it there.</summary>
    /// <exception cref="ReplicationException">CopyNotEqual.</exception>
    public async Task CopyAsync(ServerConnection loader, ServerSession replica, bool keep, CancellationToken cancellationToken)
    {
        await loader.ExecuteAsync(MarkWords.MakeSchema, cancellationToken).ConfigureAwait(false);
        var former = await loader.QueryAsync(MarkWords.ShowMarkers, cancellationToken).ConfigureAwait(false);
        foreach (var row in former)
        {
            await loader.ExecuteAsync(MarkWords.DropMarkers(row.Text("t")!), cancellationToken).ConfigureAwait(false);
        }

        await loader.ExecuteAsync(MarkWords.MakeMarkers(_name), cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync(MarkWords.Mark(_name, Enumerable.Range(1, Before)), cancellationToken).ConfigureAwait(false);
        var count = (await SeenAsync(loader, cancellationToken).ConfigureAwait(false)).Count;
        if (count != Before)
        {
            throw SnapshotFailures.NotEqual(replica.Server, FullName, Before, count);
        }

        if (!keep)
        {
            await loader.ExecuteAsync(MarkWords.DropMarkers(_name), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes table and schema away on the source, when no reader holds it any more; whoever replicates gets the DROP.</summary>
    public async Task DropAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (_begin is null)
        {
            return;
        }

        using var fresh = await ServerConnection.OpenAsync(source.Server, context, CancellationToken.None).ConfigureAwait(false);
        await fresh.ExecuteAsync(MarkWords.DropMarkers(_name), CancellationToken.None).ConfigureAwait(false);
        if (_madeSchema && (await fresh.QueryAsync(MarkWords.FindTable, CancellationToken.None).ConfigureAwait(false)).Count == 0)
        {
            await fresh.ExecuteAsync(MarkWords.DropSchema, CancellationToken.None).ConfigureAwait(false);
        }

        _begin = null;
    }

    private async Task<int> StopAsync()
    {
        _stop?.End();
        return _writing is null ? _written : await _writing.ConfigureAwait(false);
    }

    private async Task<int> WriteAsync(ServerConnection session, CancellationToken stop)
    {
        using (session)
        {
            while (!stop.IsCancellationRequested)
            {
                // Not cut off in the middle: a row either counts or was never sent.
                await InsertAsync(session, CancellationToken.None).ConfigureAwait(false);
                await Task.WhenAny(Task.Delay(2, stop)).ConfigureAwait(false);
            }
        }

        return _written;
    }

    private async Task InsertAsync(ServerConnection session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(MarkWords.Mark(_name, [_written + 1]), cancellationToken, TimeSpan.FromHours(1)).ConfigureAwait(false);
        _written++;
    }

    private async Task<IReadOnlyList<int>> SeenAsync(ServerConnection reader, CancellationToken cancellationToken)
    {
        var rows = await reader.QueryAsync(MarkWords.ShowMarks(_name), cancellationToken).ConfigureAwait(false);
        return rows.Select(r => Convert.ToInt32(r["id"], CultureInfo.InvariantCulture)).ToList();
    }

    private async Task<(int Before, int After)> LoggedAsync(BinlogCoordinates at, CancellationToken cancellationToken)
    {
        var end = (await ReadSourceStatus.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Coordinates;
        var files = end.File == _begin!.File ? [end.File]
            : (await source.Connection.QueryAsync(LinkWords.ShowBinaryLogs, cancellationToken).ConfigureAwait(false)).Select(r => r.Text("Log_name") ?? string.Empty)
                .Where(f => new BinlogCoordinates(f, 4) >= new BinlogCoordinates(_begin.File, 4)).ToList();
        var before = 0;
        var after = 0;
        foreach (var file in files)
        {
            await BinlogEvents.ReadAsync(
                source,
                file == _begin.File ? _begin : new BinlogCoordinates(file, 4),
                long.MaxValue,
                row =>
                {
                    if (IsMarker(row))
                    {
                        // Where it begins: from MariaDB 11.4 on End_log_pos is 0 within a transaction (binlog_legacy_event_pos).
                        _ = BinlogEventColumns.Place(row) < at ? before++ : after++;
                    }

                    return true;
                },
                cancellationToken,
                context.Timeout).ConfigureAwait(false);
        }

        return (before, after);
    }

    // One event of each transaction: the row format names the table, the statement format shows the statement.
    private bool IsMarker(RawRow row) => (row.Text("Info") ?? string.Empty) is var info && info.IndexOf(_name, StringComparison.Ordinal) >= 0
        && (BinlogEventColumns.Type(row) == "Table_map" || (BinlogEventColumns.Type(row) == "Query" && info.IndexOf("INSERT INTO", StringComparison.Ordinal) >= 0));
}
