using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Accounts;

/// <summary>
/// New-ReplicationUser: makes the account by which one replica reads one source's binary log, with the one right it takes. One
/// account and one result for each -Server and -Peer; a pair is two calls.
/// </summary>
[Cmdlet(VerbsCommon.New, "ReplicationUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PeerAndCredential)]
[OutputType(typeof(ReplicationUser), typeof(ReplicationPlan))]
public sealed class NewReplicationUserCommand : AccountDemandCmdlet
{
    private const string PeerAndCredential = nameof(PeerAndCredential);
    private const string PeerAndName = nameof(PeerAndName);
    private const string PatternAndCredential = nameof(PatternAndCredential);
    private const string PatternAndName = nameof(PatternAndName);

    /// <summary>The servers that get the account: the sources.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>The replicas that log in with it. Nobody logs in there now; the address alone counts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PeerAndCredential)]
    [Parameter(Mandatory = true, ParameterSetName = PeerAndName)]
    [ServerTransformation("Peer")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Peer { get; set; } = [];

    /// <summary>Host parts themselves, an account for each: an address, a network, a name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PatternAndCredential)]
    [Parameter(Mandatory = true, ParameterSetName = PatternAndName)]
    [AllowEmptyString]
    public string[] HostPattern { get; set; } = [];

    /// <summary>Name and password of the account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PeerAndCredential)]
    [Parameter(Mandatory = true, ParameterSetName = PatternAndCredential)]
    [ReplicationCredentialTransformation]
    [ValidateNotNull]
    public ReplicationCredential? ReplicationCredential { get; set; }

    /// <summary>The account's name; a password is made and carried by the result.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PeerAndName)]
    [Parameter(Mandatory = true, ParameterSetName = PatternAndName)]
    [AllowEmptyString]
    public string UserName { get; set; } = string.Empty;

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Writes the account statements into the binary log.</summary>
    [Parameter]
    public SwitchParameter LogStatement { get; set; }

    /// <summary>Sets the password of an account that exists with another one.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Server)
        {
            Guard(argument.Text, () => Make(argument));
        }
    }

    private void Make(ServerArgument argument)
    {
        var server = argument.With(Credential);
        KnownServers.Remember(server);

        // One password a server: two peers that come from one address share the account.
        var login = ReplicationCredential ?? NewUser.WithGeneratedPassword(UserName);
        foreach (var pattern in HostPattern)
        {
            Make(server, null, pattern, login);
        }

        foreach (var peer in Peer)
        {
            Guard(peer.Text, () => Make(server, peer.With(Credential), null, login));
        }
    }

    private void Make(ServerReference server, ServerReference? peer, string? pattern, ReplicationCredential login) => RunChange(
        server,
        server.ToString(),
        (context, token) => NewUser.PrepareAsync(
            new NewUserRequest
            {
                Server = server,
                Peer = peer,
                HostPattern = pattern,
                Login = login,
                PasswordGenerated = ReplicationCredential is null,
                Plugin = Plugin,
                RequireTls = RequireTls,
                X509Subject = X509Subject,
                X509Issuer = X509Issuer,
                ForMonitoring = ForMonitoring,
                LogStatement = LogStatement,
                Force = Force,
            },
            context,
            token));
}
