using System.Collections.Generic;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What of a source was chosen, and what stays out.</summary>
/// <param name="Selection">What was chosen.</param>
internal sealed record SelectedData(SnapshotSelection Selection)
{
    /// <summary>Databases of the source that stay out.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Tables that stay out of databases that are chosen in part.</summary>
    public IReadOnlyList<string> LeftOutTables { get; init; } = [];

    /// <summary>Foreign keys that point at what stays out, as "shop.orders to shop.store".</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The tables chosen, as they are now.</summary>
    public IReadOnlyList<TableDefinition> Tables { get; init; } = [];
}
