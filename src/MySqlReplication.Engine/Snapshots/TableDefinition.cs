using System;
using System.Collections.Generic;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A table of the source as the catalogue tells it.</summary>
internal sealed record TableDefinition
{
    public required string Database { get; init; }

    public required string Name { get; init; }

    public required string Engine { get; init; }

    /// <summary>Whether a consistent snapshot sees its rows as they were.</summary>
    public required bool IsTransactional { get; init; }

    /// <summary>Whether its engine takes DELETE: ARCHIVE does not (1031).</summary>
    public bool IsDeletable => !Engine.Equals("ARCHIVE", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it shows rows that other tables keep, which are copied there.</summary>
    public bool IsWindow => Engine.ToUpperInvariant() is "MRG_MYISAM" or "MERGE" or "FEDERATED";

    /// <summary>Estimated.</summary>
    public required long Rows { get; init; }

    /// <summary>Estimated bytes of its rows.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was made or altered last, as the server tells it, in whole seconds; null where it tells nothing (MySQL 5.6 of a table in partitions) and of a table in files.</summary>
    public string? Made { get; init; }

    /// <summary>MariaDB: keeps former versions of its rows.</summary>
    public bool IsVersioned { get; init; }

    /// <summary>Whether the former versions are told apart by time, not by numbers of transactions.</summary>
    public bool HistoryIsByTime { get; init; }

    public IReadOnlyList<SnapshotColumn> Columns { get; init; } = [];

    /// <summary>The first column of its primary key when that is a whole number, by which it can be cut; else null.</summary>
    public string? NumericKey { get; init; }

    /// <summary>Whether it has a primary key.</summary>
    public bool HasPrimaryKey { get; init; }

    /// <summary>Collations that its definition names, each with the first place that does; none of a table in files, whose manifest lists them.</summary>
    public IReadOnlyList<(string Collation, string Place)> Collations { get; init; } = [];

    /// <summary>Types of its columns, each with the first place that has it; none of a table in files, whose manifest lists them.</summary>
    public IReadOnlyList<(string Type, string Place)> Types { get; init; } = [];

    /// <summary>SHOW CREATE TABLE; null until it was read.</summary>
    public string? Create { get; init; }

    /// <summary>As <see cref="QualifiedName"/> writes it; no two tables share it.</summary>
    public string FullName => QualifiedName.Of(Database, Name);
}
