using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Cuts tables into pieces along the first column of the primary key; the outer pieces have no outer bound, so that nothing falls out.</summary>
internal static class ChunkPlan
{
    /// <summary>Large enough that a piece's own cost does not show, small enough that all streams end together.</summary>
    public const long ChunkBytes = 48L << 20;

    /// <summary>How many pieces a table is worth.</summary>
    /// <param name="table">The table.</param>
    /// <param name="streams">How many go side by side.</param>
    /// <param name="all">
    /// The bytes of all tables when the target takes an empty table in bulk, which one stream can do cheaper than several without: then only a
    /// table that the other streams would wait for is cut. Null when cutting costs nothing.
    /// </param>
    public static int Pieces(TableDefinition table, int streams, long? all)
        => table.NumericKey is null || streams < 2 || table.Bytes < 2 * ChunkBytes || table.Bytes * streams * 2 < all * 3 ? 1
        : (int)Math.Min(1000, Math.Max(streams, table.Bytes / ChunkBytes));

    /// <summary>A table in pieces; the first reader is asked for the ends of its key.</summary>
    public static async Task<IReadOnlyList<TableChunk>> OfAsync(TableDefinition table, IReadOnlyList<ServerConnection> readers, long? all, CancellationToken cancellationToken)
    {
        var pieces = table.IsTransactional ? Pieces(table, readers.Count, all) : 1;
        return pieces < 2 ? [new TableChunk(table, new SqlStatement(), true)]
            : Cut(table, pieces, (await readers[0].QueryAsync(Ends(table), cancellationToken, TimeSpan.FromMinutes(10)).ConfigureAwait(false))[0]);
    }

    /// <summary>The lowest and highest key, for cutting.</summary>
    public static SqlStatement Ends(TableDefinition table) => new SqlStatement("SELECT MIN(").Name(table.NumericKey!).Words("), MAX(").Name(table.NumericKey!).Words(") FROM ")
        .Name(table.Database).Words(".").Name(table.Name);

    /// <summary>The pieces between two ends.</summary>
    public static IReadOnlyList<TableChunk> Cut(TableDefinition table, int pieces, RawRow ends)
    {
        if (pieces < 2 || ends[0].Value is null)
        {
            return [new TableChunk(table, new SqlStatement(), true)];
        }

        var low = Convert.ToDecimal(ends[0].Value, CultureInfo.InvariantCulture);
        var high = Convert.ToDecimal(ends[1].Value, CultureInfo.InvariantCulture);
        var bounds = Enumerable.Range(1, pieces - 1).Select(i => Math.Floor(low + ((high - low) * i / pieces))).Where(b => b > low).Distinct().ToList();
        if (bounds.Count == 0)
        {
            return [new TableChunk(table, new SqlStatement(), true)];
        }

        var chunks = new List<TableChunk>();
        for (var i = 0; i <= bounds.Count; i++)
        {
            var range = new SqlStatement(" WHERE ");
            if (i > 0)
            {
                range.Name(table.NumericKey!).Words(" >= " + Text(bounds[i - 1]));
            }

            if (i < bounds.Count)
            {
                range.Words(i > 0 ? " AND " : string.Empty).Name(table.NumericKey!).Words(" < " + Text(bounds[i]));
            }

            chunks.Add(new TableChunk(table, range, false));
        }

        return chunks;
    }

    private static string Text(decimal bound) => bound.ToString("0", CultureInfo.InvariantCulture);
}
