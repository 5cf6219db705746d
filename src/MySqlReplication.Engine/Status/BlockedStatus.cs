using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// A receiver that waits for room on its disk holds the lock that the status needs: on MySQL 5.6 and MariaDB the status does not
/// answer then (measured; MySQL 9 answers). The list of sessions does, and tells.
/// </summary>
internal static class BlockedStatus
{
    private const string Queueing = "event to the relay log";

    /// <summary>Reads; when that does not come to an end, says why where it can be seen.</summary>
    /// <exception cref="ReplicationException">RelayLogDiskFull, and those of the reading.</exception>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> read, ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ServerTimeout && e.Message.IndexOf("SHOW ", StringComparison.Ordinal) > 0)
        {
            // Only where a statement was not answered: a host that does not let anybody in costs its own timeout, and no second one.
            throw await WhyAsync(server, context, cancellationToken).ConfigureAwait(false) ?? e;
        }
    }

    private static async Task<ReplicationException?> WhyAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        using var connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        var states = (await connection.QueryAsync(SettingWords.Sessions, cancellationToken).ConfigureAwait(false))
            .Where(s => s.Text("User") == "system user").Select(s => s.Text("State")).ToList();
        return states.FirstOrDefault(ReceiverStates.WaitsForDisk) is { } waits ? StatusFailures.RelayLogDiskFull(server, waits, isSure: true)
            : states.FirstOrDefault(s => s?.IndexOf(Queueing, StringComparison.OrdinalIgnoreCase) >= 0) is { } queues ? StatusFailures.RelayLogDiskFull(server, queues, isSure: false)
            : null;
    }
}
