using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Streams tables from the readers of one moment into the target, one stream a reader. A target session that is lost is opened
/// anew and its piece begun again; a lost reader's piece goes to the readers that are left. When none is left the copy fails.
/// </summary>
internal sealed class CopyTables(ServerSession source, ServerSession replica, bool loadData, long? bytesPerSecond, string activity, OperationContext context)
{
    private const int MaxTries = 3;

    private readonly ConcurrentQueue<TableChunk> _waiting = new();
    private readonly ConcurrentDictionary<string, SnapshotTable> _done = new(StringComparer.Ordinal);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _gate = new();
    private Exception? _failure;
    private long _sent;
    private long _total;
    private int _open;
    private int _readers;

    /// <summary>Copies them all.</summary>
    /// <exception cref="ReplicationException">TableChangedDuringCopy, RowsNotTaken, RowTooLarge, ConnectionLost.</exception>
    public async Task<IReadOnlyList<SnapshotTable>> RunAsync(IReadOnlyList<ServerConnection> readers, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        _total = tables.Sum(t => Math.Max(1, t.Bytes));
        foreach (var table in tables.OrderByDescending(t => t.Bytes))
        {
            var pieces = table.IsTransactional ? ChunkPlan.Pieces(table, readers.Count, replica.Capabilities.LoadsEmptyTablesInBulk ? _total : null) : 1;
            var ends = pieces < 2 ? null : (await readers[0].QueryAsync(ChunkPlan.Ends(table), cancellationToken, TimeSpan.FromMinutes(10)).ConfigureAwait(false))[0];
            var chunks = ends is null ? [new TableChunk(table, new SqlStatement(), true)] : ChunkPlan.Cut(table, pieces, ends);
            foreach (var chunk in chunks)
            {
                _waiting.Enqueue(chunk);
            }

            _done[table.FullName] = new SnapshotTable { Database = table.Database, Name = table.Name, Engine = table.Engine, Rows = 0, Bytes = 0, Chunks = 0, Duration = TimeSpan.Zero };
        }

        // A failure of one stream ends the others; cancelling does too.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rate = new ByteRate(bytesPerSecond, end.Token);
        _open = _waiting.Count;
        _readers = Math.Min(readers.Count, Math.Max(1, _open));
        var streams = readers.Take(_readers)
            .Select(reader => Task.Factory.StartNew(() => Work(reader, rate, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        await Task.WhenAll(streams).ConfigureAwait(false);
        context.Progress.Report(new ProgressReport(activity, string.Empty, 100, Completed: true));
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Capture(_failure).Throw();
        }

        return tables.OrderByDescending(t => _done[t.FullName].Bytes).Select(t => _done[t.FullName]).ToList();
    }

    private void Work(ServerConnection reader, ByteRate rate, CancellationTokenSource end)
    {
        ServerConnection? loader = null;
        var copy = new CopyChunk(source, replica, loadData, bytes => Sent(bytes, rate), end.Token);
        try
        {
            // A reader waits for pieces that another may still lose.
            while (Volatile.Read(ref _open) > 0 && !end.IsCancellationRequested)
            {
                if (!_waiting.TryDequeue(out var chunk))
                {
                    if (end.Token.WaitHandle.WaitOne(20))
                    {
                        return;
                    }

                    continue;
                }

                if (!Copy(chunk, copy, reader, ref loader, end))
                {
                    return;
                }
            }
        }
        finally
        {
            loader?.Dispose();
        }
    }

    // False when this reader is of no use any more.
    private bool Copy(TableChunk chunk, CopyChunk copy, ServerConnection reader, ref ServerConnection? loader, CancellationTokenSource end)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            loader ??= OpenLoader(end.Token);
            chunk.Tries++;
            var (rows, bytes) = copy.Run(chunk, reader, loader);
            lock (_gate)
            {
                var table = _done[chunk.Table.FullName];
                _done[chunk.Table.FullName] = table with { Rows = table.Rows + rows, Bytes = table.Bytes + bytes, Chunks = table.Chunks + 1, Duration = table.Duration + clock.Elapsed };
            }

            Interlocked.Decrement(ref _open);
            return true;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost && !end.IsCancellationRequested && chunk.Tries < MaxTries)
        {
            if (Equals(e.TargetObject, replica.Server))
            {
                context.Warning(replica.Server + " lost the session that loaded " + chunk.Table.FullName + "; the piece is begun again (" + chunk.Tries.ToString(CultureInfo.InvariantCulture) + ").");
                loader?.Dispose();
                loader = null;
                _waiting.Enqueue(chunk);
                return true;
            }

            return ReaderLost(chunk, e, end);
        }
        catch (ReplicationException e)
        {
            Fail(Named(chunk, e), end);
            return false;
        }
        catch (Exception e)
        {
            Fail(e, end);
            return false;
        }
    }

    private ServerConnection OpenLoader(CancellationToken cancellationToken)
    {
        var loader = LoaderSession.OpenAsync(replica, loadData, context, cancellationToken).GetAwaiter().GetResult();
        loader.Execute("SET SESSION autocommit = 0");
        return loader;
    }

    private bool ReaderLost(TableChunk chunk, ReplicationException lost, CancellationTokenSource end)
    {
        context.Warning(source.Server + " lost a reader of the snapshot at " + chunk.Table.FullName + "; the readers that are left take its piece.");
        _waiting.Enqueue(chunk);
        if (Interlocked.Decrement(ref _readers) == 0)
        {
            Fail(SnapshotFailures.Lost(lost), end);
        }

        return false;
    }

    private void Fail(Exception failure, CancellationTokenSource end)
    {
        lock (_gate)
        {
            _failure ??= failure;
        }

        end.Cancel();
    }

    private ReplicationException Named(TableChunk chunk, ReplicationException e) => e.ServerErrorCode switch
    {
        1412 or 1146 or 1054 or 1049 when Equals(e.TargetObject, source.Server) => SnapshotFailures.ChangedDuringCopy(source.Server, chunk.Table.FullName, e.Message),
        _ when e.ErrorId == ErrorIds.StatementFailed && Equals(e.TargetObject, replica.Server) => SnapshotFailures.RowsNotTaken(replica.Server, chunk.Table.FullName, e.Message),
        _ when e.ErrorId is ErrorIds.ConnectionLost or ErrorIds.ServerUnreachable => SnapshotFailures.Lost(e),
        _ => e,
    };

    private void Sent(int bytes, ByteRate rate)
    {
        var sent = Interlocked.Add(ref _sent, bytes);
        var seconds = Math.Max(0.001, _clock.Elapsed.TotalSeconds);
        var speed = sent / seconds;

        // The estimate counts pages, the stream text: when it turns out too low, it grows.
        var total = Math.Max(_total, sent);
        context.Progress.Report(new ProgressReport(
            activity,
            string.Format(CultureInfo.InvariantCulture, "{0:0.0} of about {1:0.0} MB, {2:0.0} MB/s, {3} pieces left", sent / 1048576.0, total / 1048576.0, speed / 1048576.0, Volatile.Read(ref _open)),
            (int)Math.Min(99, sent * 100 / total),
            speed > 0 && sent < total ? TimeSpan.FromSeconds((total - sent) / speed) : null));
        rate.Take(bytes);
    }
}
