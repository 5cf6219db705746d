using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Counts and hashes a table's rows on the server: the hashes are added up, so that the order of rows does not matter and a row that
/// is there twice does. Each value is the same text or bytes that a copy carries.
/// </summary>
internal sealed record RowHash(string Name, string Before, string Behind)
{
    /// <summary>Whether -0 counts as 0: releases print it in their own ways (measured: MySQL 5.6 and MariaDB 10.5 "-0", MariaDB 10.11 "0").</summary>
    public bool FoldsNegativeZero { get; init; }

    // 60 bits of it, as a number.
    private static readonly RowHash Md5 = new("MD5", "MD5(", ")");

    private static readonly RowHash Sha2 = new("SHA2", "SHA2(", ", 256)");

    private static readonly RowHash Crc32 = new("CRC32", "CRC32(", ")");

    /// <summary>The strongest that both have.</summary>
    public static RowHash Of(ServerSession source, ServerSession replica)
        => (source.Capabilities.HasMd5 && replica.Capabilities.HasMd5 ? Md5 : source.Capabilities.HasSha2 && replica.Capabilities.HasSha2 ? Sha2 : Crc32) with
        {
            FoldsNegativeZero = source.Version.ToString() != replica.Version.ToString(),
        };

    /// <summary>SELECT of the count and the sum.</summary>
    /// <param name="table">The table, with the columns in the order of the source's.</param>
    public SqlStatement Select(TableDefinition table)
    {
        var row = new SqlStatement("CONCAT_WS(','");
        foreach (var column in table.Columns)
        {
            row.Words(", IFNULL(");
            row = column.Form is ColumnForm.Bytes or ColumnForm.Json ? row.Words(Before).Append(column.Value).Words(Behind)
                : FoldsNegativeZero && column.Form == ColumnForm.Plain ? row.Words("IF(").Append(column.Value).Words(" = '-0', '0', ").Append(column.Value).Words(")")
                : row.Append(column.Value);
            row.Words(", '-')");
        }

        if (table.Columns.Count == 0)
        {
            row.Words(", ''");
        }

        row.Words(")");
        var select = new SqlStatement("SELECT COUNT(*) AS n, COALESCE(SUM(");
        select = Name == Crc32.Name ? select.Words(Before).Append(row).Words(Behind) : select.Words("CAST(CONV(LEFT(" + Before).Append(row).Words(Behind + ", 15), 16, 10) AS UNSIGNED)");
        return select.Words("), 0) AS h FROM ").Name(table.Database).Words(".").Name(table.Name).Words(table.IsVersioned ? " FOR SYSTEM_TIME ALL" : string.Empty);
    }

    /// <summary>A target's table with its columns in the source's order; null when one is missing.</summary>
    public static TableDefinition? Like(TableDefinition target, TableDefinition source)
    {
        var columns = source.Columns.Select(c => target.Columns.FirstOrDefault(t => t.Name == c.Name)).OfType<SnapshotColumn>().ToList();
        return columns.Count < source.Columns.Count ? null : target with { Columns = columns, IsVersioned = source.IsVersioned };
    }
}
