using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

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
            var pool = ConnectionPools.For(server, context.ConnectTimeout, loads);
            connection = await BorrowAsync(pool, limit.Token).ConfigureAwait(false);
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

    // A socket that was ever awaited is watched for good, also for a thread that waits for it: so one is opened by a waiting thread
    // where that may be. One that must be dialled first gets a thread of its own, which a dead host then keeps from nobody.
    private static async Task<MySqlConnection> BorrowAsync(ConnectionPool pool, CancellationToken limit)
    {
        if (!BlockingTurn.TryTake())
        {
            return await OpenedAsync(pool, connection => connection.OpenAsync(limit)).ConfigureAwait(false);
        }

        var opening = BlockingTurn.RunAsync(() => OpenedAsync(pool, static connection =>
        {
            connection.Open();
            return Task.CompletedTask;
        }), apart: !pool.IsWarm);
        if (await Task.WhenAny(opening, Task.Delay(Timeout.Infinite, limit)).ConfigureAwait(false) != opening)
        {
            _ = opening.ContinueWith(
                static late =>
                {
                    if (late.Status == TaskStatus.RanToCompletion)
                    {
                        late.Result.Dispose();
                    }

                    return late.Exception;
                },
                TaskScheduler.Default);
            limit.ThrowIfCancellationRequested();
        }

        return await opening.ConfigureAwait(false);
    }

    private static async Task<MySqlConnection> OpenedAsync(ConnectionPool pool, Func<MySqlConnection, Task> open)
    {
        var connection = pool.Source.CreateConnection();
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
}
