using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>Runs a plan: journal first, steps in order, put back on failure or cancellation, then re-read.</summary>
internal sealed class PreparedChange<TResult> : IPreparedChange<TResult>
    where TResult : class
{
    private readonly OperationContext _context;
    private readonly IReadOnlyList<PlannedStep> _steps;
    private readonly Func<PlanOutcome, CancellationToken, Task<TResult>> _reread;
    private readonly Func<CancellationToken, Task<string?>>? _lookAfterPutBack;
    private readonly Func<string?>? _leftBehind;
    private readonly string? _inForce;
    private readonly IReadOnlyList<IDisposable> _owned;

    /// <summary>Makes it ready.</summary>
    /// <param name="context">Where it speaks.</param>
    /// <param name="builder">The steps.</param>
    /// <param name="reread">Reads the servers again and makes the result; gets whether anything was changed and the journal entry.</param>
    /// <param name="owned">Sessions to give back at the end.</param>
    public PreparedChange(
        OperationContext context,
        PlanBuilder builder,
        Func<PlanOutcome, CancellationToken, Task<TResult>> reread,
        params IDisposable[] owned)
    {
        _context = context;
        _steps = builder.Steps;
        _reread = reread;
        _inForce = builder.InForce;
        _lookAfterPutBack = builder.LookAfterPutBack;
        _leftBehind = builder.LeftBehind;
        _owned = owned;
        Plan = builder.Build();
    }

    /// <inheritdoc/>
    public ReplicationPlan Plan { get; }

    /// <inheritdoc/>
    public async Task<TResult> ApplyAsync(CancellationToken cancellationToken)
    {
        if (_steps.Count == 0)
        {
            return await _reread(new PlanOutcome(false, null), cancellationToken).ConfigureAwait(false);
        }

        foreach (var decision in Plan.Decisions)
        {
            _context.Verbose(decision);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var journal = Journal.Begin(_context, Plan, _steps, _inForce);
        var done = new Stack<PlannedStep>();
        try
        {
            for (var i = 0; i < _steps.Count; i++)
            {
                var step = _steps[i];
                if (!step.ContinuesPrevious && cancellationToken.IsCancellationRequested)
                {
                    await journal.NotBegunAsync(step).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                }

                _context.Verbose(step.Step + "  (" + step.Step.Reason + ")");
                _context.Progress.Report(new ProgressReport(Plan.Summary, FirstLine(step.Step.Text), (step.Step.Number - 1) * 100 / _steps.Count, Begins: true));
                done.Push(step);
                await step.Run(step.ContinuesPrevious ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
                await journal.DoneAsync(step, _steps.Skip(i + 1)).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            // The failed step itself is put back too: it may have been half done. Every put-back tolerates "nothing to do".
            // Not so one statement that the server refused: what is there then is somebody else's.
            if (done.Count > 0)
            {
                journal.StoppedAt(done.Peek());
            }

            if (done.Count > 0 && done.Peek().IsAtomic && IsRefusal(failure))
            {
                await journal.RefusedAsync(done.Pop()).ConfigureAwait(false);
            }

            var isBack = await PutBackAsync(done, journal).ConfigureAwait(false);
            var left = _leftBehind?.Invoke();
            await journal.FailedAsync(failure is OperationCanceledException and not StoppedException ? "cancelled" : left is null ? failure.Message : Sentence(failure.Message) + " " + left).ConfigureAwait(false);
            var now = isBack && failure is ReplicationException ? await LookAfterPutBackAsync().ConfigureAwait(false) : null;
            if (failure is ReplicationException known && string.Join(" ", new[] { left, now }.Where(t => t is not null)) is { Length: > 0 } told)
            {
                throw new ReplicationException(known.ErrorId, known.Kind, known.TargetObject, Sentence(known.Message) + " " + told, known.RecommendedAction, known.InnerException) { ServerErrorCode = known.ServerErrorCode };
            }

            ExceptionDispatchInfo.Capture(failure).Throw();
        }
        finally
        {
            _context.Progress.Report(new ProgressReport(Plan.Summary, string.Empty, 100, Completed: true));
        }

        // The servers are read again while the disk takes the last word.
        var completing = journal.CompleteAsync();
        try
        {
            return await _reread(new PlanOutcome(true, journal.Entry), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await completing.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned.Reverse())
        {
            owned.Dispose();
        }
    }

    private static bool IsRefusal(Exception failure)
        => failure is ReplicationException { ServerErrorCode: not null, ErrorId: not (ErrorIds.ConnectionLost or ErrorIds.ServerTimeout) };

    // A server's own words at the end have no full stop.
    private static string Sentence(string text) => text.TrimEnd() is var trimmed && trimmed.Length > 0 && ".!?".IndexOf(trimmed[trimmed.Length - 1]) < 0 ? trimmed + "." : trimmed;

    private static string FirstLine(string text) => text.IndexOf('\n') is var end and > 0 ? text.Substring(0, end).TrimEnd() : text;

    // What failed is told in any case, also when nobody can look any more.
    private async Task<string?> LookAfterPutBackAsync()
    {
        try
        {
            return _lookAfterPutBack is null ? null : await _lookAfterPutBack(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException)
        {
            return null;
        }
    }

    // False when any of it could not be put back, which is said in a warning each.
    private async Task<bool> PutBackAsync(Stack<PlannedStep> done, Journal journal)
    {
        var all = true;
        while (done.Count > 0)
        {
            var step = done.Pop();
            if (step.PutBack is null)
            {
                continue;
            }

            try
            {
                await step.PutBack(CancellationToken.None).ConfigureAwait(false);
                await journal.PutBackAsync(step).ConfigureAwait(false);
                _context.Verbose("put back on " + step.Step.Target + ": " + (step.Step.UndoText ?? FirstLine(step.Step.Text)));
            }
            catch (Exception e) when (e is ReplicationException or OperationCanceledException or System.IO.IOException or UnauthorizedAccessException)
            {
                all = false;
                _context.Warning(string.Format(
                    CultureInfo.InvariantCulture,
                    "Step {0} on {1} could not be put back: {2} Put it back by hand: {3}",
                    step.Step.Number,
                    step.Step.Target,
                    Redaction.Clean(e.Message),
                    step.Step.UndoText ?? step.Step.Text));
            }
        }

        return all;
    }
}
