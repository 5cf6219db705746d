using System;
using System.Collections.Generic;
using System.Globalization;
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
                result = loadData ? Load(table, rows, loader) : Insert(table, rows, loader);
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

    private static SqlStatement Select(TableChunk chunk)
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

    private (long Rows, long Bytes) Load(TableDefinition table, RawRows rows, ServerConnection loader)
    {
        var columns = new List<SqlStatement>();
        var expressions = new List<SqlStatement>();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            if (column.Form is not (ColumnForm.Json or ColumnForm.Index))
            {
                columns.Add(new SqlStatement().Name(column.Name));
                continue;
            }

            var variable = "@v" + i.ToString(CultureInfo.InvariantCulture);
            columns.Add(variable);
            expressions.Add(new SqlStatement().Name(column.Name).Words(column.Form == ColumnForm.Json ? " = CONVERT(" + variable + " USING utf8mb4)" : " = CAST(" + variable + " AS UNSIGNED)"));
        }

        // A packet may be as large as the target takes; the server answers a larger one by ending the session.
        var packet = (int)Math.Max(512, Math.Min(BufferBytes, (replica.Facts.Number("max_allowed_packet") ?? BufferBytes) - 16));
        using var stream = new LoadText(rows, table.Columns.Select(c => c.Form is ColumnForm.Bytes or ColumnForm.Json).ToArray(), _buffer, packet, sent, cancellationToken);
        long written;
        try
        {
            written = loader.Load(new SqlStatement().Name(table.Database).Words(".").Name(table.Name), columns, expressions, stream);
        }
        catch (ReplicationException) when (stream.Failure is not null)
        {
            throw stream.Failure;
        }

        _buffer = stream.Buffer.Length > 16 * BufferBytes ? _buffer : stream.Buffer;
        Check(table, stream.Rows, written, loader);
        return (stream.Rows, stream.Bytes);
    }

    private (long Rows, long Bytes) Insert(TableDefinition table, RawRows rows, ServerConnection loader)
    {
        var head = new SqlStatement("INSERT INTO ").Name(table.Database).Words(".").Name(table.Name).Words(" (");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            head.Words(i == 0 ? string.Empty : ", ").Name(table.Columns[i].Name);
        }

        head.Words(") VALUES ");
        var limit = replica.Facts.Number("max_allowed_packet") ?? BufferBytes;
        var largest = (int)Math.Max(512, Math.Min(BufferBytes, limit - 256));
        var text = new InsertText(rows, head.Render(false), table.Columns.Select(c => Form(c.Form)).ToArray(), largest, (int)Math.Min(int.MaxValue, limit - 256));
        long all = 0;
        long bytes = 0;
        while (text.Next() is { } statement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(table, text.Rows, loader.Insert(statement, head), loader);
            all += text.Rows;
            sent((int)(text.Bytes - bytes));
            bytes = text.Bytes;
        }

        return text.TooLarge > 0 ? throw SnapshotFailures.RowTooLarge(replica.Server, table.FullName, text.TooLarge, limit) : (all, text.Bytes);
    }

    private static (string Before, bool Hex, string Behind) Form(ColumnForm form) => form switch
    {
        ColumnForm.Plain => ("'", false, "'"),
        ColumnForm.Bytes => (string.Empty, true, string.Empty),
        ColumnForm.Json => ("CONVERT(", true, " USING utf8mb4)"),
        _ => (string.Empty, false, string.Empty),
    };

    // LOAD DATA LOCAL ignores strict mode: bad values become other ones with a warning, a duplicate row is skipped (measured).
    private void Check(TableDefinition table, long read, long written, ServerConnection loader)
    {
        if (loader.Warnings(cancellationToken) is { } warning)
        {
            throw SnapshotFailures.RowsNotTaken(replica.Server, table.FullName, warning);
        }

        if (read != written)
        {
            throw SnapshotFailures.RowsNotTaken(
                replica.Server,
                table.FullName,
                read.ToString(CultureInfo.InvariantCulture) + " rows were read and " + written.ToString(CultureInfo.InvariantCulture) + " written.");
        }
    }
}
