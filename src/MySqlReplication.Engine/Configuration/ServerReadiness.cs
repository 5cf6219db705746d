using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Waits until a server that was restarted answers a login, and is the new one.</summary>
internal static class ServerReadiness
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Ask = TimeSpan.FromMilliseconds(500);

    /// <summary>Null when it came up; else why it did not.</summary>
    /// <param name="server">The server.</param>
    /// <param name="restarter">Asked now and then whether there is anything to wait for.</param>
    /// <param name="since">Runs since the old one was told to end: the new one cannot be up for longer.</param>
    /// <param name="context">Whose limit it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> WaitAsync(ServerReference server, IServerRestarter restarter, Stopwatch since, OperationContext context, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.StartNew();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < context.Timeout;)
        {
            if (await IsNewAsync(server, since, context, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            if (asked.Elapsed > Ask)
            {
                if (await restarter.GaveUpAsync(cancellationToken).ConfigureAwait(false) is { } reason)
                {
                    return reason;
                }

                asked.Restart();
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }

        return "It did not answer a login within " + ((int)context.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s.";
    }

    /// <summary>Whether something answers a login there now.</summary>
    public static async Task<bool> AnswersAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await ConnectionPools.CloseAsync(server.Address).ConfigureAwait(false);
            using var connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
            await connection.QueryAsync(SettingWords.Uptime, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ReplicationException)
        {
            return false;
        }
    }

    private static async Task<bool> IsNewAsync(ServerReference server, Stopwatch since, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await ConnectionPools.CloseAsync(server.Address).ConfigureAwait(false);
            using var connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
            var rows = await connection.QueryAsync(SettingWords.Uptime, cancellationToken).ConfigureAwait(false);

            // Uptime counts whole seconds.
            return long.TryParse(Convert.ToString(rows[0][1].Value, CultureInfo.InvariantCulture), out var up) && up <= since.Elapsed.TotalSeconds + 1;
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.ServerUnreachable or ErrorIds.ConnectionLost or ErrorIds.TooManyConnections or ErrorIds.ServerTimeout)
        {
            return false;
        }
    }
}
