using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Status;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Commands.Status;

/// <summary>Get-SlaveStatus: what each server says of itself as a replica, one object a channel, with a verdict on its health.</summary>
[Cmdlet(VerbsCommon.Get, "SlaveStatus", DefaultParameterSetName = Once)]
[Alias("Get-ReplicaStatus")]
[OutputType(typeof(ReplicaStatus))]
public sealed class GetSlaveStatusCommand : ServerCmdlet
{
    private const string Once = "Once";
    private const string Watching = "Watch";

    /// <summary>Made when its parameters are about to be bound.</summary>
    public GetSlaveStatusCommand() => EngineAhead.Begin();

    /// <summary>The channel (MariaDB: named connection); '' is the default one; all when it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Channel { get; set; }

    /// <summary>
    /// How many seconds a link may be watched whose health one reading does not prove. Not given: only a link whose source was
    /// last heard too long ago is looked at again, for one heartbeat period and at most seven seconds. 0: never.
    /// </summary>
    [Parameter(ParameterSetName = Once)]
    [ValidateRange(0, 3600)]
    public int? HeartbeatWaitSeconds { get; set; }

    /// <summary>A login for the sources: each is asked too, so that what is not fetched yet can be told.</summary>
    [Parameter(ParameterSetName = Once)]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? SourceCredential { get; set; }

    /// <summary>Goes on until it is stopped and returns a link anew whenever it has changed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Watching)]
    public SwitchParameter Watch { get; set; }

    /// <summary>Seconds from one reading to the next.</summary>
    [Parameter(ParameterSetName = Watching)]
    [ValidateRange(1, 3600)]
    public int IntervalSeconds { get; set; } = 5;

    // The two rows of a pair are read together: worth waiting a little longer for than the rows of a crowd.
    internal override TimeSpan OrderGrace => TimeSpan.FromMilliseconds(Asked > 2 ? 50 : 2000);

    internal override bool KeepsOrder => !Watch;

    // What never ends would keep the servers behind it from ever being asked.
    internal override int Throttle => Watch ? int.MaxValue : ThrottleLimit;

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
        if (Watch)
        {
            await WatchReplicaStatus.RunAsync(
                server, channel, TimeSpan.FromSeconds(IntervalSeconds), answers.WriteAsync, e => answers.WriteErrorAsync(e, server), context, cancellationToken).ConfigureAwait(false);
            return;
        }

        TimeSpan? watch = HeartbeatWaitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var login = SourceCredential is null ? null : CredentialConversion.FromPSCredential(SourceCredential);
        var links = await ReadReplicaStatus.ReadAsync(server, channel, watch, context, cancellationToken).ConfigureAwait(false);
        if (login is null)
        {
            await answers.WriteLastAsync(links).ConfigureAwait(false);
            return;
        }

        foreach (var status in links)
        {
            await answers.WriteAsync(await BesideAsync(status, login, context, answers, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    // A source that does not answer is an error of its own; the link's status is told all the same.
    private static async Task<ReplicaStatus> BesideAsync(ReplicaStatus status, ReplicationCredential login, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadReplicaStatus.BesideSourceAsync(status, login, context, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException failure)
        {
            await answers.WriteErrorAsync(failure, status.Source).ConfigureAwait(false);
            return status;
        }
    }
}
