using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Diagnosis;

/// <summary>
/// Test-ReplicationLink: walks each link from the source's name to the row and returns the first broken station with cause,
/// evidence and the command that mends it.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "ReplicationLink")]
[OutputType(typeof(LinkDiagnosis), typeof(bool))]
public sealed class TestReplicationLinkCommand : ThrottledCmdlet
{
    /// <summary>The servers that follow.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>The channel (MariaDB: named connection); '' is the default one; all when it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Channel { get; set; }

    /// <summary>The source as it is reached from here; the address that the replica has when not given.</summary>
    [Parameter]
    [Alias("Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Source { get; set; }

    /// <summary>The login for the source; one that this session has used for it, else the replica's own, when not given.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>The administrator's login for replicas that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Writes a row on the source, in the schema mysql_replication, and awaits it on the replica.</summary>
    [Parameter]
    public SwitchParameter Canary { get; set; }

    /// <summary>Lets the replica itself try the login of a link whose receiver is stopped, on a channel of its own that is gone afterwards.</summary>
    [Parameter]
    public SwitchParameter TryLogin { get; set; }

    /// <summary>The login to be tried; the link's own, where the server shows it, when not given.</summary>
    [Parameter]
    [ReplicationCredentialTransformation]
    [ValidateNotNull]
    public ReplicationCredential? ReplicationCredential { get; set; }

    /// <summary>Returns only whether all links of the replica are proven to work.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Begin(argument));
        }

        PumpWaiting();
    }

    private void Begin(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        var source = Source?.With(SourceCredential ?? Credential);
        var channel = MyInvocation.BoundParameters.ContainsKey(nameof(Channel)) ? Channel : null;
        var login = SourceCredential is null ? null : CredentialConversion.FromPSCredential(SourceCredential);
        var known = KnownServers.WithLogin();

        // The request is made inside: the runtime must not meet an Engine type before the module's own loading of it is set up.
        Begin((pipeline, token) => WriteAsync(pipeline, replica, new DiagnoseLinkRequest
        {
            Replica = replica,
            Channel = channel,
            Source = source,
            SourceLogin = login,
            KnownServers = known,
            Canary = Canary,
            TryLogin = TryLogin,
            Login = ReplicationCredential,
        }, token));
    }

    private async Task WriteAsync(IPipeline pipeline, ServerReference replica, DiagnoseLinkRequest request, CancellationToken token)
    {
        try
        {
            var links = await DiagnoseLink.RunAsync(request, Context(pipeline), token).ConfigureAwait(false);
            await (Quiet ? pipeline.WriteAsync(links.Count > 0 && links.All(l => l.IsHealthy == true)) : pipeline.WriteManyAsync(links.ToList<object>())).ConfigureAwait(false);
        }
        catch (ReplicationException failure)
        {
            await pipeline.WriteErrorAsync(failure, replica).ConfigureAwait(false);
        }
    }
}
