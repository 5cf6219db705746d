using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Links;

/// <summary>Steps that plans about links share, each with what takes it back.</summary>
internal sealed class LinkSteps(ServerSession replica, string channel, OperationContext context)
{
    /// <summary>How servers answer STOP and RESET of a named link that is not there: 1617 MariaDB, 3074 MySQL; of the default one none complains (measured on all five).</summary>
    public static readonly IReadOnlyList<int> NoSuchLink = [1617, 3074];

    // A STOP takes milliseconds, unless the applier is in the middle of something.
    private static readonly TimeSpan Unusual = TimeSpan.FromSeconds(3);

    private bool _stillStopping;

    private LinkWords Words => replica.Dialect.Links;

    /// <summary>Starts threads; taken back by stopping them.</summary>
    /// <param name="builder">The plan.</param>
    /// <param name="thread">Which.</param>
    /// <param name="reason">Why.</param>
    /// <param name="continuesPrevious">Whether nothing may come between.</param>
    /// <param name="ranBefore">Whether the plan stopped them itself, so that a later undo has nothing to stop for good.</param>
    /// <param name="isNew">Whether the step before makes the link: the two are one.</param>
    public void Start(PlanBuilder builder, LinkThread thread, string reason, bool continuesPrevious, bool ranBefore = false, bool isNew = false) => builder.Add(
        PlanStepKind.Statement,
        replica.Server.ToString(),
        Words.Start(channel, thread).Redacted,
        reason,
        async token =>
        {
            try
            {
                await replica.Connection.ExecuteAsync(Words.Start(channel, thread), token, context.Timeout).ConfigureAwait(false);
            }
            catch (ReplicationException e) when (e.ServerErrorCode is 1201 or 1872 or 13124)
            {
                throw LinkFailures.RelayLogUnusable(replica.Server, e.ServerErrorCode.Value, string.Empty);
            }
        },
        UndoAction.OnServer(replica, Words.Stop(channel, thread)) with { AlreadySo = isNew ? NoSuchLink : [] },
        token => RunFreshAsync(Words.Stop(channel, thread), token),
        continuesPrevious,
        isOneWithPrevious: isNew);

    /// <summary>Stops threads that run; taken back by starting them, but not while the server is still at it.</summary>
    public void Stop(PlanBuilder builder, LinkThread thread, string reason, bool continuesPrevious) => builder.Add(
        PlanStepKind.Statement,
        replica.Server.ToString(),
        Words.Stop(channel, thread).Redacted,
        reason,
        token => StopAsync(thread, builder.Summary, token),
        UndoAction.OnServer(replica, Words.Start(channel, thread)),
        token => _stillStopping ? throw LinkFailures.StillStopping(replica.Server) : RunFreshAsync(Words.Start(channel, thread), token),
        continuesPrevious);

    // Measured on 9.7: with half a transaction in the relay log and the source gone STOP comes back after 60 s; a session that goes away
    // before does not end it.
    private async Task StopAsync(LinkThread thread, string activity, CancellationToken cancellationToken)
    {
        var stopping = replica.Connection.ExecuteAsync(Words.Stop(channel, thread), cancellationToken, context.Timeout);
        if (await Task.WhenAny(stopping, Task.Delay(Unusual, CancellationToken.None)).ConfigureAwait(false) != stopping)
        {
            var text = replica.Server + " has not stopped yet: its applier ends the transaction that it is in. Where the rest of that is not received, MySQL waits a minute for it; here it is waited for "
                + LinkRefusals.Text((long)context.Timeout.TotalSeconds) + " s at most (-TimeoutSeconds).";
            context.Verbose(text);
            context.Progress.Report(new ProgressReport(activity, text));
        }

        try
        {
            await stopping.ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ServerTimeout)
        {
            _stillStopping = true;
            throw LinkFailures.StopTimeout(replica.Server, channel, context.Timeout);
        }
    }

    /// <summary>Forgets the link if it is there: some servers refuse to forget what is not.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(replica.Server, context, cancellationToken).ConfigureAwait(false);
        if (await LinkWatch.LookAsync(session, channel, cancellationToken).ConfigureAwait(false) is not null)
        {
            await session.Connection.ExecuteAsync(Words.Stop(channel), cancellationToken, context.Timeout).ConfigureAwait(false);
            await session.Connection.ExecuteAsync(Words.Reset(channel, all: true), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement in a session of its own: the plan's may be what broke.</summary>
    public async Task RunFreshAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(replica.Server, context, cancellationToken).ConfigureAwait(false);
        await session.Connection.ExecuteAsync(statement, cancellationToken, context.Timeout).ConfigureAwait(false);
    }
}
