using System;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Plans;

/// <summary>A change that was thought through and not begun: facts read, refusals made, plan ready. Disposing gives its sessions back.</summary>
/// <typeparam name="TResult">What it returns when done.</typeparam>
public interface IPreparedChange<TResult> : IDisposable
    where TResult : class
{
    /// <summary>Exactly what <see cref="ApplyAsync"/> will do.</summary>
    ReplicationPlan Plan { get; }

    /// <summary>
    /// Runs the plan, waits, re-reads the server and returns what it says now. Cancelling is honoured between steps; what was
    /// begun is put back. An empty plan only re-reads.
    /// </summary>
    Task<TResult> ApplyAsync(CancellationToken cancellationToken);
}
