using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The target's half of a piece: writes rows by LOAD DATA LOCAL or INSERT, looks for warnings and compares counts.</summary>
internal sealed class PieceLoader(ServerSession replica, RowsSent sent, CancellationToken cancellationToken)
{
    private const int UsualBytes = 1 << 20;

    /// <summary>A packet may be as large as the target takes; the server answers a larger one by ending the session.</summary>
    public int LargestPacket(int wanted) => (int)Math.Max(512, Math.Min(wanted, (replica.Facts.Number("max_allowed_packet") ?? wanted) - 16));

    /// <summary>By LOAD DATA LOCAL; returns rows and bytes.</summary>
    public (long Rows, long Bytes) Load(TableDefinition table, LoadStream stream, ServerConnection loader)
    {
        var columns = new List<SqlStatement>();
        var expressions = new List<SqlStatement>();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            if (column.Form is not (ColumnForm.Json or ColumnForm.Index or ColumnForm.Generated))
            {
                columns.Add(new SqlStatement().Name(column.Name));
                continue;
            }

            var variable = "@v" + i.ToString(CultureInfo.InvariantCulture);
            columns.Add(variable);
            if (column.Form == ColumnForm.Generated)
            {
                continue;
            }

            expressions.Add(new SqlStatement().Name(column.Name).Words(column.Form == ColumnForm.Json ? " = CONVERT(" + variable + " USING utf8mb4)" : " = CAST(" + variable + " AS UNSIGNED)"));
        }

        long written;
        loader.TakeWarnings();
        try
        {
            written = loader.Load(new SqlStatement().Name(table.Database).Words(".").Name(table.Name), columns, expressions, stream);
        }
        catch (ReplicationException) when (stream.Failure is not null)
        {
            throw stream.Failure;
        }

        Check(table, stream.Rows, written, loader);
        return (stream.Rows, stream.Bytes);
    }

    /// <summary>By INSERT of many rows each; returns rows and bytes.</summary>
    public (long Rows, long Bytes) Insert(TableDefinition table, IRowValues rows, ServerConnection loader)
    {
        var head = new SqlStatement("INSERT INTO ").Name(table.Database).Words(".").Name(table.Name).Words(" (");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            head.Words(i == 0 ? string.Empty : ", ").Name(table.Columns[i].Name);
        }

        head.Words(") VALUES ");
        var limit = replica.Facts.Number("max_allowed_packet") ?? UsualBytes;
        var largest = (int)Math.Max(512, Math.Min(UsualBytes, limit - 256));
        var text = new InsertText(rows, head.Render(false), table.Columns.Select(c => Form(c.Form)).ToArray(), largest, (int)Math.Min(int.MaxValue, limit - 256));
        long all = 0;
        long bytes = 0;
        loader.TakeWarnings();
        while (text.Next() is { } statement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(table, text.Rows, loader.Insert(statement, head), loader);
            all += text.Rows;
            sent((int)(text.Bytes - bytes), text.Rows);
            bytes = text.Bytes;
        }

        return text.TooLarge > 0 ? throw SnapshotFailures.RowTooLarge(replica.Server, table.FullName, text.TooLarge, limit) : (all, text.Bytes);
    }

    private static (string Before, bool Hex, string Behind) Form(ColumnForm form) => form switch
    {
        ColumnForm.Plain => ("'", false, "'"),
        ColumnForm.Member => ("_binary'", false, "'"),
        ColumnForm.Generated => ("DEFAULT /*", false, "*/"),
        ColumnForm.Bytes => (string.Empty, true, string.Empty),
        ColumnForm.Json => ("CONVERT(", true, " USING utf8mb4)"),
        _ => (string.Empty, false, string.Empty),
    };

    // LOAD DATA LOCAL ignores strict mode: bad values become other ones with a warning, a duplicate row is skipped (measured).
    private void Check(TableDefinition table, long read, long written, ServerConnection loader)
    {
        if (loader.TakeWarnings() is { } warning)
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
