using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Hosting;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Links;

/// <summary>A cmdlet that changes a link which is there already: named by its replica and channel.</summary>
public abstract class ExistingLinkCmdlet : ChangeCmdlet
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
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Acts though replicated temporary tables are open.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () =>
            {
                var replica = argument.With(Credential);
                KnownServers.Remember(replica);
                RunChange(replica, replica.ToString(), (context, token) => PrepareAsync(replica, context, token));
            });
        }
    }

    private protected abstract Task<IPreparedChange<ReplicationLink>> PrepareAsync(ServerReference replica, OperationContext context, CancellationToken cancellationToken);
}
