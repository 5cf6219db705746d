using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Commands.Sandboxes;

/// <summary>Stop-ReplicationSandbox: stops running ones cleanly, after -TimeoutSeconds by force; their data stays.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ReplicationSandbox), typeof(ReplicationPlan))]
public sealed class StopReplicationSandboxCommand : SandboxCmdlet
{
    internal override Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken)
        => StopSandbox.PrepareAsync(name, context, cancellationToken);
}
