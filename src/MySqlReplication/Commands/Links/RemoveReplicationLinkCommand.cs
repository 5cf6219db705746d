using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Links;
using MySqlReplication.Hosting;
using MySqlReplication.Links;
using MySqlReplication.Plans;

namespace MySqlReplication.Commands.Links;

/// <summary>
/// Remove-ReplicationLink: makes a replica forget its source on one channel. Data, binary logs and the account on the source
/// stay; the result shows the command that would bring the link back.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ReplicationLink), typeof(ReplicationPlan))]
public sealed class RemoveReplicationLinkCommand : ChangeCmdlet
{
    /// <summary>The servers that follow.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>The channel, on MariaDB the connection's name; the default one when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Channel { get; set; }

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Forgets though replicated temporary tables are open.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Remove(argument));
        }
    }

    private void Remove(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        RunChange(replica, replica.ToString(), (context, token) => RemoveLink.PrepareAsync(
            new StopLinkRequest { Replica = replica, Channel = Channel ?? string.Empty, Force = Force },
            context,
            token));
    }
}
