using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Makes tables on the target and streams their rows into them from the readers of one moment, one stream a reader. A target session that is
/// lost is opened anew and its piece begun again; a lost reader's piece goes to the readers that are left. When none is left the copy fails.
/// </summary>
internal sealed class CopyTables(ServerSession source, ServerSession replica, MakeTables make, StoredTables? stored, bool loadData, bool isReadAgain, long? bytesPerSecond, string activity, OperationContext context)
{
    private const int MaxTries = 3;

    private readonly Dictionary<string, SnapshotTable> _done = new(StringComparer.Ordinal);
    private int _readers;

    /// <summary>Copies them all; the largest first.</summary>
    /// <exception cref="ReplicationException">ObjectNotTaken, TableChangedDuringCopy, RowsNotTaken, RowTooLarge, ConnectionLost.</exception>
    public async Task<IReadOnlyList<SnapshotTable>> RunAsync(IReadOnlyList<ServerConnection> readers, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var wanted = tables.OrderByDescending(t => t.Bytes).ToList();
        foreach (var table in wanted)
        {
            _done[table.FullName] = new SnapshotTable { Database = table.Database, Name = table.Name, Engine = table.Engine, Rows = 0, Bytes = 0, Chunks = 0, Duration = TimeSpan.Zero };
        }

        var read = new ReadTables(source, stored, tables, isReadAgain, names => SnapshotFailures.AlteredDuringCopy(source.Server, names), context);
        read.Begin(readers);
        var all = tables.Sum(t => Math.Max(1, t.Bytes));
        var chunks = new List<TableChunk>();
        foreach (var table in wanted.Where(t => t.Columns.Count > 0 && !t.IsWindow))
        {
            chunks.AddRange(await ChunkPlan.OfAsync(table, readers, replica.Capabilities.LoadsEmptyTablesInBulk ? all : null, cancellationToken).ConfigureAwait(false));
        }

        read.Expect(chunks);
        var pieces = CopyPiece.Of(chunks, readers.Count);
        var named = chunks.ConvertAll(c => c.Table.FullName);
        var keys = new KeysBehindRows(replica, tables, named, named, context);
        using var making = new TablesInMaking(wanted, make, keys.Of, readers.Count, cancellationToken);
        _readers = Math.Min(readers.Count, pieces.Count);
        var streams = readers.Select(r => new CopyStream(r)).ToList();
        try
        {
            var work = new PieceStreams<CopyPiece>(activity, all, bytesPerSecond, context, (number, token) => read.Rest(readers[number], token));
            await work.RunAsync(
                pieces,
                readers.Count,
                (number, piece, sent, token) =>
                {
                    foreach (var chunk in piece.Chunks)
                    {
                        making.Wait(chunk.Table, token);
                    }

                    return Copy(piece, streams[number], read, keys, work.Tell, sent, token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            streams.ForEach(s => s.Loader?.Dispose());
        }

        await making.EndAsync().ConfigureAwait(false);
        await read.EndAsync(cancellationToken).ConfigureAwait(false);
        return wanted.Select(t => _done[t.FullName]).OrderByDescending(t => t.Bytes).ToList();
    }

    private PieceOutcome Copy(CopyPiece piece, CopyStream stream, ReadTables read, KeysBehindRows keys, Action<string> tell, RowsSent sent, CancellationToken cancellationToken)
    {
        try
        {
            stream.Loader ??= OpenLoader(cancellationToken);
            piece.Tries++;
            if (piece.Full is null)
            {
                Note(new CopyChunks(source, replica, loadData, sent, cancellationToken).Run(piece, stream));
                piece.Full = keys.Full(piece.Chunks.Select(c => c.Table));
                read.Done(stream.Reader, piece.Chunks, cancellationToken);
            }

            foreach (var table in piece.Full)
            {
                tell("keys of " + table.FullName);
                keys.Make(stream.Loader, table, cancellationToken);
            }

            return PieceOutcome.Done;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost && !cancellationToken.IsCancellationRequested && piece.Tries < MaxTries)
        {
            // Also when the reader was lost: a session that was cut off while it loaded can neither go on nor roll back, and holds the table.
            stream.Loader?.Dispose();
            stream.Loader = null;
            if (Equals(e.TargetObject, replica.Server))
            {
                context.Warning(replica.Server + " lost the session that loaded " + piece.Name + "; the piece is begun again (" + piece.Tries.ToString(CultureInfo.InvariantCulture) + ").");
                return PieceOutcome.Again;
            }

            if (Interlocked.Decrement(ref _readers) == 0)
            {
                throw;
            }

            context.Warning(source.Server + " lost a reader of the snapshot at " + piece.Name + "; the readers that are left take its piece.");
            return PieceOutcome.AgainByOthers;
        }
    }

    private ServerConnection OpenLoader(CancellationToken cancellationToken)
    {
        var loader = LoaderSession.OpenAsync(replica, loadData, context, cancellationToken).GetAwaiter().GetResult();
        loader.Execute("SET SESSION autocommit = 0");
        return loader;
    }

    private void Note(IReadOnlyList<(TableChunk Chunk, long Rows, long Bytes, TimeSpan Duration)> copied)
    {
        lock (_done)
        {
            foreach (var (chunk, rows, bytes, duration) in copied)
            {
                var table = _done[chunk.Table.FullName];
                _done[chunk.Table.FullName] = table with { Rows = table.Rows + rows, Bytes = table.Bytes + bytes, Chunks = table.Chunks + 1, Duration = table.Duration + duration };
            }
        }
    }
}
