using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Gives tables back whose rows are all read. A reader's transaction keeps what it has read from being altered, and an ALTER that waits
/// for it keeps all writers of its table waiting, for as long as the whole copy takes. Rolled back to a point before it read, the
/// transaction lets go and still sees its moment. Whether a table was altered under its rows (<see cref="AlteredTables"/>) is looked at
/// before it is given back; afterwards an ALTER is the link's matter.
/// </summary>
/// <param name="source">A session of its own, which a snapshot does not hold in the past.</param>
/// <param name="stored">As what the tables were stored; null when that is not known.</param>
/// <param name="tables">As the catalogue was read.</param>
/// <param name="holds">Whether they are read once more later, and so held until then.</param>
/// <param name="altered">Tells of tables that were altered.</param>
/// <param name="context">Of the session.</param>
internal sealed class ReadTables(ServerSession source, StoredTables? stored, IReadOnlyList<TableDefinition> tables, bool holds, Func<IReadOnlyList<string>, ReplicationException> altered, OperationContext context)
{
    // A look costs more the more tables a server has: so seldom that it takes about two hundredths of the time. Either a clock tells, which
    // counts waits and throttles too, or the bytes that were read: no slow look, as the first one is, keeps a large table held behind it.
    private const int RestsPerLook = 50;
    private const long BytesPerLook = 8 << 20;
    private const long BytesPerLookAndTable = 64 << 10;

    private readonly object _gate = new();
    private readonly Dictionary<string, int> _pieces = new(StringComparer.Ordinal);
    private readonly Dictionary<ServerConnection, List<TableDefinition>> _read = [];
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);
    private readonly Stopwatch _sinceLook = Stopwatch.StartNew();
    private readonly long _enough = BytesPerLook + (BytesPerLookAndTable * (stored?.Numbers.Count ?? tables.Count));
    private TimeSpan _rest;
    private long _bytes;

    /// <summary>Before anything is read.</summary>
    public void Begin(IReadOnlyList<ServerConnection> readers)
    {
        foreach (var reader in readers)
        {
            _read[reader] = [];
            Try(reader, SnapshotWords.BeforeReads);
        }
    }

    /// <summary>All pieces that will be read.</summary>
    public void Expect(IEnumerable<TableChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            _pieces.TryGetValue(chunk.Table.FullName, out var count);
            _pieces[chunk.Table.FullName] = count + 1;
        }
    }

    /// <summary>A reader has read pieces, and they have arrived.</summary>
    /// <exception cref="ReplicationException">A table was altered under its rows.</exception>
    public void Done(ServerConnection reader, IEnumerable<TableChunk> chunks, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var chunk in chunks)
            {
                if (--_pieces[chunk.Table.FullName] == 0)
                {
                    _read[reader].Add(chunk.Table);
                    _bytes += chunk.Table.Bytes;
                }
            }

            if (_read[reader].Count == 0 || IsTime)
            {
                GiveBack(reader, cancellationToken);
            }
        }
    }

    /// <summary>A reader has nothing to do, perhaps for long.</summary>
    /// <exception cref="ReplicationException">A table was altered under its rows.</exception>
    public void Rest(ServerConnection reader, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_read[reader].Count > 0 && IsTime)
            {
                GiveBack(reader, cancellationToken);
            }
        }
    }

    /// <summary>All is read: looks at what was not looked at yet.</summary>
    /// <exception cref="ReplicationException">A table was altered under its rows.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
        => ThrowIfAny(await AlteredTables.OfAsync(source, stored, tables.Where(t => !_looked.Contains(t.FullName)).ToList(), context, cancellationToken).ConfigureAwait(false));

    private bool IsTime => _bytes >= _enough || _sinceLook.Elapsed >= _rest;

    private void GiveBack(ServerConnection reader, CancellationToken cancellationToken)
    {
        if (!holds && Look(_read[reader], cancellationToken))
        {
            Try(reader, SnapshotWords.AfterReads);
        }
    }

    private bool Look(List<TableDefinition> read, CancellationToken cancellationToken)
    {
        if (read.Count == 0)
        {
            return true;
        }

        var look = Stopwatch.StartNew();
        try
        {
            ThrowIfAny(AlteredTables.OfAsync(source, stored, read, context, cancellationToken).GetAwaiter().GetResult());
        }
        catch (ReplicationException e) when (e.ErrorId != ErrorIds.TableChangedDuringCopy)
        {
            // The end asks once more, and then it matters.
            context.Verbose(source.Server + " did not tell whether tables were altered: " + e.Message);
            return false;
        }
        finally
        {
            _rest = TimeSpan.FromTicks(look.Elapsed.Ticks * RestsPerLook);
            _sinceLook.Restart();
            _bytes = 0;
        }

        _looked.UnionWith(read.Select(t => t.FullName));
        read.Clear();
        return true;
    }

    private void ThrowIfAny(IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            throw altered(names);
        }
    }

    // A reader that is lost holds nothing, and its next piece tells.
    private static void Try(ServerConnection reader, SqlStatement statement)
    {
        try
        {
            reader.Execute(statement);
        }
        catch (Exception e) when (e is ReplicationException or InvalidOperationException)
        {
        }
    }
}
