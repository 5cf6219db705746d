using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>A step of a plan with what runs it. What is shown is <see cref="Step"/>; what runs is made of the same data.</summary>
internal sealed class PlannedStep
{
    public required PlanStep Step { get; init; }

    public required Func<CancellationToken, Task> Run { get; init; }

    /// <summary>Puts back at once what this step did, when a later step fails or the user cancels; null when nothing has to be.</summary>
    public Func<CancellationToken, Task>? PutBack { get; init; }

    /// <summary>Cancelling must not come between the step before and this one (stop/change/start).</summary>
    public bool ContinuesPrevious { get; init; }

    /// <summary>
    /// The journal says of both that they run before the first of them is done, so that the disk does not come between: what takes this one
    /// back does no harm when neither was done.
    /// </summary>
    public bool IsOneWithPrevious { get; init; }

    /// <summary>One statement, and not more: when the server refuses it, nothing was done, and nothing is put back.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>
    /// How Undo-ReplicationChange takes it back; null when it cannot or need not. A step whose way back is known only while it
    /// runs (the position at which an applier stopped) sets it then; the journal takes it when the step is done.
    /// </summary>
    public UndoAction? Undo { get; set; }
}
