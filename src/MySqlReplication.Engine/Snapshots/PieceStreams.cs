using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Works pieces off in several streams side by side, each on a thread of its own; the failure of one ends all. Tells how far it is, in bytes and rows.</summary>
internal sealed class PieceStreams<TPiece>(string activity, long expectedBytes, long? bytesPerSecond, OperationContext context, Action<int, CancellationToken>? rest = null)
{
    private readonly ConcurrentQueue<TPiece> _waiting = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _gate = new();
    private Exception? _failure;
    private long _sent;
    private long _rows;
    private volatile string? _beside;
    private int _open;

    /// <summary>Works on one piece in one stream: gets the stream's number, the piece, whom to tell bytes and rows, and what ends it.</summary>
    public delegate PieceOutcome Work(int stream, TPiece piece, RowsSent sent, CancellationToken cancellationToken);

    /// <summary>Works them all off.</summary>
    public async Task RunAsync(IReadOnlyCollection<TPiece> pieces, int streams, Work work, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
        {
            _waiting.Enqueue(piece);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rate = new ByteRate(bytesPerSecond, end.Token);
        _open = pieces.Count;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(streams, Math.Max(1, _open)))
            .Select(i => Task.Factory.StartNew(() => Stream(i, work, rate, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        context.Progress.Report(new ProgressReport(activity, string.Empty, 100, Completed: true));
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Capture(_failure).Throw();
        }

        if (Volatile.Read(ref _open) > 0)
        {
            throw new InvalidOperationException("Streams ended before their pieces did.");
        }
    }

    private void Stream(int number, Work work, ByteRate rate, CancellationTokenSource end)
    {
        // A stream waits for pieces that another may still give back.
        while (Volatile.Read(ref _open) > 0 && !end.IsCancellationRequested)
        {
            try
            {
                if (!_waiting.TryDequeue(out var piece))
                {
                    rest?.Invoke(number, end.Token);
                    if (end.Token.WaitHandle.WaitOne(20))
                    {
                        return;
                    }

                    continue;
                }

                var outcome = work(number, piece, (bytes, rows) => Sent(bytes, rows, rate), end.Token);
                if (outcome == PieceOutcome.Done)
                {
                    Interlocked.Decrement(ref _open);
                    continue;
                }

                _waiting.Enqueue(piece);
                if (outcome == PieceOutcome.AgainByOthers)
                {
                    return;
                }
            }
            catch (Exception e)
            {
                lock (_gate)
                {
                    _failure ??= e;
                }

                end.End();
                return;
            }
        }
    }

    /// <summary>Tells what is done beside the rows, or behind them.</summary>
    public void Tell(string what)
    {
        _beside = what;
        Report(begins: true);
    }

    private void Sent(int bytes, long rows, ByteRate rate)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _sent, bytes);
        Report(begins: false);
        rate.Take(bytes);
    }

    private void Report(bool begins)
    {
        var sent = Interlocked.Read(ref _sent);
        var speed = sent / Math.Max(0.001, _clock.Elapsed.TotalSeconds);

        // Estimates count pages, streams text: one that turns out too low grows.
        var total = Math.Max(expectedBytes, sent);
        context.Progress.Report(new ProgressReport(
            activity,
            string.Format(CultureInfo.InvariantCulture, "{0:0.0} of about {1:0.0} MB, {2} rows, {3:0.0} MB/s, {4} left{5}", sent / 1048576.0, total / 1048576.0, Interlocked.Read(ref _rows), speed / 1048576.0, SnapshotTexts.Count(Volatile.Read(ref _open), "piece"), _beside is { } beside ? "; " + beside : string.Empty),
            (int)Math.Min(99, sent * 100 / total),
            speed > 0 && sent < total ? TimeSpan.FromSeconds((total - sent) / speed) : null,
            Begins: begins));
    }
}
