using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
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
public sealed class TestReplicationLinkCommand : ReplicationCmdlet
{
    private PipelineBridge? _bridge;
    private SemaphoreSlim? _throttle;

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
    [Credential]
    [ValidateNotNull]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>The administrator's login for replicas that bring none.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Writes a row on the source, in the schema mysql_replication, and awaits it on the replica.</summary>
    [Parameter]
    public SwitchParameter Canary { get; set; }

    /// <summary>Returns only whether all links of the replica are proven to work.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many replicas are asked at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 64;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _bridge = new PipelineBridge(this, Cancellation);
        _throttle = new SemaphoreSlim(ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Begin(argument));
        }

        Guard(null, _bridge!.PumpWaiting);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(null, _bridge!.PumpUntilDone);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bridge?.Dispose();
            _throttle?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Begin(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        var source = Source?.With(SourceCredential ?? Credential);
        var channel = MyInvocation.BoundParameters.ContainsKey(nameof(Channel)) ? Channel : null;
        var login = SourceCredential is null ? null : CredentialConversion.FromPSCredential(SourceCredential);
        var known = KnownServers.WithLogin();
        _bridge!.Start(async (pipeline, token) =>
        {
            await _throttle!.WaitAsync(token).ConfigureAwait(false);
            try
            {
                // Made here: the runtime must not meet an Engine type before the module's own loading of it is set up.
                var request = new DiagnoseLinkRequest { Replica = replica, Channel = channel, Source = source, SourceLogin = login, KnownServers = known, Canary = Canary };
                await WriteAsync(pipeline, replica, request, token).ConfigureAwait(false);
            }
            finally
            {
                _throttle.Release();
            }
        });
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
