using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What is copied: databases as they are, and of some databases only these tables, with their triggers.</summary>
/// <param name="Whole">Databases with all that they hold.</param>
/// <param name="Tables">Database and table of each that is chosen by name.</param>
internal sealed record SnapshotSelection(IReadOnlyList<string> Whole, IReadOnlyList<(string Database, string Table)> Tables)
{
    /// <summary>Databases of which only some tables are copied.</summary>
    public IReadOnlyList<string> Parts => Tables.Select(t => t.Database).Distinct(StringComparer.Ordinal).OrderBy(d => d, StringComparer.Ordinal).ToList();

    /// <summary>All databases that something is copied of, in order.</summary>
    public IReadOnlyList<string> Databases => Whole.Concat(Parts).OrderBy(d => d, StringComparer.Ordinal).ToList();

    /// <summary>Whether all of the database is copied.</summary>
    public bool IsWhole(string database) => Whole.Contains(database, StringComparer.Ordinal);

    /// <summary>Whether a table is copied.</summary>
    public bool Holds(string database, string table) => IsWhole(database) || Tables.Contains((database, table));

    /// <summary>What stands in the mark of a copy that has not ended: databases, and tables as "shop.orders", as <see cref="QualifiedName"/> writes them.</summary>
    public IReadOnlyList<string> Marks => Whole.Select(QualifiedName.Of).Concat(Tables.Select(t => QualifiedName.Of(t.Database, t.Table))).ToList();
}
