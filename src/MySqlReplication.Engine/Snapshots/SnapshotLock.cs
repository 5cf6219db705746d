using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The global read lock in a session of its own: asked for with a short wait, again and again, and given back whatever happens.</summary>
internal sealed class SnapshotLock : IDisposable
{
    /// <summary>A longer wait would hold every writer behind one long query.</summary>
    private const int WaitSeconds = 2;

    /// <summary>After so many silent seconds the server itself ends the session, should this machine vanish: writers wait no longer for it.</summary>
    private const int IdleSeconds = 20;

    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(4);

    private readonly ServerConnection _session;
    private readonly Stopwatch _held;
    private readonly CancellationTokenSource _stop = new();
    private Task _keeping = Task.CompletedTask;
    private bool _released;

    private SnapshotLock(ServerConnection session, Stopwatch held)
    {
        _session = session;
        _held = held;
    }

    /// <summary>The session that holds it.</summary>
    public ServerConnection Session => _session;

    /// <summary>Takes it within the context's limit.</summary>
    /// <param name="source">Where.</param>
    /// <param name="context">The limit, and where to speak.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ReplicationException">SnapshotLockTimeout with the query that holds it up, PrivilegeMissing.</exception>
    public static async Task<SnapshotLock> TakeAsync(ServerReference source, OperationContext context, CancellationToken cancellationToken)
    {
        var session = await ServerConnection.OpenAsync(source, context, cancellationToken).ConfigureAwait(false);
        SnapshotLock? taken = null;
        var whole = Stopwatch.StartNew();
        try
        {
            await session.ExecuteAsync(new SqlStatement("SET SESSION lock_wait_timeout = ").Number(WaitSeconds).Words(", wait_timeout = ").Number(IdleSeconds), cancellationToken).ConfigureAwait(false);
            for (var pause = 500.0; ; pause = Math.Min(5000, pause * 1.6))
            {
                var held = Stopwatch.StartNew();
                try
                {
                    await session.ExecuteAsync(SnapshotWords.Lock, cancellationToken).ConfigureAwait(false);
                    return taken = new SnapshotLock(session, held);
                }
                catch (ReplicationException e) when (e.ServerErrorCode == 1205)
                {
                    var blocker = await BlockerAsync(session, cancellationToken).ConfigureAwait(false);
                    context.Verbose(source + ": the lock did not come within " + WaitSeconds.ToString(CultureInfo.InvariantCulture) + " s; writers go on. " + blocker);
                    if (whole.Elapsed + TimeSpan.FromMilliseconds(pause) > context.Timeout)
                    {
                        throw SnapshotFailures.LockTimeout(source, context.Timeout, blocker);
                    }
                }

                await Task.Delay(TimeSpan.FromMilliseconds(pause), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (taken is null)
            {
                // Cut off while it asked: the pool resets a session only when it lends it out again.
                new SnapshotLock(session, whole).Dispose();
            }
        }
    }

    /// <summary>From now on gives the server a sign of life again and again: the lock is needed for long. Nobody else may use the session until it is released.</summary>
    public void Keep() => _keeping = Task.Run(async () =>
    {
        try
        {
            while (await Task.WhenAny(Task.Delay(Sign, _stop.Token)).ConfigureAwait(false) is { IsCanceled: false })
            {
                await _session.ExecuteAsync("DO 0", CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ReplicationException)
        {
            // The session is gone, and the lock with it: releasing it says so.
        }
    });

    /// <summary>Lets writers go on; returns how long they were held up.</summary>
    /// <exception cref="ReplicationException">ConnectionLost: it held no longer.</exception>
    public async Task<TimeSpan> ReleaseAsync()
    {
        if (!_released)
        {
            _stop.End();
            await _keeping.ConfigureAwait(false);
            await _session.ExecuteAsync(SnapshotWords.Unlock, CancellationToken.None).ConfigureAwait(false);
            _held.Stop();
            _released = true;
        }

        return _held.Elapsed;
    }

    /// <summary>Ends the session, and with it the lock if it still holds: giving it back to the pool resets it.</summary>
    public void Dispose()
    {
        if (!_released)
        {
            _stop.End();
            Task.WaitAny(_keeping);
            try
            {
                _session.Execute(SnapshotWords.Unlock);
                _released = true;
            }
            catch (Exception e) when (e is ReplicationException or InvalidOperationException)
            {
                // The connection broke: then the server has ended the session and its lock itself.
            }
        }

        _session.Dispose();
        _stop.Dispose();
    }

    private static async Task<string> BlockerAsync(ServerConnection session, CancellationToken cancellationToken)
    {
        var sessions = await session.QueryAsync("SHOW FULL PROCESSLIST", cancellationToken).ConfigureAwait(false);
        var longest = sessions
            .Where(s => s.Text("Command") is "Query" or "Execute" && s.Number("Id") != session.SessionId && s.Text("Info") is not null
                && s.Text("State") is not ("Waiting for global read lock" or "Waiting for backup lock" or "Waiting for commit lock"))
            .OrderByDescending(s => s.Number("Time") ?? 0)
            .FirstOrDefault();
        if (longest is null)
        {
            return "No running query is seen; a session may hold tables by LOCK TABLES or an open XA transaction.";
        }

        var text = Redaction.Clean((longest.Text("Info") ?? string.Empty).Replace('\n', ' ').Replace('\t', ' '));
        return "Session " + longest.Text("Id") + " of '" + Redaction.Visible(longest.Text("User") ?? string.Empty) + "' runs since " + longest.Text("Time") + " s: " + (text.Length > 120 ? text.Substring(0, 120) + " ..." : text);
    }
}
