using System.Linq;
using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Plans;

namespace MySqlReplication.Commands.Accounts;

/// <summary>Set-ReplicationUser: gives an account another password and its replicas with it, without an outage, or puts all of it back.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicationUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReplicationUser), typeof(ReplicationPlan))]
public sealed class SetReplicationUserCommand : AccountCmdlet
{
    /// <summary>The replicas that log in by the account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public ServerArgument[]? Replica { get; set; }

    /// <summary>The account's name with its new password; a password is made when it is not given.</summary>
    [Parameter]
    [ReplicationCredentialTransformation]
    [ValidateNotNull]
    public ReplicationCredential? NewCredential { get; set; }

    /// <summary>The account's present login; it comes with what New-ReplicationUser returned.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ReplicationCredential")]
    [ReplicationCredentialTransformation]
    [AllowNull]
    public ReplicationCredential? FormerCredential { get; set; }

    private protected override void Change(ServerArgument argument)
    {
        var server = argument.With(Credential);
        var replicas = (Replica ?? []).Select(r => r.With(Credential)).ToList();
        KnownServers.Remember(server);
        replicas.ForEach(KnownServers.Remember);
        var wanted = NewCredential ?? NewUser.WithGeneratedPassword(UserName);
        RunChange(server, server.ToString(), (context, token) => RotatePassword.PrepareAsync(
            new RotatePasswordRequest
            {
                Server = server,
                UserName = UserName,
                HostPattern = HostPattern,
                Wanted = wanted,
                PasswordGenerated = NewCredential is null,
                Former = FormerCredential,
                Replicas = replicas,
                LogStatement = LogStatement,
                Force = Force,
            },
            context,
            token));
    }
}
