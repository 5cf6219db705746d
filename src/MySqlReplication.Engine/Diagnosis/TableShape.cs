using System.Collections.Generic;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>How one table is made, as far as replication cares.</summary>
internal sealed record TableShape
{
    /// <summary>Its engine.</summary>
    public string? Engine { get; init; }

    /// <summary>Column by column in order: name, type, whether it may be null, character set.</summary>
    public List<string> Columns { get; } = [];

    /// <summary>Unique indexes, the primary key among them: "PRIMARY (a,b)".</summary>
    public SortedDictionary<string, string> UniqueIndexes { get; } = new(System.StringComparer.Ordinal);

    /// <summary>The other indexes.</summary>
    public SortedDictionary<string, string> OtherIndexes { get; } = new(System.StringComparer.Ordinal);
}
