using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Servers;

/// <summary>Connect-ReplicationServer: logs in, reads what the server is, and returns it with its login for the commands to come.</summary>
[Cmdlet(VerbsCommunications.Connect, "ReplicationServer")]
[OutputType(typeof(ReplicationServer))]
public sealed class ConnectReplicationServerCommand : ServerCmdlet
{
    // "$a, $b = Connect-ReplicationServer db1, db2" needs the order, whatever it costs.
    internal override TimeSpan OrderGrace => Timeout.InfiniteTimeSpan;

    internal override async Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
        => await answers.WriteAsync(await ReadServer.ConnectAsync(server, context, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
}
