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

    /// <summary>Below, sorting a few rows costs more than it saves.</summary>
    public const long BulkBytes = 1 << 20;

    /// <summary>Below, loading ends before two more statements would have paid.</summary>
    private const long StatisticsBytes = 8 << 20;

    private readonly PieceLoader _target = new(replica, sent, cancellationToken);
    private byte[] _buffer = new byte[BufferBytes];
    private ServerConnection? _prepared;
    private bool _bulk;

    /// <summary>Copies; returns rows and bytes. On failure nothing of it stays.</summary>
    public (long Rows, long Bytes) Run(TableChunk chunk, ServerConnection reader, ServerConnection loader)
    {
        var table = chunk.Table;
        Prepare(chunk, loader);
        if (chunk.Tries > 1 || !table.IsTransactional)
        {
            // A commit whose answer was lost may have been carried out.
            loader.Execute(new SqlStatement("DELETE FROM ").Name(table.Database).Words(".").Name(table.Name).Append(chunk.Range));
        }

        if (table.Columns.Count == 0)
        {
            return (0, 0);
        }

        // The session does not commit by itself (CopyTables).
        var done = false;
        try
        {
            (long Rows, long Bytes) result;
            using (var rows = reader.OpenRows(Select(chunk)))
            {
                result = loadData ? Load(table, rows, loader) : _target.Insert(table, rows, loader);
                if (rows.Warnings() is { } warning)
                {
                    throw SnapshotFailures.RowsNotTaken(source.Server, table.FullName, "reading it gave warnings: " + warning);
                }
            }

            loader.Execute("COMMIT");
            done = true;
            if (HoldsStatistics(chunk) && replica.Dialect.Snapshots.ReleaseStatistics(table) is { } release)
            {
                loader.Execute(release);
            }

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

    // unique_checks off lets some servers load an empty table in bulk, and locks it for one session.
    private void Prepare(TableChunk chunk, ServerConnection loader)
    {
        if (HoldsStatistics(chunk) && replica.Dialect.Snapshots.HoldStatistics(chunk.Table) is { } hold)
        {
            loader.Execute(hold);
        }

        var bulk = chunk.IsWhole && (!replica.Capabilities.LoadsEmptyTablesInBulk || chunk.Table.Bytes >= BulkBytes);
        if (!ReferenceEquals(_prepared, loader) || _bulk != bulk)
        {
            loader.Execute("SET SESSION unique_checks = " + (bulk ? "0" : "1"));
            (_prepared, _bulk) = (loader, bulk);
        }
    }

    // While a table is loaded in bulk the server's statistics thread asks for it again and again without a pause (measured: a whole core).
    private bool HoldsStatistics(TableChunk chunk) => chunk.IsWhole && replica.Capabilities.LoadsEmptyTablesInBulk && chunk.Table.Bytes >= StatisticsBytes;

    private (long Rows, long Bytes) Load(TableDefinition table, RawRows rows, ServerConnection loader)
    {
        using var stream = new LoadText(rows, table.Columns.Select(c => c.Form is ColumnForm.Bytes or ColumnForm.Json).ToArray(), _buffer, _target.LargestPacket(BufferBytes), sent, cancellationToken);
        var result = _target.Load(table, stream, loader);
        _buffer = stream.Buffer.Length > 16 * BufferBytes ? _buffer : stream.Buffer;
        return result;
    }
}
