using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Accounts;

/// <summary>Get-ReplicationUser: who may replicate from a server, from where and how, who does so now, and what is wrong with it.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationUser")]
[OutputType(typeof(ReplicationUser))]
public sealed class GetReplicationUserCommand : ServerCmdlet
{
    /// <summary>Names or wildcards; all accounts that may replicate when not given.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? UserName { get; set; }

    internal override async Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
    {
        // Names of users are told apart by their case, as the servers do it.
        var wanted = UserName?.Select(name => WildcardPattern.Get(name, WildcardOptions.None)).ToList();
        var users = await ReadUsers.RunAsync(server, name => wanted is null || wanted.Exists(w => w.IsMatch(name)), context, cancellationToken).ConfigureAwait(false);
        await answers.WriteManyAsync(users).ConfigureAwait(false);
    }
}
