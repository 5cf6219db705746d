using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Starts a stopped sandbox.</summary>
public static class StartSandbox
{
    /// <summary>What would be done; an empty plan when it runs already.</summary>
    /// <exception cref="ReplicationException">SandboxNotFound, SandboxIncomplete, ServerProgramNotFound.</exception>
    public static async Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken)
    {
        var record = ReadSandbox.Record(name);
        var now = SandboxView.Of(record);
        var builder = new PlanBuilder("Start sandbox '" + record.Name + "'", now.Server);
        if (now.State == SandboxState.Incomplete)
        {
            throw SandboxFailures.Incomplete(record.Name);
        }

        var program = await ServerProgram.OfAsync(record.Program, cancellationToken).ConfigureAwait(false);
        if (now.State == SandboxState.Stopped)
        {
            static Task Nothing(CancellationToken token) => Task.CompletedTask;
            builder.Add(PlanStepKind.Process, now.Server.ToString(), SandboxProcess.Line(record, program).ToString(), "starts the server in a session of its own", Nothing);
            builder.Add(PlanStepKind.Wait, now.Server.ToString(), "Wait until it answers a login", "ready when the command returns", Nothing);
        }

        return new SandboxChange(builder, record, context, (_, token) => ApplyAsync(name, program, context, token));
    }

    private static async Task<ReplicationSandbox> ApplyAsync(string name, ServerProgram program, OperationContext context, CancellationToken cancellationToken)
    {
        using var held = await SandboxRegistry.HoldAsync(ReadSandbox.Record(name), context.Timeout, cancellationToken).ConfigureAwait(false);

        // Another session may have started or removed it while this one waited.
        var record = ReadSandbox.Record(name);
        if (SandboxView.Of(record) is { State: not SandboxState.Stopped } now)
        {
            return now.State == SandboxState.Running ? now : throw SandboxFailures.Incomplete(name);
        }

        var (outcome, started) = await SandboxStart.RunAsync(record, SandboxProcess.Line(record, program), context, cancellationToken).ConfigureAwait(false);
        return outcome == SandboxStart.Outcome.Ready ? SandboxView.Of(started, changed: true) : throw SandboxFailures.PortTaken(record);
    }
}
