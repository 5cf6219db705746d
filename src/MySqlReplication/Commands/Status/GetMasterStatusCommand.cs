using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Status;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Commands.Status;

/// <summary>Get-MasterStatus: each server's own coordinates; pipes into Start-ReplicationLink as its source.</summary>
[Cmdlet(VerbsCommon.Get, "MasterStatus")]
[Alias("Get-SourceStatus")]
[OutputType(typeof(SourceStatus))]
public sealed class GetMasterStatusCommand : ServerCmdlet
{
    // The two rows of a pair are read together: worth waiting a little longer for than the rows of a crowd.
    internal override TimeSpan OrderGrace => TimeSpan.FromSeconds(2);

    internal override async Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
        => await answers.WriteAsync(await ReadSourceStatus.ReadAsync(server, context, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
}
