using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>The steps that bring a link to its target: a new one, one whose threads stand still, or one with other settings.</summary>
internal sealed class StartPlan(LinkCase c, LinkTarget target, LinkStart start, LinkLogin login, ServerSession replica, OperationContext context)
{
    // A link that was put back is told to start, and is given a moment to reach its source.
    private static readonly TimeSpan PutBackLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PutBackPause = TimeSpan.FromMilliseconds(100);

    private readonly PlanBuilder _builder = new("Make " + c.Replica.Server + " a replica of " + c.Source.Server, c.Replica.Server);
    private readonly LinkSteps _steps = new(replica, c.Request.Channel, context);

    // Whether CHANGE was sent, so that a login which nobody knew is gone.
    private bool _changed;

    private LinkWords Words => replica.Dialect.Links;

    private string Channel => c.Request.Channel;

    public PlanBuilder Build()
    {
        if (c.Present is not { } present)
        {
            SetReplicatedPosition();
            _builder.Statement(
                replica,
                Words.Change(Channel, target.Settings),
                "tells the replica whom to follow, from where and how; nothing is left to the server's defaults",
                UndoAction.OnServer(replica, Words.Reset(Channel, all: true)) with { AlreadySo = LinkSteps.NoSuchLink },
                _steps.ForgetAsync);
            _steps.Start(_builder, LinkThread.Both, "begins to follow", continuesPrevious: true, isNew: true);
        }
        else if (!c.FollowsAlready || target.Differences.Count > 0)
        {
            Change(present);
        }
        else
        {
            StartWhatStands(present);
        }

        if (_builder.Steps.Count > 0 || c.ReadOnly.IsKept)
        {
            _builder.Add(
                PlanStepKind.Wait,
                replica.Server.ToString(),
                "wait until both threads run and the source sends (at most " + LinkRefusals.Text((long)context.Timeout.TotalSeconds) + " s)",
                "START succeeds even when the link cannot work; the reason shows in the status",
                token => LinkWatch.UntilRunningAsync(replica, Channel, context.Timeout, token));
        }

        _builder.LookAfterPutBack = LookAfterPutBackAsync;
        c.ReadOnly.PutBack(_builder, replica, context, "the copy had set it until the link runs");
        return _builder;
    }

    // Said with the failure: at 3 a.m. the first question is whether the old link is back.
    private async Task<string?> LookAfterPutBackAsync(CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(replica.Server, context, cancellationToken).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var now = await LinkWatch.LookAsync(session, Channel, cancellationToken).ConfigureAwait(false);
            if (now is null || c.Present is not { } before || (now.Receiver, now.Applier) == (before.Receiver, before.Applier) || watch.Elapsed >= PutBackLimit)
            {
                return StartTexts.AfterPutBack(c, _changed ? login : null, now);
            }

            await Task.Delay(PutBackPause, cancellationToken).ConfigureAwait(false);
        }
    }

    private void StartWhatStands(ReplicaStatus present)
    {
        var receiver = present.Receiver == ReplicaThreadState.Stopped || c.Retrying;
        var applier = present.Applier != ReplicaThreadState.Running;
        if (c.Retrying)
        {
            _steps.Stop(_builder, LinkThread.Receiver, "it waits to try again after error " + present.ReceiverErrorCode + "; started anew it tries at once", continuesPrevious: false);
        }

        if (receiver || applier)
        {
            _steps.Start(
                _builder,
                receiver && applier ? LinkThread.Both : receiver ? LinkThread.Receiver : LinkThread.Applier,
                "the link is there and as wanted, but " + (receiver && applier ? "both threads do" : receiver ? "its receiver does" : "its applier does") + " not run",
                continuesPrevious: c.Retrying);
        }
    }

    private void SetReplicatedPosition()
    {
        if (!start.SetReplicatedPosition || Words.SetReplicatedPosition(start.Gtids ?? string.Empty) is not { } set)
        {
            return;
        }

        var former = Around(Words.SetReplicatedPosition(c.Replica.ReplicatedPosition?.ToString() ?? string.Empty)!);
        if (c.Replica.GtidStrict)
        {
            // Measured: in strict mode the server refuses a position that leaves out, or is behind, a domain of its own log (1947,
            // 1948); and one that names what the source lacks is refused by the source later.
            _builder.Statement(
                replica,
                LinkWords.SetStrictMode(false),
                "for a moment: in strict mode the next statement is refused when this server has written something that the source does not have",
                putBack: token => _steps.RunFreshAsync(LinkWords.SetStrictMode(true), token));
        }

        _builder.Statement(
            replica,
            set,
            "the place where a link by GTID begins is kept in this variable, not in the link",
            UndoAction.OnServer(replica, former),
            async token =>
            {
                foreach (var statement in former)
                {
                    await _steps.RunFreshAsync(statement, token).ConfigureAwait(false);
                }
            },
            continuesPrevious: c.Replica.GtidStrict);
        if (c.Replica.GtidStrict)
        {
            _builder.Statement(replica, LinkWords.SetStrictMode(true), "as it was", continuesPrevious: true);
        }
    }

    private SqlStatement[] Around(SqlStatement set) => c.Replica.GtidStrict ? [LinkWords.SetStrictMode(false), set, LinkWords.SetStrictMode(true)] : [set];

    private void Change(ReplicaStatus present)
    {
        // What was received from a source that is left is executed first: it may not be had again.
        if (present.Receiver != ReplicaThreadState.Stopped)
        {
            _steps.Stop(_builder, LinkThread.Receiver, "its settings cannot be changed while it runs", continuesPrevious: false);
        }

        if (!c.FollowsAlready && present.Applier == ReplicaThreadState.Running)
        {
            _builder.Add(
                PlanStepKind.Wait,
                replica.Server.ToString(),
                "wait until all that was received is executed (at most " + LinkRefusals.Text((long)context.Timeout.TotalSeconds) + " s)",
                "CHANGE throws the relay log away",
                token => LinkWatch.UntilDrainedAsync(replica, Channel, context.Timeout, token));
        }

        if (present.Applier != ReplicaThreadState.Stopped)
        {
            _steps.Stop(_builder, LinkThread.Applier, "so that its executed position stands still", continuesPrevious: c.FollowsAlready && _builder.Steps.Count > 0);
        }

        var continues = _builder.Steps.Count > 0;
        SetReplicatedPosition();
        var former = Former();
        var stopped = (BinlogCoordinates?)null;
        _builder.Add(
            PlanStepKind.Statement,
            replica.Server.ToString(),
            Words.Change(Channel, target.Settings).Redacted,
            (target.Differences.Count == 0 ? "leaves " + present.Source : "differs: " + string.Join("; ", target.Differences))
                + (start.FromExecuted && target.Settings.Coordinates is not null ? ". The position is read again now that the applier stands still" : string.Empty),
            async token =>
            {
                var now = await LinkWatch.LookAsync(replica, Channel, token).ConfigureAwait(false);
                stopped = now?.ExecutedCoordinates;
                _changed = true;
                await replica.Connection.ExecuteAsync(Words.Change(Channel, Now(stopped)), token).ConfigureAwait(false);
            },
            UndoFormer(former),
            token => _steps.RunFreshAsync(Words.Change(Channel, former with { Coordinates = former.Mode == LinkMode.FilePosition ? stopped ?? former.Coordinates : null }), token),
            continuesPrevious: continues && _builder.Steps[_builder.Steps.Count - 1].Step.Kind != PlanStepKind.Wait);
        _steps.Start(_builder, LinkThread.Both, "goes on with the new settings", continuesPrevious: true, ranBefore: true);
    }

    private LinkSettings Now(BinlogCoordinates? stopped)
        => !start.FromExecuted || target.Settings.Coordinates is null ? target.Settings
            : target.Settings with { Coordinates = stopped ?? throw StartRefusals.ExecutedUnknown(c) };

    // The former link as a CHANGE would state it; its password only where this plan replaces it and it is known.
    private LinkSettings Former() => target.Present! with { Login = login.Wanted is null ? null : login.Former };

    // Of a link to the same source the position is left out: the server then goes on from where its applier stands at that time.
    private UndoAction UndoFormer(LinkSettings former)
    {
        var stated = c.FollowsAlready && LinkCase.SameAddress(c.Present!.Source, c.Source.Server)
            ? former with { HostName = null, Port = null, Coordinates = null, Mode = former.Mode == target.Settings.Mode ? null : former.Mode }
            : former;
        var secretOf = login.Wanted is null ? null : c.Present!.SourceUser;
        var statement = Words.Change(Channel, secretOf is not null && stated.Login is null ? stated with { Login = new ReplicationCredential(secretOf, string.Empty) } : stated);
        return UndoAction.OnServer(replica, statement) with { SecretOf = secretOf };
    }
}
