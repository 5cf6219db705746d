using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Counts and hashes tables in the snapshot they were read from and on the target; the first that differs fails the copy.</summary>
internal sealed class CompareTables(ServerSession source, ServerSession replica, OperationContext context)
{
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(20);

    public RowHash Hash { get; } = RowHash.Of(source, replica);

    /// <summary>The sum of hashes of each, by full name.</summary>
    /// <exception cref="ReplicationException">CopyNotEqual, ConnectionLost.</exception>
    public async Task<IReadOnlyDictionary<string, (long Rows, string Hash)>> RunAsync(IReadOnlyList<ServerConnection> readers, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var there = (await new ReadCatalogue(replica).TablesAsync(tables.Select(t => t.Database).Distinct(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false))
            .ToDictionary(t => t.FullName, ReadSelection.NamesOf(replica));
        var waiting = new ConcurrentQueue<TableDefinition>(tables.OrderByDescending(t => t.Bytes));
        var done = new ConcurrentDictionary<string, (long, string)>(StringComparer.Ordinal);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(readers.Select(reader => WorkAsync(reader, waiting, there, done, end))).ConfigureAwait(false);
        return done;
    }

    private async Task WorkAsync(
        ServerConnection reader,
        ConcurrentQueue<TableDefinition> waiting,
        Dictionary<string, TableDefinition> there,
        ConcurrentDictionary<string, (long, string)> done,
        CancellationTokenSource end)
    {
        try
        {
            using var session = await LoaderSession.OpenAsync(replica, loads: false, context, end.Token).ConfigureAwait(false);
            while (!end.IsCancellationRequested && waiting.TryDequeue(out var table))
            {
                var target = there.TryGetValue(table.FullName, out var found) ? RowHash.Like(found, table) : null;
                var read = ReadAsync(reader, Hash.Select(table), end.Token);
                var written = target is null ? (Rows: 0, Hash: "-") : await ReadAsync(session, Hash.Select(target), end.Token).ConfigureAwait(false);
                var wanted = await read.ConfigureAwait(false);
                done[table.FullName] = wanted == written ? wanted : throw SnapshotFailures.NotEqual(replica.Server, table.FullName, wanted.Rows, written.Rows);
            }
        }
        catch
        {
            end.End();
            throw;
        }
    }

    private static async Task<(long Rows, string Hash)> ReadAsync(ServerConnection session, SqlStatement select, CancellationToken cancellationToken)
    {
        var row = (await session.QueryAsync(select, cancellationToken, NoLimit).ConfigureAwait(false))[0];
        return (Convert.ToInt64(row["n"], CultureInfo.InvariantCulture), Convert.ToString(row["h"], CultureInfo.InvariantCulture) ?? string.Empty);
    }
}
