using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A piece of a table that goes as one transaction.</summary>
/// <param name="Table">The table.</param>
/// <param name="Range">Which rows, " WHERE ..."; empty for all of them.</param>
/// <param name="IsWhole">Whether the table is one piece.</param>
internal sealed record TableChunk(TableDefinition Table, SqlStatement Range, bool IsWhole);
