using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes a server a clone of another by MySQL's CLONE, and tells the coordinates that its data belongs to.</summary>
public static class CloneSnapshot
{
    /// <summary>Reads both servers, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Clone.cs and ErrorIds.Snapshots.cs, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(CloneRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ServerSession? source = null;
        ServerSession? replica = null;
        try
        {
            source = await ServerSession.OpenAsync(request.Source, context, cancellationToken).ConfigureAwait(false);
            replica = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
            var sandbox = RestartTarget.SandboxOf(null, request.Replica);
            var c = await ReadCloneCase.ServersAsync(request, source, replica, sandbox, cancellationToken).ConfigureAwait(false);
            Throw(LinkRules.First(CloneRules.AboutServers, c));
            Throw(LinkRules.First(SnapshotRules.AboutEveryCopy, c.Copy));
            c = await ReadCloneCase.CloneAsync(c, source, replica, cancellationToken).ConfigureAwait(false);
            Throw(LinkRules.First(CloneRules.AboutData, c));
            var target = await RestartTarget.OfAsync(new() { Server = request.Replica, ServiceName = request.ServiceName }, context, cancellationToken).ConfigureAwait(false);
            var run = new CloneRun(c, source, replica, new CloneRestart(request, target.Restarter, sandbox, context), context);
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
