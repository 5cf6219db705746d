using System;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Links;
using MySqlReplication.Hosting;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Commands.Links;

/// <summary>
/// Wait-ReplicationLink: returns when a replica has executed a place, GTIDs, or all there is, with the position it reached. A
/// stopped applier, a position that stands still, or the limit is an error. Changes nothing.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "ReplicationLink", DefaultParameterSetName = ForAll)]
[OutputType(typeof(ReplicationLink))]
public sealed class WaitReplicationLinkCommand : ReplicationCmdlet
{
    private const string ForAll = "CaughtUp";
    private const string ForCoordinates = "Coordinates";
    private const string ForGtids = "GtidSet";

    /// <summary>The servers that follow.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>The place in the source's binary log to be executed, as "mysql-bin.000014:107" or from Get-MasterStatus.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ForCoordinates)]
    [CoordinatesTransformation]
    [ValidateNotNull]
    public BinlogCoordinates? Coordinates { get; set; }

    /// <summary>The GTIDs to be executed, as the server writes them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ForGtids)]
    [ValidateNotNullOrEmpty]
    public string? GtidSet { get; set; }

    /// <summary>Waits until everything is executed that the source has now (with -Source), or that was received (without). The default.</summary>
    [Parameter(ParameterSetName = ForAll)]
    public SwitchParameter CaughtUp { get; set; }

    /// <summary>The source, with a login, to learn how far there is to go.</summary>
    [Parameter(ParameterSetName = ForAll, ValueFromPipelineByPropertyName = true)]
    [Alias("Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public ServerArgument? Source { get; set; }

    /// <summary>The channel, on MariaDB the connection's name; the default one when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Channel { get; set; }

    /// <summary>How many seconds the executed position may stand still.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int NoProgressSeconds { get; set; } = 30;

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Wait(argument));
        }
    }

    private void Wait(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        var request = new WaitLinkRequest
        {
            Replica = replica,
            Channel = Channel ?? string.Empty,
            Coordinates = Coordinates,
            GtidSet = GtidSet,
            Source = ParameterSetName == ForAll ? Source?.With(Credential) : null,
            NoProgress = TimeSpan.FromSeconds(NoProgressSeconds),
        };
        Run(replica, async (pipeline, token) => await pipeline.WriteAsync(
            await WaitLink.RunAsync(request, Context(pipeline), token).ConfigureAwait(false)).ConfigureAwait(false));
    }
}
