using System.Collections.Generic;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A table whose rows are written.</summary>
/// <param name="Told">For people.</param>
/// <param name="Files">Its files, in the order of its keys.</param>
internal sealed record ExportedTable(SnapshotTable Told, IReadOnlyList<ManifestFile> Files);
