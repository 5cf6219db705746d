using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Commands.Sandboxes;

/// <summary>Start-ReplicationSandbox: starts stopped ones; ready when the command returns.</summary>
[Cmdlet(VerbsLifecycle.Start, "ReplicationSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ReplicationSandbox), typeof(ReplicationPlan))]
public sealed class StartReplicationSandboxCommand : SandboxCmdlet
{
    internal override Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken)
        => StartSandbox.PrepareAsync(name, context, cancellationToken);
}
