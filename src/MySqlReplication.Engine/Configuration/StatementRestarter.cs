using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>MySQL's own RESTART: whoever supervises the server starts it again. One that does not come up gets its old option file back, and whoever supervises it, or an admin, starts it.</summary>
internal sealed class StatementRestarter(ServerReference server, OperationContext context) : IServerRestarter
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public string Method => SettingWords.Restart.Redacted;

    public string Text => Method;

    public bool CanStart => false;

    public string? ErrorLog => null;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(SettingWords.Restart, cancellationToken).ConfigureAwait(false);

            // It answers first and goes down then. When it cuts this session off, its port is closed already.
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < context.Timeout;)
            {
                await connection.QueryAsync(SettingWords.Uptime, cancellationToken).ConfigureAwait(false);
                await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.ConnectionLost or ErrorIds.ServerUnreachable || e.ServerErrorCode is 1053 or 3169)
        {
            // It goes down: ER_SERVER_SHUTDOWN, ER_SESSION_WAS_KILLED, or nothing any more.
        }
        catch (ReplicationException e) when (e.ServerErrorCode == 3707)
        {
            // ER_RESTART_SERVER_FAILED: nobody supervises it, and it goes on as it was.
            throw RestartFailures.NotSupervised(server);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GaveUpAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task BeginAnewAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> SaidSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult(string.Empty);
}
