using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that a copy holds, without its rows.</summary>
internal sealed record SnapshotCatalogue
{
    /// <summary>Name and CREATE DATABASE of each.</summary>
    public required IReadOnlyList<(string Name, string Create)> Databases { get; init; }

    /// <summary>Those of them of which only some tables are in it.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Which collations the source's character sets have where a definition names none, as its variable for it says; null when it has no such variable.</summary>
    public string? DefaultCollations { get; init; }

    public required IReadOnlyList<TableDefinition> Tables { get; init; }

    /// <summary>As what InnoDB stored the tables when they were read; null when the server does not show it, and of a catalogue in files.</summary>
    public StoredTables? Stored { get; init; }

    public required IReadOnlyList<ProgramDefinition> Programs { get; init; }

    public long Bytes => Tables.Sum(t => t.Bytes);

    /// <summary>Tables whose rows no snapshot holds still.</summary>
    public IReadOnlyList<TableDefinition> NonTransactional => Tables.Where(t => !t.IsTransactional).ToList();
}
