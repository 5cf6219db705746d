using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Writes tables from the readers of one moment into files, one stream a reader; a lost reader's piece goes to those that are left.</summary>
internal sealed class ExportTables(ServerSession source, SnapshotFolder folder, ExportDefinitions definitions, StoredTables? stored, long? bytesPerSecond, string activity, OperationContext context)
{
    private const int BlockBytes = 1 << 17;
    private const int BufferBytes = 1 << 20;
    private const int MaxKeptBytes = 16 << 20;
    private const int MaxTries = 3;

    private sealed class Piece(TableChunk chunk, string file)
    {
        public TableChunk Chunk => chunk;

        public string File => file;

        public int Tries { get; set; }

        public ManifestFile? Written { get; set; }

        public TimeSpan Duration { get; set; }
    }

    /// <summary>Writes them all; in the order of the tables.</summary>
    /// <exception cref="ReplicationException">TableChangedDuringCopy, ConnectionLost, ExportNotWritable.</exception>
    public async Task<IReadOnlyList<ExportedTable>> RunAsync(IReadOnlyList<ServerConnection> readers, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var read = new ReadTables(source, stored, tables, holds: false, names => SnapshotFileFailures.AlteredDuringExport(source.Server, names), context);
        read.Begin(readers);
        var pieces = new List<Piece>();
        foreach (var table in tables.Where(t => t.Columns.Count > 0 && !t.IsWindow).OrderByDescending(t => t.Bytes))
        {
            var chunks = await ChunkPlan.OfAsync(table, readers, null, cancellationToken).ConfigureAwait(false);
            pieces.AddRange(chunks.Select((chunk, i) => new Piece(chunk, definitions.RowsFile(table, i + 1, chunks.Count))));
        }

        read.Expect(pieces.Select(p => p.Chunk));
        var left = Math.Min(readers.Count, pieces.Count);
        var buffers = readers.Select(_ => new byte[BufferBytes]).ToArray();
        var streams = new PieceStreams<Piece>(activity, tables.Sum(t => Math.Max(1, t.Bytes)), bytesPerSecond, context, (stream, token) => read.Rest(readers[stream], token));
        await streams.RunAsync(
            pieces,
            readers.Count,
            (stream, piece, sent, token) =>
            {
                try
                {
                    var clock = Stopwatch.StartNew();
                    piece.Tries++;
                    piece.Written = folder.Write(() => Write(piece, readers[stream], ref buffers[stream], sent, token));
                    piece.Duration = clock.Elapsed;
                    read.Done(readers[stream], [piece.Chunk], token);
                    return PieceOutcome.Done;
                }
                catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost && !token.IsCancellationRequested && piece.Tries < MaxTries)
                {
                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        throw;
                    }

                    context.Warning(source.Server + " lost a reader of the snapshot at " + piece.Chunk.Table.FullName + "; the readers that are left take its piece.");
                    return PieceOutcome.AgainByOthers;
                }
                catch (ReplicationException e) when (e.ServerErrorCode is 1412 or 1146 or 1054 or 1049)
                {
                    throw SnapshotFileFailures.ChangedDuringExport(source.Server, piece.Chunk.Table.FullName, e.Message);
                }
            },
            cancellationToken).ConfigureAwait(false);
        await read.EndAsync(cancellationToken).ConfigureAwait(false);
        var written = pieces.ToLookup(p => p.Chunk.Table.FullName, StringComparer.Ordinal);
        return tables.Select(t => Told(t, written[t.FullName].ToList())).ToList();
    }

    private static ExportedTable Told(TableDefinition table, IReadOnlyList<Piece> pieces) => new(
        new SnapshotTable
        {
            Database = table.Database,
            Name = table.Name,
            Engine = table.Engine,
            Rows = pieces.Sum(p => p.Written!.Rows ?? 0),
            Bytes = pieces.Sum(p => p.Written!.RowBytes ?? 0),
            Chunks = pieces.Count,
            Duration = TimeSpan.FromTicks(pieces.Sum(p => p.Duration.Ticks)),
        },
        pieces.Select(p => p.Written!).ToList());

    private ManifestFile Write(Piece piece, ServerConnection reader, ref byte[] buffer, RowsSent sent, CancellationToken cancellationToken)
    {
        var table = piece.Chunk.Table;
        using var file = folder.Create(piece.File);
        using var hashing = new HashingStream(file);
        long rows;
        long bytes;
        using (var values = reader.OpenRows([CopyChunks.Select(piece.Chunk)]))
        {
            values.Next();
            using var text = new LoadText(values, table.Columns.Select(c => c.Form is ColumnForm.Bytes or ColumnForm.Json).ToArray(), buffer, int.MaxValue, sent, cancellationToken);
            using (var packed = new GZipStream(hashing, CompressionLevel.Fastest, leaveOpen: true))
            {
                text.CopyTo(packed, BlockBytes);
            }

            if (values.Warnings() is { } warning)
            {
                throw SnapshotFileFailures.RowsNotRead(source.Server, table.FullName, warning);
            }

            (rows, bytes) = (text.Rows, text.Bytes);
            buffer = text.Buffer.Length > MaxKeptBytes ? buffer : text.Buffer;
        }

        file.Flush(flushToDisk: true);
        return new ManifestFile { File = piece.File, FileBytes = hashing.Bytes, Sha256 = hashing.Hash(), Rows = rows, RowBytes = bytes };
    }
}
