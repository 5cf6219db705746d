using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Sets the mark of one copy or import before it touches data, and clears it when all is there.</summary>
internal sealed class TargetMark(SnapshotCase c, TargetState state, Func<CancellationToken, Task<ServerConnection>> loader)
{
    /// <summary>Sets it.</summary>
    /// <param name="begin">What belongs to it; null for nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SetAsync(Func<ServerConnection, Task>? begin, CancellationToken cancellationToken)
    {
        var session = await loader(cancellationToken).ConfigureAwait(false);
        state.Marking();
        await IncompleteMark.SetAsync(session, c.Selection.Marks, cancellationToken).ConfigureAwait(false);
        await (begin?.Invoke(session) ?? Task.CompletedTask).ConfigureAwait(false);
        state.Marked();
    }

    /// <summary>Takes it back when it failed itself: no data was touched, and a mark would say that it was.</summary>
    public async Task TakeBackAsync(CancellationToken cancellationToken)
    {
        if (state.IsMarking)
        {
            var session = await loader(cancellationToken).ConfigureAwait(false);
            await IncompleteMark.ClearAsync(session, c.Selection.Marks.Except(c.Incomplete, StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
            state.Unmarked();
        }
    }

    /// <summary>Clears it, once more when the session was lost on the way: nobody wants to begin anew for the sake of this.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var marks = c.Selection.Marks.Concat(c.Incomplete.Where(c.Covers)).ToList();
        var session = await loader(cancellationToken).ConfigureAwait(false);
        state.Clearing();
        try
        {
            await IncompleteMark.ClearAsync(session, marks, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost)
        {
            await IncompleteMark.ClearAsync(await loader(cancellationToken).ConfigureAwait(false), marks, cancellationToken).ConfigureAwait(false);
        }

        state.Complete();
    }
}
