using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Links;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes a server a clone of another by MySQL's CLONE, and tells the coordinates that its data belongs to.</summary>
public static class CloneSnapshot
{
    /// <summary>Reads both servers, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Clone.cs and ErrorIds.Snapshots.cs, and those of connecting.</exception>
    public static Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(CloneRequest request, OperationContext context, CancellationToken cancellationToken) => SnapshotOpening.PrepareAsync(
        request.Source,
        request.Replica,
        async (source, replica) =>
        {
            var sandbox = RestartTarget.SandboxOf(null, request.Replica);
            var c = await ReadCloneCase.ServersAsync(request, source, replica, sandbox, cancellationToken).ConfigureAwait(false);
            SnapshotOpening.Throw(LinkRules.First(CloneRules.AboutServers, c));
            SnapshotOpening.Throw(LinkRules.First(SnapshotRules.AboutEveryCopy, c.Copy));
            c = await ReadCloneCase.CloneAsync(c, source, replica, cancellationToken).ConfigureAwait(false);
            SnapshotOpening.Throw(LinkRules.First(CloneRules.AboutData, c));
            var target = await RestartTarget.OfAsync(new() { Server = request.Replica, ServiceName = request.ServiceName }, context, cancellationToken).ConfigureAwait(false);
            return new CloneRun(c, source, replica, new CloneRestart(request, target.Restarter, sandbox, context), context);
        },
        context,
        cancellationToken);
}
