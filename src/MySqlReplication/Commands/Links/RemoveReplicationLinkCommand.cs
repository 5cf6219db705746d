using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Links;

/// <summary>
/// Remove-ReplicationLink: makes a replica forget its source on one channel. Data, binary logs and the account on the source
/// stay; the result shows the command that would bring the link back.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ReplicationLink), typeof(ReplicationPlan))]
public sealed class RemoveReplicationLinkCommand : ExistingLinkCmdlet
{
    private protected override Task<IPreparedChange<ReplicationLink>> PrepareAsync(ServerReference replica, OperationContext context, CancellationToken cancellationToken)
        => RemoveLink.PrepareAsync(new StopLinkRequest { Replica = replica, Channel = Channel ?? string.Empty, Force = Force }, context, cancellationToken);
}
