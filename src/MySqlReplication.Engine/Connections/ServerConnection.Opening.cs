using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Connections;

/// <summary>The part that opens a session.</summary>
internal sealed partial class ServerConnection
{
    // How long the first answer of a session may take that was lent out as it came back. A whole second is the driver's shortest limit.
    private static readonly TimeSpan KeptLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastForDialling = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens a session within the context's connect timeout.</summary>
    /// <exception cref="ReplicationException">CredentialMissing, ServerUnreachable, LoginRefused, HostNotAllowed, TlsFailed, TooManyConnections.</exception>
    public static Task<ServerConnection> OpenAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken, PoolUse use = PoolUse.Any)
        => OpenAsync(server, context, use, TimeSpan.Zero, cancellationToken);

    // Of the connect timeout some may be spent already.
    private static async Task<ServerConnection> OpenAsync(ServerReference server, OperationContext context, PoolUse use, TimeSpan spent, CancellationToken cancellationToken)
    {
        if (server.UserName is null || (server.Credential is null && server.Socket is null))
        {
            throw ConnectionFailures.CredentialMissing(server);
        }

        ConnectionProtection.Check(server);
        SystemAuthorities.ReadBeside(server);
        MySqlConnection? connection = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = context.ConnectTimeout - spent;
        limit.CancelAfter((left > LeastForDialling ? left : LeastForDialling) + TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();
        try
        {
            (var pool, connection) = await BorrowAsync(server, context.ConnectTimeout, use, limit.Token).ConfigureAwait(false);
            var isKept = use == PoolUse.Poll && ConnectionPools.IsOwn(server.Address, connection.ServerThread);
            ConnectionPools.Note(server.Address, connection.ServerThread);
            var opened = new ServerConnection(server, pool, connection, context) { _isKept = isKept };
            connection = null;
            return opened;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectionFailures.Unreachable(server, "no answer within " + (int)context.ConnectTimeout.TotalSeconds + " s");
        }
        catch (MySqlProtocolException)
        {
            throw ConnectionFailures.NotAServer(server);
        }
        catch (MySqlException e)
        {
            var failure = ConnectionFailures.FromOpen(server, e);
            throw failure.ErrorId == ErrorIds.ServerUnreachable
                ? ConnectionFailures.Unreachable(server, await ConnectionProbe.WhyAsync(server.Address, context.ConnectTimeout, watch.Elapsed).ConfigureAwait(false))
                : failure;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>
    /// Opens a session and asks it one batch, both in one go where a thread may wait for them. The answer is null when there was no batch,
    /// or as <see cref="TryQueryAsync"/> says. Who still asks after a second is polling: from then on the question itself
    /// goes out first, over a session that was kept as it was, and another is opened only when that does not answer at once.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="context">Where to speak.</param>
    /// <param name="choose">Chooses the batch by the session's greeting; null asks nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ReplicationException">Those of opening and of asking.</exception>
    public static async Task<(ServerConnection Connection, IReadOnlyList<IReadOnlyList<RawRow>>? Told)> OpenAskingAsync(
        ServerReference server, OperationContext context, Func<ServerConnection, SqlBatch?> choose, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var isPolled = ConnectionPools.Warm(server, context.ConnectTimeout, PoolUse.Any) is { IsPolled: true };
        var polled = ConnectionPools.Warm(server, context.ConnectTimeout, PoolUse.Poll);
        var use = (isPolled || polled is not null) && context.ConnectTimeout >= KeptLimit + KeptLimit ? PoolUse.Poll : PoolUse.Any;
        var asked = ConnectionPools.Warm(server, context.ConnectTimeout, use) is not null && BlockingTurn.TryTake()
            ? await AskInTurnAsync(server, context, use, choose, cancellationToken).ConfigureAwait(false)
            : await AskOpenedAsync(server, context, use, TimeSpan.Zero, choose, cancellationToken).ConfigureAwait(false);
        return asked ?? (await AskOpenedAsync(server, context, PoolUse.Any, watch.Elapsed, choose, cancellationToken).ConfigureAwait(false))!.Value;
    }

    /// <summary>Whether it still answers. One that idled for long may be gone: the server's wait_timeout, or what stands between, has ended it.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync("DO 0", cancellationToken, Grace).ConfigureAwait(false);
            return true;
        }
        catch (ReplicationException)
        {
            return false;
        }
    }

    private static async Task<(ServerConnection Connection, IReadOnlyList<IReadOnlyList<RawRow>>? Told)?> AskInTurnAsync(
        ServerReference server, OperationContext context, PoolUse use, Func<ServerConnection, SqlBatch?> choose, CancellationToken cancellationToken)
    {
        SqlBatch? asked = null;
        var work = BlockingTurn.RunAsync(() => AskOpenedAsync(server, context, use, TimeSpan.Zero, opened => asked = choose(opened), cancellationToken));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(context.ConnectTimeout + AnswerLimit + Grace + Grace, done.Token);
        if (await Task.WhenAny(work, late).ConfigureAwait(false) != work)
        {
            Abandon(work, static late => late?.Connection);
            cancellationToken.ThrowIfCancellationRequested();
            throw asked is null
                ? ConnectionFailures.Unreachable(server, "no answer within " + (int)context.ConnectTimeout.TotalSeconds + " s")
                : ConnectionFailures.AnswerMissing(server, asked.Text, (int)AnswerLimit.TotalSeconds);
        }

        done.End();
        return await work.ConfigureAwait(false);
    }

    // Null when a kept session gave no answer: how the server stands is for one that is made anew to tell.
    private static async Task<(ServerConnection Connection, IReadOnlyList<IReadOnlyList<RawRow>>? Told)?> AskOpenedAsync(
        ServerReference server, OperationContext context, PoolUse use, TimeSpan spent, Func<ServerConnection, SqlBatch?> choose, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(server, context, use, spent, cancellationToken).ConfigureAwait(false);
        try
        {
            connection._pool?.Asked();
            var batch = choose(connection);
            var told = batch is null ? null : await connection.TryQueryAsync(batch, cancellationToken, connection._isKept ? KeptLimit : null).ConfigureAwait(false);
            if (told is not null || !connection._isKept)
            {
                return (connection, told);
            }
        }
        catch (ReplicationException) when (connection._isKept)
        {
            // Lost, too late, or not readable.
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        ConnectionPools.Drop(server, context.ConnectTimeout, PoolUse.Poll);
        connection._isAbandoned = true;
        connection.Dispose();
        return null;
    }

    // Somebody else disconnects in this very moment: the pool is gone, or closes the session that it was just making, which looks like
    // a server that hung up. The next pool is another.
    private static async Task<(ConnectionPool Pool, MySqlConnection Connection)> BorrowAsync(ServerReference server, TimeSpan connectTimeout, PoolUse use, CancellationToken limit)
    {
        while (true)
        {
            var pool = ConnectionPools.For(server, connectTimeout, use);
            try
            {
                return (pool, await BorrowAsync(pool, limit).ConfigureAwait(false));
            }
            catch (Exception e) when (pool.IsClosed && (e is ObjectDisposedException || (e is MySqlException m && ConnectionFailures.FromOpen(server, m).ErrorId == ErrorIds.ServerUnreachable)))
            {
                limit.ThrowIfCancellationRequested();
            }
        }
    }

    // A socket that was ever awaited is watched for good, also for a thread that waits for it: so one is opened by a waiting thread
    // where that may be. One that must be dialled first gets a thread of its own, which a dead host then keeps from nobody.
    private static async Task<MySqlConnection> BorrowAsync(ConnectionPool pool, CancellationToken limit)
    {
        static Task OpenAsync(MySqlConnection connection)
        {
            connection.Open();
            return Task.CompletedTask;
        }

        if (BlockingTurn.IsHere)
        {
            return await OpenedAsync(pool, OpenAsync).ConfigureAwait(false);
        }

        if (!BlockingTurn.TryTake())
        {
            return await OpenedAsync(pool, connection => connection.OpenAsync(limit)).ConfigureAwait(false);
        }

        var opening = BlockingTurn.RunAsync(() => OpenedAsync(pool, OpenAsync), apart: !pool.IsWarm);
        if (await Task.WhenAny(opening, Task.Delay(Timeout.Infinite, limit)).ConfigureAwait(false) != opening)
        {
            Abandon(opening, static late => late);
            limit.ThrowIfCancellationRequested();
        }

        return await opening.ConfigureAwait(false);
    }

    private static async Task<MySqlConnection> OpenedAsync(ConnectionPool pool, Func<MySqlConnection, Task> open)
    {
        var connection = pool.Create();
        try
        {
            await open(connection).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Nobody waits for it any more; what it still opens is closed.
    private static void Abandon<T>(Task<T> work, Func<T, IDisposable?> opened) => work.ContinueWith(
        late =>
        {
            if (late.Status == TaskStatus.RanToCompletion)
            {
                opened(late.Result)?.Dispose();
            }

            return late.Exception;
        },
        TaskScheduler.Default);
}
