using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Plans;

namespace MySqlReplication.Commands.Accounts;

/// <summary>Remove-ReplicationUser: drops a replication account, unless a replica is logged in by it or it is more than that.</summary>
[Cmdlet(VerbsCommon.Remove, "ReplicationUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ReplicationUser), typeof(ReplicationPlan))]
public sealed class RemoveReplicationUserCommand : AccountCmdlet
{
    private protected override void Change(ServerArgument argument)
    {
        var server = argument.With(Credential);
        KnownServers.Remember(server);
        RunChange(server, server.ToString(), (context, token) => RemoveUser.PrepareAsync(
            new AccountRequest { Server = server, UserName = UserName, HostPattern = HostPattern, LogStatement = LogStatement, Force = Force },
            context,
            token));
    }
}
