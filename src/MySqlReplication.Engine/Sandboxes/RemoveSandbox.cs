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
        SandboxRemoval.RefuseForeign(record);
        var now = SandboxView.Of(record);
        var hold = new SandboxHold(context.Timeout);
        var builder = new PlanBuilder("Remove sandbox '" + record.Name + "' with all its data", now.Server);
        builder.Add(
            PlanStepKind.Process,
            now.Server.ToString(),
            now.ProcessId is { } processId ? "End process " + processId : "See that no server of it runs",
            "its data goes with it, so it need not end cleanly",
            _ => EndAsync(record),
            reversibility: Reversibility.Irreversible);
        if (Directory.Exists(record.Directory))
        {
            builder.Add(PlanStepKind.File, record.Directory, "Delete the folder with all that is in it", "nothing of the sandbox is left", _ => DeleteAsync(record, hold), reversibility: Reversibility.Irreversible);
        }

        builder.Add(PlanStepKind.File, record.Name, "Forget it", "its name, port and server id are free again", _ => ForgetAsync(record), reversibility: Reversibility.Irreversible);
        return Task.FromResult<IPreparedChange<ReplicationSandbox>>(
            new SandboxChange(builder, record, hold, context, changed => SandboxView.Of(record, SandboxState.Removed, null, now.Credential, changed)));
    }

    private static async Task EndAsync(SandboxRecord record)
    {
        if (SandboxRegistry.Find(record.Name) is { } latest)
        {
            // From here on nobody starts it any more, and a crash leaves what can be removed again.
            SandboxRegistry.Save(latest with { Ready = false });
        }

        await SandboxRemoval.EndAsync(record).ConfigureAwait(false);
    }

    // The lock is a file of that folder, which Windows would not delete while it is held.
    private static Task DeleteAsync(SandboxRecord record, SandboxHold hold)
    {
        hold.Dispose();
        return SandboxRemoval.DeleteAsync(record);
    }

    private static Task ForgetAsync(SandboxRecord record)
    {
        SandboxRegistry.Forget(record.Name);
        return Task.CompletedTask;
    }
}
