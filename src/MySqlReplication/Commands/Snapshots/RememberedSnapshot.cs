using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Plans;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>A copy, export or import whose databases and tables are offered for completion from then on.</summary>
internal sealed class RememberedSnapshot<T>(KnownTables? known, IPreparedChange<T> change, Func<T, (IEnumerable<string> Databases, IEnumerable<string> Tables)> held) : IPreparedChange<T>
    where T : class
{
    /// <inheritdoc/>
    public ReplicationPlan Plan => change.Plan;

    /// <inheritdoc/>
    public async Task<T> ApplyAsync(CancellationToken cancellationToken)
    {
        var snapshot = await change.ApplyAsync(cancellationToken).ConfigureAwait(false);
        var (databases, tables) = held(snapshot);
        known?.Remember(databases, tables);
        return snapshot;
    }

    /// <inheritdoc/>
    public void Dispose() => change.Dispose();
}
