using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Opens both ends of a change that takes one server's state to another, and keeps them open for it.</summary>
internal static class SnapshotOpening
{
    /// <summary>Opens them, lets what is to be done be decided, and makes it ready.</summary>
    /// <param name="source">The one.</param>
    /// <param name="replica">The other.</param>
    /// <param name="decide">Reads both, refuses with a reason, or makes the run.</param>
    /// <param name="context">Where it speaks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(
        ServerReference source, ServerReference replica, Func<ServerSession, ServerSession, Task<ISnapshotRun>> decide, OperationContext context, CancellationToken cancellationToken)
    {
        ServerSession? from = null;
        ServerSession? to = null;
        try
        {
            from = await OpenAsync(source, context, cancellationToken).ConfigureAwait(false);
            to = await OpenAsync(replica, context, cancellationToken).ConfigureAwait(false);
            var run = await decide(from, to).ConfigureAwait(false);
            var builder = run.Plan();
            var prepared = new PreparedChange<ReplicationSnapshot>(context, builder, (outcome, _) => Task.FromResult(run.Result(outcome, builder)), from, to, run);
            from = to = null;
            return prepared;
        }
        finally
        {
            from?.Dispose();
            to?.Dispose();
        }
    }

    /// <summary>Opens a session that sees all, and that no limit of the server ends while others work for hours.</summary>
    public static async Task<ServerSession> OpenAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        ServerConnection? connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(SnapshotWords.AllRows, cancellationToken).ConfigureAwait(false);
            var facts = await ServerFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(SnapshotWords.WithoutLimits(facts), cancellationToken).ConfigureAwait(false);
            var opened = ServerSession.Of(connection, facts);
            connection = null;
            return opened;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>Throws a rule's refusal, when there is one.</summary>
    public static void Throw(ReplicationException? refusal)
    {
        if (refusal is not null)
        {
            throw refusal;
        }
    }
}
