using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Status;
using MySqlReplication.Hosting;
using MySqlReplication.Status;

namespace MySqlReplication.Commands.Status;

/// <summary>Measure-ReplicationLag: how long what is written on the source takes until it is seen on the replica.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ReplicationLag", DefaultParameterSetName = Writing)]
[OutputType(typeof(ReplicationLag))]
public sealed class MeasureReplicationLagCommand : ReplicationCmdlet
{
    private const string Writing = "Heartbeat";
    private const string Asking = "NoWrite";

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

    /// <summary>How many heartbeats are sent.</summary>
    [Parameter(ParameterSetName = Writing)]
    [ValidateRange(1, 100000)]
    public int Samples { get; set; } = 10;

    /// <summary>The time from one heartbeat's arrival to the next one.</summary>
    [Parameter(ParameterSetName = Writing)]
    [ValidateRange(0, 3600000)]
    public int IntervalMilliseconds { get; set; } = 100;

    /// <summary>A table for the heartbeats, as database.table, in a database that is replicated, where filters drop the schema mysql_replication.</summary>
    [Parameter(ParameterSetName = Writing)]
    [ValidateNotNullOrEmpty]
    public string? Table { get; set; }

    /// <summary>Writes nothing: returns what the replica tells, labelled as such.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Asking)]
    public SwitchParameter NoWrite { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Measure(argument));
        }
    }

    private void Measure(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        var source = Source?.With(SourceCredential ?? Credential);
        var channel = MyInvocation.BoundParameters.ContainsKey(nameof(Channel)) ? Channel : null;
        var login = SourceCredential is null ? null : CredentialConversion.FromPSCredential(SourceCredential);
        var known = KnownServers.WithLogin();
        Run(replica, async (pipeline, token) =>
        {
            var request = new MeasureLagRequest
            {
                Link = new DiagnoseLinkRequest { Replica = replica, Channel = channel, Source = source, SourceLogin = login, KnownServers = known },
                Samples = Samples,
                Interval = TimeSpan.FromMilliseconds(IntervalMilliseconds),
                NoWrite = NoWrite,
                Table = Table,
            };
            var measured = await MeasureLag.RunAsync(request, Context(pipeline), token).ConfigureAwait(false);
            await pipeline.WriteManyAsync(measured.ToList<object>()).ConfigureAwait(false);
        });
    }
}
