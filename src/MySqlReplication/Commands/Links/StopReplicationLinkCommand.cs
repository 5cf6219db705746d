using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Links;

/// <summary>Stop-ReplicationLink: stops both threads of a link, or one of them; the link itself stays and can be started again.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReplicationLink), typeof(ReplicationPlan))]
public sealed class StopReplicationLinkCommand : ExistingLinkCmdlet
{
    /// <summary>The thread to stop; both when not given.</summary>
    [Parameter]
    public ReplicaThread? Thread { get; set; }

    private protected override Task<IPreparedChange<ReplicationLink>> PrepareAsync(ServerReference replica, OperationContext context, CancellationToken cancellationToken)
        => StopLink.PrepareAsync(new StopLinkRequest { Replica = replica, Channel = Channel ?? string.Empty, Thread = Thread, Force = Force }, context, cancellationToken);
}
