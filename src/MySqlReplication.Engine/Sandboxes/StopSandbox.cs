using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Stops a running sandbox: cleanly within the limit, else by force.</summary>
public static class StopSandbox
{
    /// <summary>What would be done; an empty plan when it does not run.</summary>
    /// <exception cref="ReplicationException">SandboxNotFound.</exception>
    public static Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var record = ReadSandbox.Record(name);
        var now = SandboxView.Of(record);
        var builder = new PlanBuilder("Stop sandbox '" + record.Name + "'", now.Server);
        if (now.ProcessId is { } processId)
        {
            builder.Add(
                PlanStepKind.Process,
                now.Server.ToString(),
                "Ask process " + processId + " to end; after " + (int)context.Timeout.TotalSeconds + " s end it by force",
                "a clean stop keeps all data",
                token => StopAsync(name, context, token));
        }

        return Task.FromResult<IPreparedChange<ReplicationSandbox>>(
            new SandboxChange(builder, record, new SandboxHold(context.Timeout), context, changed => SandboxView.Of(ReadSandbox.Record(name), changed)));
    }

    private static async Task StopAsync(string name, OperationContext context, CancellationToken cancellationToken)
    {
        var record = ReadSandbox.Record(name);
        if (SandboxProcess.Find(record) is not { } processId)
        {
            return;
        }

        // A server waits for its clients on the way down; ours go first.
        await ConnectionPools.CloseAsync(SandboxPassword.Server(record, null).Address).ConfigureAwait(false);
        await SandboxProcess.AskToEndAsync(processId, cancellationToken).ConfigureAwait(false);
        if (!await SandboxProcess.WaitForEndAsync(record, processId, context.Timeout, cancellationToken).ConfigureAwait(false))
        {
            context.Warning("The server of sandbox '" + name + "' did not end within " + (int)context.Timeout.TotalSeconds + " s and was ended by force; what it had not written yet is lost.");
            await SandboxStart.EndAsync(record).ConfigureAwait(false);
        }
    }
}
