using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Sets the mark of one copy or import before it touches data, and clears it when all is there.</summary>
/// <param name="c">The servers.</param>
/// <param name="state">How far it has come.</param>
/// <param name="loader">A session that does not log.</param>
/// <param name="place">Where the data ends, when it is all there; null when that is not the source's own log.</param>
internal sealed class TargetMark(SnapshotCase c, TargetState state, Func<CancellationToken, Task<ServerConnection>> loader, Func<CopiedPlace?> place)
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
            await ClearAsync(session, marks, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost)
        {
            await ClearAsync(await loader(cancellationToken).ConfigureAwait(false), marks, cancellationToken).ConfigureAwait(false);
        }

        state.Complete();
    }

    private async Task ClearAsync(ServerConnection session, IReadOnlyList<string> marks, CancellationToken cancellationToken)
    {
        if (c.IsKeptReadOnly && place() is { ServerId: > 0 } copied)
        {
            await ReadOnlyUntilLinked.NoteAsync(session, copied, cancellationToken).ConfigureAwait(false);
        }

        await IncompleteMark.ClearAsync(session, marks, cancellationToken).ConfigureAwait(false);
    }
}
