using System.Collections.Generic;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A file of rows that is to be loaded.</summary>
/// <param name="Table">Its table.</param>
/// <param name="File">The file.</param>
/// <param name="Key">Its key in the <see cref="ImportRecord"/>.</param>
/// <param name="IsWhole">Whether it holds all rows of the table.</param>
internal sealed record ImportPiece(TableDefinition Table, ManifestFile File, string Key, bool IsWhole)
{
    /// <summary>How often it was begun.</summary>
    public int Tries { get; set; }

    /// <summary>Its table when it was the last piece of it and lacks keys; null until its rows are there.</summary>
    public IReadOnlyList<TableDefinition>? Full { get; set; }
}
