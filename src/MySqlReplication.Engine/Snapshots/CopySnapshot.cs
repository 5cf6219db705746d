using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Copies the data of one server to another, as it was at one moment, and tells that moment's coordinates.</summary>
public static class CopySnapshot
{
    /// <summary>Reads both servers, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Snapshots.cs, and those of connecting.</exception>
    public static Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(SnapshotRequest request, OperationContext context, CancellationToken cancellationToken) => SnapshotOpening.PrepareAsync(
        request.Source,
        request.Replica,
        async (source, replica) =>
        {
            var c = await ReadSnapshotCase.ServersAsync(request, source, replica, cancellationToken).ConfigureAwait(false);
            SnapshotOpening.Throw(LinkRules.First(SnapshotRules.AboutServers, c));
            c = await ReadSnapshotCase.DataAsync(c, source, replica, cancellationToken).ConfigureAwait(false);
            SnapshotOpening.Throw(LinkRules.First(SnapshotRules.AboutData, c));
            return new SnapshotRun(c, source, replica, context);
        },
        context,
        cancellationToken);
}
