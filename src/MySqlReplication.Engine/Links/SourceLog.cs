using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What the source's binary log holds, asked for one link. Reads only.</summary>
internal sealed class SourceLog(ServerSession source, LinkCase c)
{
    // "Could not read": wrong offset or I/O error (1220 on all five, measured).
    private const int ErrorInShowBinlogEvents = 1220;
    private IReadOnlyList<BinlogCoordinates>? _files;

    /// <summary>Proves that the source can serve a replica from there on.</summary>
    /// <exception cref="ReplicationException">CoordinatesPurged, CoordinatesNotFound.</exception>
    public async Task ProveAsync(BinlogCoordinates at, CancellationToken cancellationToken)
    {
        var files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        if (files.FirstOrDefault(f => f.File == at.File) is not { } file)
        {
            throw files.Count > 0 && at.IsComparableTo(files[0]) && at.Sequence < files[0].Sequence
                ? StartRefusals.CoordinatesPurged(c, at, files[0].File)
                : StartRefusals.CoordinatesNotFound(c, at, "it has " + (files.Count == 0 ? "no file" : files[0].File + " to " + files[files.Count - 1].File) + ".");
        }

        if (at.Position < 4 || at.Position > file.Position)
        {
            throw StartRefusals.CoordinatesNotFound(c, at, at.Position < 4 ? "the first event of a file stands at 4." : "the file ends at " + LinkRefusals.Text(file.Position) + ".");
        }

        if (at.Position == file.Position || at.Position == 4)
        {
            return;
        }

        try
        {
            var events = await source.Connection.QueryAsync(LinkWords.ShowBinlogEvents(at, 1), cancellationToken).ConfigureAwait(false);
            if (events.Count == 1 && BinlogEventColumns.Place(events[0]).Position == at.Position)
            {
                return;
            }
        }
        catch (ReplicationException e) when (e.ServerErrorCode == ErrorInShowBinlogEvents)
        {
            // Said below.
        }

        throw StartRefusals.CoordinatesNotFound(c, at, "no event begins there; it lies inside one.");
    }

    /// <summary>Proves, for MariaDB by GTID, that the oldest binary log begins before the replica's position.</summary>
    /// <exception cref="ReplicationException">GtidsPurged.</exception>
    public async Task ProveAsync(MariaDBGtidPosition from, CancellationToken cancellationToken)
    {
        var files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        var before = files.Count == 0 ? null : (await HeadAsync(files[0].File, cancellationToken).ConfigureAwait(false)).Select(BinlogEventColumns.StateBefore).FirstOrDefault(s => s is not null);
        if (before is not null && !before.IsReachedBy(from))
        {
            throw StartRefusals.GtidsPurged(c, "everything up to " + before + ", and the replica is at '" + from + "'");
        }
    }

    /// <summary>
    /// Whether the source wrote nothing itself, accounts apart, as far back as its log goes; false also when that cannot be proven.
    /// </summary>
    public async Task<bool> OnlyRelaysAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (c.Source.BinlogState is { } state && !state.HasServer(c.Source.ServerId))
        {
            return true;
        }

        var files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        if (files.Count == 0 || !await BeginsBeforeOwnAsync(files[0], cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var search = new BinlogSearch(source, limit);
        await search.RunAsync(
            files,
            4,
            row => BinlogEventColumns.ServerId(row) == c.Source.ServerId && !BinlogEventColumns.IsAboutFile(row) && !BinlogEventColumns.IsAboutAccounts(row),
            cancellationToken).ConfigureAwait(false);
        return search is { Found: null, Finished: true };
    }

    /// <summary>
    /// What a place is by GTID. On MySQL a link by AUTO_POSITION begins there when the replica has every transaction from before
    /// it: the source sends whatever the replica lacks, wherever that stands.
    /// </summary>
    /// <exception cref="ReplicationException">CoordinatesPurged, CoordinatesNotFound.</exception>
    public async Task<GtidPlace> PlaceAsync(BinlogCoordinates at, TimeSpan limit, CancellationToken cancellationToken)
    {
        await ProveAsync(at, cancellationToken).ConfigureAwait(false);
        if (source.Dialect.Links.ShowGtidAt(at) is { } show)
        {
            var told = await source.Connection.ScalarAsync(show, cancellationToken).ConfigureAwait(false);
            return told is not null && MariaDBGtidPosition.TryParse(Convert.ToString(told, CultureInfo.InvariantCulture), out var position)
                ? new(true, string.Empty, position)
                : new(false, "the source cannot tell which GTIDs stand before " + at);
        }

        if (GtidRules.ErrantGtids(c) is { Length: > 0 } errant)
        {
            return new(false, "the replica has executed transactions that the source never had (" + errant + ")");
        }

        var behind = new List<string>();
        var search = new BinlogSearch(source, limit);
        var files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        await search.RunAsync(
            files.SkipWhile(f => f.File != at.File).ToList(),
            at.Position,
            row =>
            {
                if (BinlogEventColumns.Gtid(row) is { } one)
                {
                    behind.Add(one.ToString());
                }

                return BinlogEventColumns.IsAnonymous(row);
            },
            cancellationToken).ConfigureAwait(false);
        if (search.Found is { } anonymous)
        {
            return new(false, "the source's log holds a transaction without a GTID behind them (" + anonymous + ")");
        }

        if (!search.Finished)
        {
            return new(false, "the source's log behind them could not be looked through in " + LinkRefusals.Text((long)limit.TotalSeconds) + " s");
        }

        var before = (c.Source.Executed ?? GtidSet.Empty).Subtract(GtidSet.Parse(string.Join(",", behind)));
        var lacking = before.Subtract(c.ReplicaLater.Executed ?? GtidSet.Empty);
        return lacking.IsEmpty
            ? new(true, string.Empty)
            : new(false, "the replica lacks transactions from before them (" + lacking + "), which AUTO_POSITION would bring too");
    }

    // MariaDB tells at the head of a file who had written before it; elsewhere only the very first file has nothing before it.
    private async Task<bool> BeginsBeforeOwnAsync(BinlogCoordinates first, CancellationToken cancellationToken) => !c.Source.IsMariaDB
        ? first.Sequence == 1
        : (await HeadAsync(first.File, cancellationToken).ConfigureAwait(false)).Select(BinlogEventColumns.StateBefore).FirstOrDefault(s => s is not null) is { } before
            && !before.HasServer(c.Source.ServerId);

    /// <summary>
    /// Refuses when the log holds, after the start, events that the replica itself once wrote and has no longer. By GTID
    /// where the servers have them; else own events count as lost unless the source follows the replica at a place that the
    /// replica's log still has.
    /// </summary>
    /// <returns>OwnEventsNotProven, when the log could not be searched within the limit; null when it was.</returns>
    /// <exception cref="ReplicationException">OwnEventsLost.</exception>
    public async Task<ReplicationException?> ThrowIfLostAsync(LinkStart start, TimeSpan limit, CancellationToken cancellationToken)
    {
        var files = await FilesAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BinlogCoordinates> wanted;
        var first = 4L;
        if (start.Coordinates is { } at)
        {
            wanted = files.SkipWhile(f => f.File != at.File).ToList();
            first = at.Position;
        }
        else if (IsReached(start))
        {
            return null;
        }
        else
        {
            wanted = await FilesAfterAsync(files, start, cancellationToken).ConfigureAwait(false);
        }

        var search = new BinlogSearch(source, limit);
        await search.RunAsync(wanted, first, row => IsLost(row, start), cancellationToken).ConfigureAwait(false);
        if (search.Found is { } lost)
        {
            throw StartRefusals.OwnEventsLost(c, "the first stands at " + lost);
        }

        return search.Finished ? null : StartRefusals.OwnEventsNotProven(c, LinkRefusals.Text((long)limit.TotalSeconds));
    }

    private bool IsReached(LinkStart start) => c.Source.Executed is { } executed ? executed.IsSubsetOf(c.ReplicaLater.Executed ?? GtidSet.Empty)
        : c.Source.BinlogPosition is { } position && MariaDBGtidPosition.TryParse(start.Gtids, out var from) && position.IsReachedBy(from);

    private bool IsLost(RawRow row, LinkStart start)
    {
        // What the source received after its own state was read, a pair under writes for one, may be younger than what is known of
        // the replica: nothing follows from it.
        if (BinlogEventColumns.ServerId(row) != c.Replica.ServerId || BinlogEventColumns.IsAboutFile(row) || IsAfterReading(BinlogEventColumns.Place(row)))
        {
            return false;
        }

        if (c.Source.IsMariaDB)
        {
            return BinlogEventColumns.Position(row) is { } gtid && gtid.Domains[0] is var domain
                && !(start.Gtids is { } text && MariaDBGtidPosition.Parse(text).Last(domain) >= gtid.Last(domain))
                && !(c.ReplicaLater.BinlogState?.LastOf(domain, c.Replica.ServerId) >= gtid.Last(domain));
        }

        return BinlogEventColumns.Gtid(row) is { } one ? !one.IsSubsetOf(c.ReplicaLater.Executed ?? GtidSet.Empty)
            : c.Source.GtidMode is not MySqlReplication.Servers.GtidMode.On && !OwnLogContinues;
    }

    private bool IsAfterReading(BinlogCoordinates place) => c.Source.Coordinates is { } end && place.IsComparableTo(end) && place >= end;

    // The source stands inside the log that the replica has now, so that log was not set back since.
    private bool OwnLogContinues => c.Reverse?.ExecutedCoordinates is { } executed && c.ReplicaLater.Coordinates is { } now && executed.IsComparableTo(now) && executed <= now;

    // Newest first: a file before which the replica already had everything ends the walk.
    private async Task<IReadOnlyList<BinlogCoordinates>> FilesAfterAsync(IReadOnlyList<BinlogCoordinates> files, LinkStart start, CancellationToken cancellationToken)
    {
        for (var i = files.Count - 1; i > 0; i--)
        {
            var head = await HeadAsync(files[i].File, cancellationToken).ConfigureAwait(false);
            var had = c.Source.IsMariaDB
                ? head.Select(BinlogEventColumns.StateBefore).FirstOrDefault(s => s is not null)?.IsReachedBy(MariaDBGtidPosition.Parse(start.Gtids ?? string.Empty))
                : head.Select(BinlogEventColumns.Before).FirstOrDefault(s => s is not null)?.IsSubsetOf(c.ReplicaLater.Executed ?? GtidSet.Empty);
            if (had == true)
            {
                return files.Skip(i).ToList();
            }
        }

        return files;
    }

    private Task<IReadOnlyList<RawRow>> HeadAsync(string file, CancellationToken cancellationToken)
        => source.Connection.QueryAsync(LinkWords.ShowBinlogHead(file), cancellationToken);

    // Each file with its size as the position.
    private async Task<IReadOnlyList<BinlogCoordinates>> FilesAsync(CancellationToken cancellationToken)
        => _files ??= (await source.Connection.QueryAsync(LinkWords.ShowBinaryLogs, cancellationToken).ConfigureAwait(false))
            .Select(row => new BinlogCoordinates(row.Text("Log_name") ?? string.Empty, row.Number("File_size") ?? 0))
            .ToList();
}
