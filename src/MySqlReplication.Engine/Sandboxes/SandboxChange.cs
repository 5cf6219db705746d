using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// Starting, stopping or removing one sandbox, thought through and not begun. Not in the journal: each has its own way back.
/// </summary>
/// <param name="builder">The steps. Each tolerates that there is nothing left to do: another session may have been quicker.</param>
/// <param name="record">The sandbox.</param>
/// <param name="hold">Held while the steps run; a step may let go of it.</param>
/// <param name="context">Where it speaks.</param>
/// <param name="reread">Looks at it again; gets whether anything was to be done.</param>
internal sealed class SandboxChange(
    PlanBuilder builder,
    SandboxRecord record,
    SandboxHold hold,
    OperationContext context,
    Func<bool, ReplicationSandbox> reread) : IPreparedChange<ReplicationSandbox>
{
    private readonly PlanBuilder _builder = builder;

    /// <inheritdoc/>
    public ReplicationPlan Plan { get; } = builder.Build();

    /// <inheritdoc/>
    public async Task<ReplicationSandbox> ApplyAsync(CancellationToken cancellationToken)
    {
        if (Plan.IsEmpty)
        {
            return reread(false);
        }

        try
        {
            await hold.AcquireAsync(record, cancellationToken).ConfigureAwait(false);
            foreach (var step in _builder.Steps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                context.Verbose(step.Step + "  (" + step.Step.Reason + ")");
                context.Progress.Report(new ProgressReport(Plan.Summary, step.Step.Text));
                await step.Run(cancellationToken).ConfigureAwait(false);
            }

            return reread(true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SandboxFailures.Files(e, record.Name);
        }
        finally
        {
            hold.Dispose();
            context.Progress.Report(new ProgressReport(Plan.Summary, string.Empty, 100, Completed: true));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => hold.Dispose();
}
