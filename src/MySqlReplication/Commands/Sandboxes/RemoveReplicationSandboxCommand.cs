using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Commands.Sandboxes;

/// <summary>Remove-ReplicationSandbox: ends their processes and deletes everything of them, also what a crash left.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ReplicationSandbox), typeof(ReplicationPlan))]
public sealed class RemoveReplicationSandboxCommand : SandboxCmdlet
{
    /// <summary>Returns what was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    internal override bool WritesResult => PassThru;

    internal override bool MayBeGone => true;

    internal override Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken)
        => RemoveSandbox.PrepareAsync(name, context, cancellationToken);
}
