using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Starting, stopping or removing one sandbox, thought through and not begun. The steps change no server and no file of the user: they are not in the journal.</summary>
internal sealed class SandboxChange(
    PlanBuilder builder,
    SandboxRecord record,
    OperationContext context,
    Func<SandboxRecord, CancellationToken, Task<ReplicationSandbox>> apply) : IPreparedChange<ReplicationSandbox>
{
    /// <inheritdoc/>
    public ReplicationPlan Plan { get; } = builder.Build();

    /// <inheritdoc/>
    public async Task<ReplicationSandbox> ApplyAsync(CancellationToken cancellationToken)
    {
        if (Plan.IsEmpty)
        {
            return SandboxView.Of(record);
        }

        try
        {
            foreach (var step in Plan.Steps)
            {
                context.Verbose(step + "  (" + step.Reason + ")");
            }

            context.Progress.Report(new ProgressReport(Plan.Summary, Plan.Steps[0].Reason));
            return await apply(record, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SandboxFailures.Files(e, record.Name);
        }
        finally
        {
            context.Progress.Report(new ProgressReport(Plan.Summary, string.Empty, 100, Completed: true));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held between planning and applying.
    }
}
