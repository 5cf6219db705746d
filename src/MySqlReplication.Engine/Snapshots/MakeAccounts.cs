using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes accounts on the target in a session that does not log: all of them first, then their rights, which may be about each other.</summary>
internal sealed class MakeAccounts(ServerSession replica, ServerConnection loader)
{
    /// <summary>Makes them; those that it made are taken away again when one fails.</summary>
    /// <exception cref="ReplicationException">ObjectNotTaken with the account's name, PrivilegeMissing.</exception>
    public async Task RunAsync(IReadOnlyList<CopiedAccount> accounts, CancellationToken cancellationToken)
    {
        var made = new Stack<CopiedAccount>();
        var done = false;
        try
        {
            foreach (var account in accounts)
            {
                if (account.Exists)
                {
                    await RunAsync(account, account.Drop, cancellationToken).ConfigureAwait(false);
                }

                await RunAsync(account, account.Create, cancellationToken).ConfigureAwait(false);
                made.Push(account);
            }

            foreach (var account in accounts)
            {
                foreach (var statement in account.Demand is null ? account.Grants : account.Grants.Prepend(account.Demand))
                {
                    await RunAsync(account, statement, cancellationToken).ConfigureAwait(false);
                }
            }

            done = true;
        }
        finally
        {
            while (!done && made.Count > 0)
            {
                await DropAsync(made.Pop()).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(CopiedAccount account, SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            await loader.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, "account " + account, e);
        }
    }

    private async Task DropAsync(CopiedAccount account)
    {
        try
        {
            await loader.ExecuteAsync(account.Drop, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException)
        {
            // The session is gone: the account stays, and the next run tells that it is there.
        }
    }
}
