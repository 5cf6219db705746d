using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Copies one piece in one transaction of the target: read, write, compare counts, look for warnings, commit.</summary>
internal sealed class CopyChunks(ServerSession source, ServerSession replica, bool loadData, RowsSent sent, CancellationToken cancellationToken)
{
    public const int BufferBytes = 1 << 20;

    /// <summary>Below, sorting a few rows costs more than it saves.</summary>
    public const long BulkBytes = 1 << 20;

    /// <summary>Below, loading ends before two more statements would have paid.</summary>
    private const long StatisticsBytes = 8 << 20;

    private readonly PieceLoader _target = new(replica, sent, cancellationToken);

    /// <summary>Copies; returns rows, bytes and time of each chunk. On failure nothing of it stays.</summary>
    /// <exception cref="ReplicationException">TableChangedDuringCopy, RowsNotTaken, RowTooLarge, ConnectionLost.</exception>
    public IReadOnlyList<(TableChunk Chunk, long Rows, long Bytes, TimeSpan Duration)> Run(CopyPiece piece, CopyStream stream)
    {
        var loader = stream.Loader!;
        var copied = new List<(TableChunk, long, long, TimeSpan)>();
        var at = piece.Chunks[0];
        var done = false;
        try
        {
            // The session does not commit by itself (CopyTables).
            foreach (var chunk in piece.Chunks)
            {
                at = chunk;
                Prepare(chunk, piece.Tries > 1, stream);
            }

            at = piece.Chunks[0];
            using (var rows = stream.Reader.OpenRows(piece.Chunks.Select(Select).ToList()))
            {
                foreach (var chunk in piece.Chunks)
                {
                    at = chunk;
                    var clock = Stopwatch.StartNew();
                    var (read, bytes) = Copy(chunk, rows, stream);
                    copied.Add((chunk, read, bytes, clock.Elapsed));
                }
            }

            loader.Execute("COMMIT");
            done = true;
            if (HoldsStatistics(at) && replica.Dialect.Snapshots.ReleaseStatistics(at.Table) is { } release)
            {
                loader.Execute(release);
            }

            return copied;
        }
        catch (ReplicationException e)
        {
            throw Named(at, e);
        }
        finally
        {
            if (!done)
            {
                Rollback(loader);
            }
        }
    }

    /// <summary>What reads a chunk on the source, each value as bytes.</summary>
    public static SqlStatement Select(TableChunk chunk)
    {
        var table = chunk.Table;
        var select = new SqlStatement("SELECT ");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            select.Words(i == 0 ? string.Empty : ", ").Append(table.Columns[i].Value);
        }

        select.Words(" FROM ").Name(table.Database).Words(".").Name(table.Name);
        if (table.IsVersioned)
        {
            select.Words(" FOR SYSTEM_TIME ALL");
        }
        else if (table.HasPrimaryKey && table.IsTransactional)
        {
            // In the order in which the target keeps them; a covering secondary index would bring another.
            select.Words(" FORCE INDEX (PRIMARY)");
        }

        return select.Append(chunk.Range);
    }

    /// <summary>Takes back what a session has not committed; nothing to do when the session is gone.</summary>
    public static void Rollback(ServerConnection loader)
    {
        try
        {
            loader.Execute("ROLLBACK");
        }
        catch (Exception e) when (e is ReplicationException or InvalidOperationException)
        {
            // The connection is gone: then the server has rolled back.
        }
    }

    private (long Rows, long Bytes) Copy(TableChunk chunk, RawRows rows, CopyStream stream)
    {
        if (!rows.Next())
        {
            throw SnapshotFailures.RowsNotTaken(source.Server, chunk.Table.FullName, "it gave no answer.");
        }

        var result = loadData ? Load(chunk.Table, rows, stream) : _target.Insert(chunk.Table, rows, stream.Loader!);
        return rows.Warnings() is { } warning ? throw SnapshotFailures.RowsNotTaken(source.Server, chunk.Table.FullName, "reading it gave warnings: " + warning) : result;
    }

    // unique_checks off lets some servers load an empty table in bulk, and locks it for one session.
    private void Prepare(TableChunk chunk, bool again, CopyStream stream)
    {
        var loader = stream.Loader!;
        if (HoldsStatistics(chunk) && replica.Dialect.Snapshots.HoldStatistics(chunk.Table) is { } hold)
        {
            loader.Execute(hold);
        }

        var bulk = chunk.IsWhole && (!replica.Capabilities.LoadsEmptyTablesInBulk || chunk.Table.Bytes >= BulkBytes);
        if (stream.Prepared is not { } prepared || !ReferenceEquals(prepared.Session, loader) || prepared.Bulk != bulk)
        {
            loader.Execute("SET SESSION unique_checks = " + (bulk ? "0" : "1"));
            stream.Prepared = (loader, bulk);
        }

        if (again || (!chunk.Table.IsTransactional && chunk.Table.IsDeletable))
        {
            // A commit whose answer was lost may have been carried out.
            loader.Execute(new SqlStatement("DELETE FROM ").Name(chunk.Table.Database).Words(".").Name(chunk.Table.Name).Append(chunk.Range));
        }
    }

    // While a table is loaded in bulk the server's statistics thread asks for it again and again without a pause (measured: a whole core).
    private bool HoldsStatistics(TableChunk chunk) => chunk.IsWhole && replica.Capabilities.LoadsEmptyTablesInBulk && chunk.Table.Bytes >= StatisticsBytes;

    private (long Rows, long Bytes) Load(TableDefinition table, RawRows rows, CopyStream stream)
    {
        using var text = new LoadText(rows, table.Columns.Select(c => c.Form is ColumnForm.Bytes or ColumnForm.Json).ToArray(), stream.Buffer, _target.LargestPacket(BufferBytes), sent, cancellationToken);
        var result = _target.Load(table, text, stream.Loader!);
        stream.Buffer = text.Buffer.Length > 16 * BufferBytes ? stream.Buffer : text.Buffer;
        return result;
    }

    private ReplicationException Named(TableChunk chunk, ReplicationException e) => e.ServerErrorCode switch
    {
        1412 or 1146 or 1054 or 1049 when Equals(e.TargetObject, source.Server) => SnapshotFailures.ChangedDuringCopy(source.Server, chunk.Table.FullName, e.Message),
        _ when e.ErrorId == ErrorIds.StatementFailed && Equals(e.TargetObject, replica.Server) => SnapshotFailures.RowsNotTaken(replica.Server, chunk.Table.FullName, e.Message),
        _ => e,
    };
}
