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

/// <summary>Get-SlaveStatus: what each server says of itself as a replica, one object a channel, with a verdict on its health.</summary>
[Cmdlet(VerbsCommon.Get, "SlaveStatus")]
[Alias("Get-ReplicaStatus")]
[OutputType(typeof(ReplicaStatus))]
public sealed class GetSlaveStatusCommand : ServerCmdlet
{
    /// <summary>The channel (MariaDB: named connection); '' is the default one; all when it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Channel { get; set; }

    /// <summary>
    /// How many seconds a link may be watched whose health one reading does not prove. Not given: only a link whose source was
    /// last heard too long ago is looked at again, for one heartbeat period and at most seven seconds. 0: never.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int? HeartbeatWaitSeconds { get; set; }

    // The two rows of a pair are read together: worth waiting a little longer for than the rows of a crowd.
    internal override TimeSpan OrderGrace => TimeSpan.FromSeconds(2);

    internal override Question Ask
    {
        get
        {
            // PowerShell makes '' of a $null that it binds to text.
            var channel = MyInvocation.BoundParameters.ContainsKey(nameof(Channel)) ? Channel : null;
            return (server, context, answers, token) => ReadAsync(server, channel, context, answers, token);
        }
    }

    internal override Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
        => ReadAsync(server, null, context, answers, cancellationToken);

    private async Task ReadAsync(ServerReference server, string? channel, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
    {
        TimeSpan? watch = HeartbeatWaitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        foreach (var status in await ReadReplicaStatus.ReadAsync(server, channel, watch, context, cancellationToken).ConfigureAwait(false))
        {
            await answers.WriteAsync(status).ConfigureAwait(false);
        }
    }
}
