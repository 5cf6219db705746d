using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes the keys of tables that are full, which were taken off while they were empty (<see cref="LaterKeys"/>).</summary>
internal sealed class KeysBehindRows
{
    /// <summary>Below, two more changes of the table cost what they save (measured: one and three keys made with the rows or after them, 200 to 400 MB: after takes 0.8 to 1.2 and 0.7 to 0.9 of it on MySQL 5.6 and 9, 0.5 to 0.8 and 0.4 on MariaDB 10.5).</summary>
    public const long LeastBytes = 32L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromDays(2);

    private readonly ServerSession _replica;
    private readonly OperationContext _context;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<LaterKey>> _later;
    private readonly Dictionary<string, int> _left;

    /// <summary>Decides for some tables.</summary>
    /// <param name="replica">The target.</param>
    /// <param name="tables">All tables with their definitions.</param>
    /// <param name="pieces">The full names of the pieces' tables: one for each piece.</param>
    /// <param name="left">The same of those that are still to be loaded.</param>
    /// <param name="context">Who is told of a key that could not be sorted.</param>
    public KeysBehindRows(ServerSession replica, IReadOnlyList<TableDefinition> tables, IEnumerable<string> pieces, IEnumerable<string> left, OperationContext context)
    {
        _replica = replica;
        _context = context;
        var of = Count(pieces);
        _later = LaterKeys.Of(tables.Where(t => of.TryGetValue(t.FullName, out var number) && Pays(t, number, replica.Capabilities)), tables);
        _left = Count(left);
    }

    /// <summary>Whether it pays: not where the target sorts the rows of an empty table by itself, which it does for one stream only.</summary>
    public static bool Pays(TableDefinition table, int pieces, Capabilities target) => table.Bytes >= LeastBytes && (pieces > 1 || !target.LoadsEmptyTablesInBulk);

    /// <summary>The keys that a table is made without.</summary>
    public IReadOnlyList<LaterKey> Of(TableDefinition table) => _later.TryGetValue(table.FullName, out var keys) ? keys : [];

    /// <summary>One piece of each of these tables is loaded and stays; tells which of them are full now and lack keys.</summary>
    public IReadOnlyList<TableDefinition> Full(IEnumerable<TableDefinition> tables)
    {
        lock (_left)
        {
            return tables.Where(t => --_left[t.FullName] == 0 && Of(t).Count > 0).ToList();
        }
    }

    /// <summary>Makes those of its keys that are not there; a session that was lost may have made them.</summary>
    /// <exception cref="ReplicationException">ObjectNotTaken, ConnectionLost.</exception>
    public void Make(ServerConnection loader, TableDefinition table, CancellationToken cancellationToken)
    {
        try
        {
            var there = loader.QueryAsync(SnapshotWords.ShowKeys(table.Database, table.Name), cancellationToken).GetAwaiter().GetResult().Select(r => r.Text("INDEX_NAME") ?? string.Empty).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var missing = Of(table).Where(k => !there.Contains(k.Name)).ToList();
            if (missing.Count > 0)
            {
                Make(loader, table, missing, cancellationToken);
            }
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
        {
            throw SnapshotFailures.ObjectNotTaken(_replica.Server, "keys of table " + table.FullName, e);
        }
    }

    private void Make(ServerConnection loader, TableDefinition table, List<LaterKey> keys, CancellationToken cancellationToken)
    {
        void Add(bool unsorted)
            => loader.ExecuteAsync(SnapshotWords.AddKeys(table.Database, table.Name, keys.Select(k => k.Definition), unsorted), cancellationToken, Limit).GetAwaiter().GetResult();

        try
        {
            Add(unsorted: false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode == SnapshotWords.NoRoomToSort)
        {
            _context.Warning("tmpdir of " + _replica.Server + " has no room to sort the keys of " + table.FullName + "; they are made by copying the table on the server, which takes longer.");
            Add(unsorted: true);
        }
    }

    private static Dictionary<string, int> Count(IEnumerable<string> names) => names.GroupBy(n => n, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
