using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Links;
using MySqlReplication.Hosting;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Commands.Links;

/// <summary>
/// Start-ReplicationLink: makes each -Replica follow -Source, or brings a link that is there to what is wanted, and returns when
/// both threads run and the source sends, or says exactly why not. A pair is two calls.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "ReplicationLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReplicationLink), typeof(ReplicationPlan))]
public sealed class StartReplicationLinkCommand : LinkTlsCmdlet
{
    /// <summary>The server to follow. Its host and port are told to the replica as they are written here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Source { get; set; }

    /// <summary>The servers that are to follow.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>The account by which a replica logs in to the source; a link that is there may do without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ReplicationCredentialTransformation]
    public ReplicationCredential? ReplicationCredential { get; set; }

    /// <summary>Where to start, as "mysql-bin.000014:107" or from Get-MasterStatus; by GTID where that begins at the same place.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [CoordinatesTransformation]
    public BinlogCoordinates? Coordinates { get; set; }

    /// <summary>Goes by GTID or not at all (MySQL's AUTO_POSITION, MariaDB's slave_pos); -AutoPosition:$false goes by file and position.</summary>
    [Parameter]
    public SwitchParameter AutoPosition { get; set; }

    /// <summary>The channel, on MariaDB the connection's name; the default one when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), AllowNull, AllowEmptyString]
    public string? Channel { get; set; }

    /// <summary>How many seconds to stay behind on purpose; a link that is there keeps its own when not given.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? DelaySeconds { get; set; }

    /// <summary>The login that the link has now, needed to put it back when the server does not show its password.</summary>
    [Parameter]
    [ReplicationCredentialTransformation]
    [ValidateNotNull]
    public ReplicationCredential? FormerCredential { get; set; }

    /// <summary>Databases that the replica's copy lacks; Copy-ReplicationSnapshot tells them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), AllowNull, AllowEmptyCollection]
    public string[]? LeftOutDatabase { get; set; }

    /// <summary>Tables that the replica's copy of their databases lacks; Copy-ReplicationSnapshot tells them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), AllowNull, AllowEmptyCollection]
    public string[]? LeftOutTable { get; set; }

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Lifts the refusals that say so.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Start(argument));
        }
    }

    private void Start(ServerArgument argument)
    {
        var source = Source!.With(Credential);
        var replica = argument.With(Credential);
        KnownServers.Remember(source);
        KnownServers.Remember(replica);
        RunChange(replica, replica.ToString(), (context, token) => StartLink.PrepareAsync(
            new StartLinkRequest
            {
                Source = source,
                Replica = replica,
                Login = ReplicationCredential,
                Coordinates = Coordinates,
                AutoPosition = MyInvocation.BoundParameters.ContainsKey(nameof(AutoPosition)) ? AutoPosition.IsPresent : null,
                Channel = Channel ?? string.Empty,
                DelaySeconds = DelaySeconds,
                Tls = Tls,
                TlsCaFile = TlsCaFile,
                TlsCertificateFile = TlsCertificateFile,
                TlsKeyFile = TlsKeyFile,
                FormerLogin = FormerCredential,
                LeftOutDatabases = LeftOutDatabase ?? [],
                LeftOutTables = LeftOutTable ?? [],
                Force = Force,
            },
            context,
            token));
    }
}
