using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Removes a sandbox: its process, its directory, its entry in the registry. Works on what a crash left, too.</summary>
public static class RemoveSandbox
{
    /// <summary>What would be done.</summary>
    /// <exception cref="ReplicationException">SandboxNotFound, NotASandboxDirectory.</exception>
    public static Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var record = ReadSandbox.Record(name);
        SandboxBuild.RefuseForeign(record);
        var now = SandboxView.Of(record);
        var builder = new PlanBuilder("Remove sandbox '" + record.Name + "' with all its data", now.Server);
        static Task Nothing(CancellationToken token) => Task.CompletedTask;
        if (now.ProcessId is { } processId)
        {
            builder.Add(PlanStepKind.Process, now.Server.ToString(), "End process " + processId, "its data goes with it, so it need not end cleanly", Nothing, reversibility: Reversibility.Irreversible);
        }

        if (Directory.Exists(record.Directory))
        {
            builder.Add(PlanStepKind.File, record.Directory, "Delete the folder with all that is in it", "nothing of the sandbox is left", Nothing, reversibility: Reversibility.Irreversible);
        }

        builder.Add(PlanStepKind.File, record.Name, "Forget it", "its name, port and server id are free again", Nothing, reversibility: Reversibility.Irreversible);
        return Task.FromResult<IPreparedChange<ReplicationSandbox>>(new SandboxChange(builder, record, context, (_, token) => ApplyAsync(record, context, token)));
    }

    private static async Task<ReplicationSandbox> ApplyAsync(SandboxRecord record, OperationContext context, CancellationToken cancellationToken)
    {
        if (Directory.Exists(record.Directory))
        {
            using (await SandboxRegistry.HoldAsync(record, context.Timeout, cancellationToken).ConfigureAwait(false))
            {
                if (SandboxRegistry.Find(record.Name) is { } latest)
                {
                    // From here on nobody starts it any more, and a crash leaves what can be removed again.
                    record = latest with { Ready = false };
                    SandboxRegistry.Save(record);
                }
            }
        }

        await SandboxBuild.RemoveAsync(record).ConfigureAwait(false);
        return SandboxView.Of(record, SandboxState.Removed, null, changed: true);
    }
}
