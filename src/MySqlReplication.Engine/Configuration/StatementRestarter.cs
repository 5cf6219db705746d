using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>MySQL's own RESTART: whoever supervises the server starts it again. One that does not come up cannot be helped from here.</summary>
internal sealed class StatementRestarter(ServerReference server, OperationContext context) : IServerRestarter
{
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
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost)
        {
            // It went down before it had answered.
        }
        catch (ReplicationException e) when (e.ServerErrorCode == 3707)
        {
            // ER_RESTART_SERVER_FAILED: nobody supervises it, and it goes on as it was.
            throw RestartFailures.NotSupervised(server);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
