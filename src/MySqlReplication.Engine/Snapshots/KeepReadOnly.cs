using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Keeps writers away from a copy's target. read_only goes on before anything is touched; our own sessions need the right to write
/// all the same. super_read_only would hold these back too, so it is lifted for the load and goes on at the end.
/// </summary>
internal sealed class KeepReadOnly(SnapshotCase c, ServerSession replica, OperationContext context)
{
    private bool _begun;

    /// <summary>The steps before the load.</summary>
    /// <param name="builder">The plan.</param>
    /// <param name="state">How far the copy has come: once it has changed data a failure leaves the target read-only.</param>
    /// <param name="unlogged">Opens, or gives, a session that does not log.</param>
    public void Begin(PlanBuilder builder, TargetState state, Func<CancellationToken, Task<ServerConnection>> unlogged)
    {
        if (c.ReadOnly.Super == true)
        {
            var on = ReadOnlyUntilLinked.Set("super_read_only", true);
            builder.Statement(
                replica,
                ReadOnlyUntilLinked.Set("super_read_only", false),
                "nobody could load, this command neither; read_only stays on",
                UndoAction.OnServer(replica, on),
                async token =>
                {
                    await replica.KeepOpenAsync(context, token).ConfigureAwait(false);
                    await replica.Connection.ExecuteAsync(on, token).ConfigureAwait(false);
                });
        }

        if (c.SetsReadOnly)
        {
            builder.Add(
                PlanStepKind.Statement,
                replica.Server.ToString(),
                ReadOnlyUntilLinked.RememberText,
                "nobody writes there until its link runs, which puts it back; not logged",
                token => SetAsync(unlogged, token),
                c.ReadOnly.Undo(replica),
                async token =>
                {
                    if (state.IsIncomplete)
                    {
                        context.Warning(replica.Server + " was set read-only and is left so, because what it holds is incomplete; the next copy and the link after it make it writable again. SET GLOBAL read_only = 0 there gives it back by hand.");
                    }
                    else if (state.IsLoaded)
                    {
                        context.Warning(replica.Server + " is read-only until its link runs, which makes it writable again. SET GLOBAL read_only = 0 there gives it back by hand.");
                    }
                    else if (_begun)
                    {
                        await ReadOnlyUntilLinked.PutBackAsync(replica, context, token).ConfigureAwait(false);
                    }
                });
        }
    }

    /// <summary>The steps behind the load, before its mark is cleared: afterwards nothing may fail that matters.</summary>
    public void Release(PlanBuilder builder)
    {
        if (c.Request.LeaveWritable)
        {
            // What is lifted for the load is off by now.
            (c.ReadOnly with { Super = c.ReadOnly.Super is null ? null : false }).PutBack(builder, replica, context, "an earlier copy had set it (-LeaveWritable)");
        }
    }

    /// <summary>The very last step: where super_read_only is on no mark can be cleared. The copy is complete by then, and stays so when it fails.</summary>
    public void End(PlanBuilder builder)
    {
        if (c.EndsSuperReadOnly)
        {
            builder.Add(
                PlanStepKind.Statement,
                replica.Server.ToString(),
                ReadOnlyUntilLinked.Set("super_read_only", true).Redacted,
                c.ReadOnly.Super == true ? "as it was" : "administrators do not write there either, until its link runs",
                SetSuperAsync,
                UndoAction.OnServer(replica, ReadOnlyUntilLinked.Set("super_read_only", false)));
        }
    }

    private async Task SetSuperAsync(CancellationToken cancellationToken)
    {
        var on = ReadOnlyUntilLinked.Set("super_read_only", true);
        try
        {
            await replica.KeepOpenAsync(context, cancellationToken).ConfigureAwait(false);
            await replica.Connection.ExecuteAsync(on, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            context.Warning("The copy on " + replica.Server + " is complete, but " + on.Redacted + " failed: " + e.Message + " Until it is set there by hand, or the link runs, administrators can write there.");
        }
    }

    private async Task SetAsync(Func<CancellationToken, Task<ServerConnection>> unlogged, CancellationToken cancellationToken)
    {
        var session = await unlogged(cancellationToken).ConfigureAwait(false);
        _begun = true;
        await ReadOnlyUntilLinked.RememberAsync(session, cancellationToken).ConfigureAwait(false);
        try
        {
            await replica.Connection.ExecuteAsync(ReadOnlyUntilLinked.Set("read_only", true), cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(ReadOnlyUntilLinked.Touch, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1227 or 1290)
        {
            throw SnapshotFailures.CannotKeepReadOnly(replica.Server, e, e.ServerErrorCode == 1290 ? replica.Dialect.Accounts.WriteReadOnlyPrivilege : null);
        }
    }
}
