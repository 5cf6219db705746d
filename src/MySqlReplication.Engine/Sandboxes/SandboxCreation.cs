using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Makes the sandboxes of one request at once: all of them, or none when one fails or the user cancels.</summary>
internal sealed class SandboxCreation(
    ReplicationPlan plan,
    IReadOnlyList<SandboxRecord> drafts,
    ServerProgram program,
    ServerTemplate template,
    IReadOnlyList<KeyValuePair<string, string?>> options,
    OperationContext context) : IPreparedChange<IReadOnlyList<ReplicationSandbox>>
{
    /// <inheritdoc/>
    public ReplicationPlan Plan { get; } = plan;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReplicationSandbox>> ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var decision in Plan.Decisions)
        {
            context.Verbose(decision);
        }

        var reserved = new List<SandboxRecord>();
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Report("initialising", 0);
            await template.EnsureAsync(context.Timeout, cancellationToken).ConfigureAwait(false);
            Report("starting", 30);
            var asked = SandboxOptions.ServerId(options) is not null;
            foreach (var draft in drafts)
            {
                reserved.Add(await SandboxRegistry.ReserveAsync(draft, asked, cancellationToken).ConfigureAwait(false));
            }

            var build = new SandboxBuild(program, template, options, context);
            var made = await Task.WhenAll(reserved.Select(r => MakeAsync(build, r, together))).ConfigureAwait(false);
            return made.Select(r => SandboxView.Of(r, changed: true)).ToList();
        }
        catch (Exception failure)
        {
            // What was begun goes. A failure in that is only warned of: the first one is what the user has to know.
            foreach (var record in reserved)
            {
                await RemoveAsync(record).ConfigureAwait(false);
            }

            if (failure is IOException or UnauthorizedAccessException)
            {
                throw SandboxFailures.Files(failure, drafts[0].Name);
            }

            ExceptionDispatchInfo.Capture(failure).Throw();
            throw;
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

    private static async Task<SandboxRecord> MakeAsync(SandboxBuild build, SandboxRecord record, CancellationTokenSource together)
    {
        try
        {
            return await build.MakeAsync(record, together.Token).ConfigureAwait(false);
        }
        catch
        {
            // The others need not be finished: all or none.
            together.Cancel();
            throw;
        }
    }

    private void Report(string status, int percent) => context.Progress.Report(new ProgressReport(Plan.Summary, status, percent));

    private async Task RemoveAsync(SandboxRecord record)
    {
        try
        {
            await SandboxBuild.RemoveAsync(SandboxRegistry.Find(record.Name) ?? record).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MySqlReplication.Diagnosis.ReplicationException or IOException or UnauthorizedAccessException)
        {
            context.Warning("What was begun of sandbox '" + record.Name + "' could not be removed: " + e.Message + " Run Remove-ReplicationSandbox " + record.Name + ".");
        }
    }
}
