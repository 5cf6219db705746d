using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What one stream copies in one transaction of the target: a table, a piece of one, or several small tables.</summary>
internal sealed class CopyPiece(IReadOnlyList<TableChunk> chunks)
{
    // A transaction costs the target a write to its disk that it waits for; few enough tables that all streams end together.
    private const int TablesTogether = 16;

    /// <summary>What a server says of a table of a few pages.</summary>
    private const long SmallBytes = 128 << 10;

    public IReadOnlyList<TableChunk> Chunks => chunks;

    /// <summary>How often it was begun.</summary>
    public int Tries { get; set; }

    /// <summary>The tables that it was the last piece of and that lack keys; null until its rows are there.</summary>
    public IReadOnlyList<TableDefinition>? Full { get; set; }

    /// <summary>For people: "shop.orders", or the first of several and how many more.</summary>
    public string Name => SnapshotFailures.Some(chunks.Select(c => c.Table.FullName).ToList());

    /// <summary>Puts small tables together and leaves the others alone; the order stays.</summary>
    public static IReadOnlyList<CopyPiece> Of(IReadOnlyList<TableChunk> chunks, int streams)
    {
        var small = chunks.Where(c => c.IsWhole && c.Table.IsTransactional && c.Table.Bytes <= SmallBytes).ToList();
        var together = (int)System.Math.Max(1, System.Math.Min(TablesTogether, small.Count / streams));
        return chunks.Except(small).Select(c => new CopyPiece([c]))
            .Concat(small.Select((chunk, i) => (chunk, i)).GroupBy(c => c.i / together, c => c.chunk).Select(g => new CopyPiece(g.ToList()))).ToList();
    }
}
