using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MySqlReplication.Binding;

/// <summary>The databases and tables that this runspace has met in snapshots, for completion. Nothing is asked of anybody.</summary>
internal sealed class KnownTables
{
    private static readonly ConditionalWeakTable<Runspace, KnownTables> Sessions = new();
    private readonly HashSet<string> _databases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tables = new(StringComparer.Ordinal);

    /// <summary>Those of the calling thread's runspace; null when it has none.</summary>
    public static KnownTables? Here() => Runspace.DefaultRunspace is { } runspace ? Sessions.GetValue(runspace, static _ => new KnownTables()) : null;

    public IReadOnlyList<string> Databases => Sorted(_databases);

    /// <summary>As "shop.orders".</summary>
    public IReadOnlyList<string> Tables => Sorted(_tables);

    public void Remember(IEnumerable<string> databases, IEnumerable<string> tables)
    {
        lock (_tables)
        {
            _databases.UnionWith(databases);
            _tables.UnionWith(tables);
        }
    }

    private List<string> Sorted(HashSet<string> names)
    {
        lock (_tables)
        {
            return names.OrderBy(n => n, StringComparer.OrdinalIgnoreCase).ToList();
        }
    }
}
