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
        if (now.State == SandboxState.Incomplete)
        {
            throw SandboxFailures.Incomplete(record.Name);
        }

        var builder = new PlanBuilder("Start sandbox '" + record.Name + "'", now.Server);
        if (now.State == SandboxState.Stopped)
        {
            var line = SandboxProcess.Line(record, await ServerProgram.OfAsync(record.Program, cancellationToken).ConfigureAwait(false));
            builder.Add(
                PlanStepKind.Process,
                now.Server.ToString(),
                line.ToString(),
                "starts the server in a session of its own; ready when it answers a login",
                token => StartAsync(name, line, context, token));
        }

        return new SandboxChange(builder, record, new SandboxHold(context.Timeout), context, changed => SandboxView.Of(ReadSandbox.Record(name), changed));
    }

    private static async Task StartAsync(string name, ProgramLine line, OperationContext context, CancellationToken cancellationToken)
    {
        var record = ReadSandbox.Record(name);
        if (SandboxProcess.Find(record) is null)
        {
            var (outcome, _) = await SandboxStart.RunAsync(record, line, context, cancellationToken).ConfigureAwait(false);
            if (outcome == SandboxStart.Outcome.PortTaken)
            {
                throw SandboxFailures.PortTaken(record);
            }
        }
    }
}
