using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Copies the data of one server to another, as it was at one moment, and tells that moment's coordinates.</summary>
public static class CopySnapshot
{
    /// <summary>Reads both servers, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Snapshots.cs, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(SnapshotRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ServerSession? source = null;
        ServerSession? replica = null;
        try
        {
            source = await ServerSession.OpenAsync(request.Source, context, cancellationToken).ConfigureAwait(false);
            replica = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
            var c = await ReadSnapshotCase.ServersAsync(request, source, replica, cancellationToken).ConfigureAwait(false);
            Throw(LinkRules.First(SnapshotRules.AboutServers, c));
            c = await ReadSnapshotCase.DataAsync(c, source, replica, cancellationToken).ConfigureAwait(false);
            Throw(LinkRules.First(SnapshotRules.AboutData, c));
            var run = new SnapshotRun(c, source, replica, context);
            var builder = run.Plan();
            var prepared = new PreparedChange<ReplicationSnapshot>(context, builder, (outcome, _) => Task.FromResult(run.Result(outcome, builder)), source, replica, run);
            source = replica = null;
            return prepared;
        }
        finally
        {
            source?.Dispose();
            replica?.Dispose();
        }
    }

    private static void Throw(ReplicationException? refusal)
    {
        if (refusal is not null)
        {
            throw refusal;
        }
    }
}
