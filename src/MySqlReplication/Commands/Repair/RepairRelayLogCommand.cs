using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Repair;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Repair;

namespace MySqlReplication.Commands.Repair;

/// <summary>
/// Repair-RelayLog: mends a link whose server cannot find its relay log (relay_log, pid_file or the host was renamed): on the
/// running server from where it had executed, on a stopped one (-OptionFile) by joining the indexes.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "RelayLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = Running)]
[OutputType(typeof(RelayLogRepair), typeof(ReplicationPlan))]
public sealed class RepairRelayLogCommand : ChangeCmdlet
{
    private const string Running = "Running";
    private const string Stopped = "Stopped";

    /// <summary>The servers that follow.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = Running)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>The source, where it is asked whether it still holds what the replica lacks; as the replica names it when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = Running)]
    [Alias("Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public ServerArgument? Source { get; set; }

    /// <summary>The option file of a stopped server.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Stopped)]
    [ValidateNotNullOrEmpty]
    public string? OptionFile { get; set; }

    /// <summary>The data directory of a stopped server; datadir of the option file when not given.</summary>
    [Parameter(ParameterSetName = Stopped)]
    [ValidateNotNullOrEmpty]
    public string? DataDirectory { get; set; }

    /// <summary>The name that relay_log had before, where that cannot be found on the disk.</summary>
    [Parameter(ParameterSetName = Stopped)]
    [ValidateNotNullOrEmpty]
    public string? FormerRelayLog { get; set; }

    /// <summary>The channel, on MariaDB the connection's name. Not given: the default one; of a stopped server all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Channel { get; set; }

    /// <summary>The account of the link, to be stated anew; the replica keeps what it has when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = Running)]
    [ReplicationCredentialTransformation]
    public ReplicationCredential? ReplicationCredential { get; set; }

    /// <summary>The administrator's login for replicas that bring none.</summary>
    [Parameter(ParameterSetName = Running)]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The administrator's login for the source; one that this session has used for it, else the replica's, when not given.</summary>
    [Parameter(ParameterSetName = Running)]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>Goes on from the executed coordinates though it could not be proven that they are right and that the source holds what follows.</summary>
    [Parameter(ParameterSetName = Running)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (OptionFile is not null)
        {
            var file = GetUnresolvedProviderPathFromPSPath(OptionFile);
            var directory = DataDirectory is null ? null : GetUnresolvedProviderPathFromPSPath(DataDirectory);
            Guard(file, () => RepairStopped(new StoppedRelayLogRequest { OptionFile = file, DataDirectory = directory, Channel = Channel, FormerRelayLog = FormerRelayLog }));
        }

        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => RepairRunning(argument));
        }
    }

    private void RepairRunning(ServerArgument argument)
    {
        var replica = argument.With(Credential);
        KnownServers.Remember(replica);
        var request = new RepairRelayLogRequest
        {
            Replica = replica,
            Channel = Channel ?? string.Empty,
            Source = Source?.With(SourceCredential),
            SourceLogin = SourceCredential is null ? null : CredentialConversion.FromPSCredential(SourceCredential),
            KnownServers = KnownServers.WithLogin(),
            Login = ReplicationCredential,
            Force = Force,
        };
        RunChange(replica, replica.ToString(), (context, token) => RepairRelayLog.PrepareAsync(request, context, token));
    }

    private void RepairStopped(StoppedRelayLogRequest request)
    {
        foreach (var channel in RepairStoppedRelayLog.Channels(request))
        {
            RunChange(request.OptionFile, request.OptionFile, (context, token) => RepairStoppedRelayLog.PrepareAsync(request with { Channel = channel }, context, token));
        }
    }
}
