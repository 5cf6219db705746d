using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Diagnosis;

/// <summary>Test-ReplicationServer: whether servers are fit for their part in replication, by themselves, with their peer and with each other.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ReplicationServer")]
[OutputType(typeof(ServerDiagnosis), typeof(bool))]
public sealed class TestReplicationServerCommand : ReplicationCmdlet
{
    private readonly List<ServerReference> _servers = [];

    /// <summary>The servers; all of one call are compared with each other.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>What each of them is to be.</summary>
    [Parameter]
    public ServerRole Role { get; set; } = ServerRole.PairMember;

    /// <summary>The server at the other end.</summary>
    [Parameter]
    [ServerTransformation("Peer")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Peer { get; set; }

    /// <summary>The replication account: whichever of server and peer is the replica tries it, itself, on a channel of its own that is gone afterwards.</summary>
    [Parameter]
    [ReplicationCredentialTransformation]
    [ValidateNotNull]
    public ReplicationCredential? ReplicationCredential { get; set; }

    /// <summary>The login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Returns only whether each server is fit.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many servers are asked at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 64;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Server)
        {
            Guard(argument.Text, () =>
            {
                var server = argument.With(Credential);
                KnownServers.Remember(server);
                _servers.Add(server);
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(Peer?.Text, () =>
    {
        var peer = Peer?.With(Credential);
        Run(peer, async (pipeline, token) =>
        {
            var request = new DiagnoseServersRequest { Servers = _servers, Role = Role, Peer = peer, Login = ReplicationCredential, ThrottleLimit = ThrottleLimit };
            var judged = await DiagnoseServers.RunAsync(request, pipeline.WriteErrorAsync, Context(pipeline), token).ConfigureAwait(false);
            await pipeline.WriteManyAsync(judged.Select(d => Quiet ? d.IsFit : (object)d).ToList()).ConfigureAwait(false);
        });
    });
}
