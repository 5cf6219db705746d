using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Links;
using MySqlReplication.Hosting;
using MySqlReplication.Links;
using MySqlReplication.Plans;

namespace MySqlReplication.Commands.Links;

/// <summary>Stop-ReplicationLink: stops both threads of a link, or one of them; the link itself stays and can be started again.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReplicationLink), typeof(ReplicationPlan))]
public sealed class StopReplicationLinkCommand : ChangeCmdlet
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

    /// <summary>The thread to stop; both when not given.</summary>
    [Parameter]
    public ReplicaThread? Thread { get; set; }

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Stops though replicated temporary tables are open.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Stop(argument));
        }
    }

    private void Stop(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        RunChange(replica, replica.ToString(), (context, token) => StopLink.PrepareAsync(
            new StopLinkRequest { Replica = replica, Channel = Channel ?? string.Empty, Thread = Thread, Force = Force },
            context,
            token));
    }
}
