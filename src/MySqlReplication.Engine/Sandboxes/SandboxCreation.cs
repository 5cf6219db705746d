using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// Makes the sandboxes of one request at once: all of them, or none when one fails or the user cancels. Not in the journal:
/// Remove-ReplicationSandbox takes them back.
/// </summary>
internal sealed class SandboxCreation : IPreparedChange<IReadOnlyList<ReplicationSandbox>>
{
    private readonly OperationContext _context;
    private readonly IReadOnlyList<PlannedStep> _first;
    private readonly IReadOnlyList<(SandboxBuild Build, IReadOnlyList<PlannedStep> Steps)> _builds;

    /// <summary>With a plan that holds the steps of all before those of each.</summary>
    public SandboxCreation(PlanBuilder builder, IReadOnlyList<SandboxBuild> builds, OperationContext context)
    {
        _context = context;
        _first = builder.Steps.ToList();
        _builds = builds.Select(b => (b, b.AddTo(builder))).ToList();
        Plan = builder.Build();
    }

    /// <inheritdoc/>
    public ReplicationPlan Plan { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReplicationSandbox>> ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var decision in Plan.Decisions)
        {
            _context.Verbose(decision);
        }

        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await RunAsync(_first, cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(_builds.Select(b => RunAsync(b.Steps, together))).ConfigureAwait(false);
            return _builds.Select(b => b.Build.Read()).ToList();
        }
        catch (Exception failure)
        {
            foreach (var (build, _) in _builds)
            {
                await build.TakeBackAsync().ConfigureAwait(false);
            }

            if (failure is IOException or UnauthorizedAccessException)
            {
                throw SandboxFailures.Files(failure, Plan.Summary);
            }

            ExceptionDispatchInfo.Capture(failure).Throw();
            throw;
        }
        finally
        {
            _context.Progress.Report(new ProgressReport(Plan.Summary, string.Empty, 100, Completed: true));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (build, _) in _builds)
        {
            build.Dispose();
        }
    }

    private async Task RunAsync(IReadOnlyList<PlannedStep> steps, CancellationTokenSource together)
    {
        try
        {
            await RunAsync(steps, together.Token).ConfigureAwait(false);
        }
        catch
        {
            // The others need not be finished: all or none.
            together.End();
            throw;
        }
    }

    private async Task RunAsync(IReadOnlyList<PlannedStep> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _context.Verbose(step.Step.Number + ". " + step.Step.Target + ": " + step.Step.Reason);
            _context.Progress.Report(new ProgressReport(Plan.Summary, step.Step.Target + ": " + step.Step.Reason));
            await step.Run(cancellationToken).ConfigureAwait(false);
        }
    }
}
