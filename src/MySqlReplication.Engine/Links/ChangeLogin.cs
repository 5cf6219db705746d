using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// Another login for a link that runs: the receiver is stopped, told, and started, and has then logged in by it; a link that
/// merely goes on proves nothing. Where a server takes the login only with both threads stopped, both are, and the position is
/// the server's own: that of the applier.
/// </summary>
internal sealed class ChangeLogin(ServerSession replica, ReplicaStatus link, ReplicationCredential? former, OperationContext context)
{
    private static readonly TimeSpan PutBackLimit = TimeSpan.FromSeconds(30);
    private readonly LinkSteps _steps = new(replica, link.Channel, context);
    private readonly LinkThread _thread = replica.Capabilities.ChangesLoginBesideApplier ? LinkThread.Receiver : LinkThread.Both;

    private LinkWords Words => replica.Dialect.Links;

    /// <summary>
    /// The step before everything else: looks that the link runs. It is put back last, when everything else is as it was:
    /// then the receiver logs in with the former password at once, not at its next try.
    /// </summary>
    public void AddGuard(PlanBuilder builder) => builder.Add(
        PlanStepKind.Wait,
        replica.Server.ToString(),
        "see that both threads run",
        "what does not run before cannot be proven afterwards",
        token => LinkWatch.UntilRunningAsync(replica, link.Channel, context.Timeout, token),
        putBack: RestartAsync);

    /// <summary>Stop, tell, start, and wait until it runs again.</summary>
    public void AddChange(PlanBuilder builder, ReplicationCredential wanted)
    {
        _steps.Stop(builder, _thread, "its login cannot be changed while it runs", continuesPrevious: false);
        var change = Words.Change(link.Channel, new LinkSettings { Login = wanted });
        var undo = Words.Change(link.Channel, new LinkSettings { Login = new ReplicationCredential(wanted.UserName, string.Empty) });
        builder.Statement(
            replica,
            change,
            "the replica stores the new password; nothing else of the link is touched",
            UndoAction.OnServer(replica, undo) with { SecretOf = wanted.UserName },
            former is null ? null : token => _steps.RunFreshAsync(Words.Change(link.Channel, new LinkSettings { Login = former }), token),
            continuesPrevious: true);
        _steps.Start(builder, _thread, "logs in by it", continuesPrevious: true, ranBefore: true);
        builder.Add(
            PlanStepKind.Wait,
            replica.Server.ToString(),
            "wait until the receiver has logged in and both threads run (at most " + LinkRefusals.Text((long)context.Timeout.TotalSeconds) + " s)",
            "that is the proof: the former connection is gone",
            token => LinkWatch.UntilRunningAsync(replica, link.Channel, context.Timeout, token));
    }

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(replica.Server, context, cancellationToken).ConfigureAwait(false);
        var now = await LinkWatch.LookAsync(session, link.Channel, cancellationToken).ConfigureAwait(false);
        if (now is not null and not { Receiver: ReplicaThreadState.Running, ReceiverErrorCode: 0 or null })
        {
            await session.Connection.ExecuteAsync(Words.Stop(link.Channel, LinkThread.Receiver), cancellationToken, context.Timeout).ConfigureAwait(false);
            await session.Connection.ExecuteAsync(Words.Start(link.Channel), cancellationToken, context.Timeout).ConfigureAwait(false);
        }

        await LinkWatch.UntilRunningAsync(session, link.Channel, context.Timeout < PutBackLimit ? context.Timeout : PutBackLimit, cancellationToken).ConfigureAwait(false);
    }
}
