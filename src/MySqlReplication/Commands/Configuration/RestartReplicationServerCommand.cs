using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Configuration;

/// <summary>Restart-ReplicationServer: brings an option file into force, and takes a change of it back when the server does not come up.</summary>
// No parameter sets: a change binds by its type, and the server that it names may bind beside it.
[Cmdlet(VerbsLifecycle.Restart, "ReplicationServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ServerRestart), typeof(ReplicationPlan))]
public sealed class RestartReplicationServerCommand : ChangeCmdlet
{
    /// <summary>What Set-MyCnfReplication returned.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public MyCnfChange[] Change { get; set; } = [];

    /// <summary>The servers; with -Change the one that reads the file, where the change does not tell.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>The option file that each reads; a sandbox brings its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? OptionFile { get; set; }

    /// <summary>The systemd unit or Windows service of a server on this machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceName { get; set; }

    /// <summary>The login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Also while replicated temporary tables are open.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Change.Length == 0 && Server.Length == 0)
        {
            WriteFailure(new ReplicationException(
                ErrorIds.RestartServerUnknown,
                FailureKind.InvalidArgument,
                null,
                "Neither a server nor a change of an option file was given.",
                "Restart-ReplicationServer HOST, or pipe in what Set-MyCnfReplication returned."));
            return;
        }

        foreach (var change in Change)
        {
            Guard(change.OptionFile, () => Restart(Server.Length > 0 ? Server[0].With(Credential) : null, change));
        }

        foreach (var argument in Change.Length > 0 ? [] : Server)
        {
            Guard(argument.Text, () => Restart(argument.With(Credential), null));
        }
    }

    private void Restart(ServerReference? server, MyCnfChange? change)
    {
        if (server is not null)
        {
            KnownServers.Remember(server);
        }

        var request = new RestartRequest
        {
            Server = server,
            OptionFile = OptionFile is null ? null : GetUnresolvedProviderPathFromPSPath(OptionFile),
            Change = change,
            ServiceName = ServiceName,
            Force = Force,
        };
        object target = (object?)(server ?? change?.Server) ?? change!.OptionFile;
        RunChange(target, target.ToString()!, (context, token) => RestartServer.PrepareAsync(request, context, token));
    }
}
