using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>A copy whose databases and tables are offered for completion from then on.</summary>
internal sealed class RememberedSnapshot(KnownTables? known, IPreparedChange<ReplicationSnapshot> change) : IPreparedChange<ReplicationSnapshot>
{
    /// <inheritdoc/>
    public ReplicationPlan Plan => change.Plan;

    /// <inheritdoc/>
    public async Task<ReplicationSnapshot> ApplyAsync(CancellationToken cancellationToken)
    {
        var snapshot = await change.ApplyAsync(cancellationToken).ConfigureAwait(false);
        known?.Remember(snapshot.Databases.Concat(snapshot.LeftOutDatabase), snapshot.Tables.Select(t => t.ToString()).Concat(snapshot.LeftOutTable));
        return snapshot;
    }

    /// <inheritdoc/>
    public void Dispose() => change.Dispose();
}
