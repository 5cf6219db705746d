using System.Collections.Generic;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A table of an export.</summary>
internal sealed record ManifestTable
{
    public required string Database { get; init; }

    public required string Name { get; init; }

    public required string Engine { get; init; }

    public required bool IsTransactional { get; init; }

    public bool IsVersioned { get; init; }

    public bool HistoryIsByTime { get; init; }

    /// <summary>In the order of the values in its files, with the form in which they are written.</summary>
    public required IReadOnlyList<ManifestColumn> Columns { get; init; }

    public required ManifestFile Definition { get; init; }

    /// <summary>Its rows, in one or more files.</summary>
    public required IReadOnlyList<ManifestFile> Rows { get; init; }
}
