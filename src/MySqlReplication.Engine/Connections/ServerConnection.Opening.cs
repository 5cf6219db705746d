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
    /// <summary>Opens a session within the context's connect timeout.</summary>
    /// <exception cref="ReplicationException">CredentialMissing, ServerUnreachable, LoginRefused, HostNotAllowed, TlsFailed, TooManyConnections.</exception>
    public static async Task<ServerConnection> OpenAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken, bool loads = false)
    {
        if (server.UserName is null || (server.Credential is null && server.Socket is null))
        {
            throw ConnectionFailures.CredentialMissing(server);
        }

        ConnectionProtection.Check(server);
        SystemAuthorities.ReadBeside(server);
        MySqlConnection? connection = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(context.ConnectTimeout + TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();
        try
        {
            (var pool, connection) = await BorrowAsync(server, context.ConnectTimeout, loads, limit.Token).ConfigureAwait(false);
            ConnectionPools.Note(server.Address, connection.ServerThread);
            var opened = new ServerConnection(server, pool, connection, context);
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
    /// or as <see cref="TryQueryAsync"/> says.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="context">Where to speak.</param>
    /// <param name="choose">Chooses the batch by the session's greeting; null asks nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ReplicationException">Those of opening and of asking.</exception>
    public static async Task<(ServerConnection Connection, IReadOnlyList<IReadOnlyList<RawRow>>? Told)> OpenAskingAsync(
        ServerReference server, OperationContext context, Func<ServerConnection, SqlBatch?> choose, CancellationToken cancellationToken)
    {
        if (!ConnectionPools.IsWarm(server, context.ConnectTimeout) || !BlockingTurn.TryTake())
        {
            return await AskOpenedAsync(server, context, choose, cancellationToken).ConfigureAwait(false);
        }

        SqlBatch? asked = null;
        var work = BlockingTurn.RunAsync(() => AskOpenedAsync(server, context, opened => asked = choose(opened), cancellationToken));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(context.ConnectTimeout + AnswerLimit + Grace + Grace, done.Token);
        if (await Task.WhenAny(work, late).ConfigureAwait(false) != work)
        {
            Abandon(work, static late => late.Connection);
            cancellationToken.ThrowIfCancellationRequested();
            throw asked is null
                ? ConnectionFailures.Unreachable(server, "no answer within " + (int)context.ConnectTimeout.TotalSeconds + " s")
                : ConnectionFailures.AnswerMissing(server, asked.Text, (int)AnswerLimit.TotalSeconds);
        }

        done.Cancel();
        return await work.ConfigureAwait(false);
    }

    private static async Task<(ServerConnection Connection, IReadOnlyList<IReadOnlyList<RawRow>>? Told)> AskOpenedAsync(
        ServerReference server, OperationContext context, Func<ServerConnection, SqlBatch?> choose, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            return (connection, choose(connection) is { } batch ? await connection.TryQueryAsync(batch, cancellationToken).ConfigureAwait(false) : null);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Somebody else disconnects in this very moment: the pool is gone, or closes the session that it was just making, which looks like
    // a server that hung up. The next pool is another.
    private static async Task<(ConnectionPool Pool, MySqlConnection Connection)> BorrowAsync(ServerReference server, TimeSpan connectTimeout, bool loads, CancellationToken limit)
    {
        while (true)
        {
            var pool = ConnectionPools.For(server, connectTimeout, loads);
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
    private static void Abandon<T>(Task<T> work, Func<T, IDisposable> opened) => work.ContinueWith(
        late =>
        {
            if (late.Status == TaskStatus.RanToCompletion)
            {
                opened(late.Result).Dispose();
            }

            return late.Exception;
        },
        TaskScheduler.Default);
}
