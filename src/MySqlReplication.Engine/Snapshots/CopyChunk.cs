using System;
using System.Linq;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Copies one piece of a table in one transaction of the target: read, write, compare counts, look for warnings, commit.</summary>
internal sealed class CopyChunk(ServerSession source, ServerSession replica, bool loadData, Action<int> sent, CancellationToken cancellationToken)
{
    private const int BufferBytes = 1 << 20;

    private readonly PieceLoader _target = new(replica, sent, cancellationToken);
    private byte[] _buffer = new byte[BufferBytes];

    /// <summary>Copies; returns rows and bytes. On failure nothing of it stays.</summary>
    public (long Rows, long Bytes) Run(TableChunk chunk, ServerConnection reader, ServerConnection loader)
    {
        var table = chunk.Table;
        loader.Execute("SET SESSION unique_checks = " + (chunk.IsWhole ? "0" : "1"));
        if (chunk.Tries > 1 || !table.IsTransactional)
        {
            // A commit whose answer was lost may have been carried out.
            loader.Execute(new SqlStatement("DELETE FROM ").Name(table.Database).Words(".").Name(table.Name).Append(chunk.Range));
        }

        if (table.Columns.Count == 0)
        {
            return (0, 0);
        }

        loader.Execute("START TRANSACTION");
        var done = false;
        try
        {
            (long Rows, long Bytes) result;
            using (var rows = reader.OpenRows(Select(chunk)))
            {
                result = loadData ? Load(table, rows, loader) : _target.Insert(table, rows, loader);
            }

            if (reader.Warnings(cancellationToken) is { } warning)
            {
                throw SnapshotFailures.RowsNotTaken(source.Server, table.FullName, "reading it gave warnings: " + warning);
            }

            loader.Execute("COMMIT");
            done = true;
            return result;
        }
        finally
        {
            if (!done)
            {
                Rollback(loader);
            }
        }
    }

    /// <summary>What reads a piece on the source, each value as bytes.</summary>
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

    private static void Rollback(ServerConnection loader)
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

    private (long Rows, long Bytes) Load(TableDefinition table, RawRows rows, ServerConnection loader)
    {
        using var stream = new LoadText(rows, table.Columns.Select(c => c.Form is ColumnForm.Bytes or ColumnForm.Json).ToArray(), _buffer, _target.LargestPacket(BufferBytes), sent, cancellationToken);
        var result = _target.Load(table, stream, loader);
        _buffer = stream.Buffer.Length > 16 * BufferBytes ? _buffer : stream.Buffer;
        return result;
    }
}
