using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Makes accounts on the target in a session that does not log: all of them first, then their rights, which may be about each other. One that
/// is replaced stands aside under another name until all of the new ones are whole (CREATE OR REPLACE drops it before it fails: measured on MariaDB).
/// </summary>
internal sealed class MakeAccounts(ServerSession replica, ServerConnection loader, OperationContext context)
{
    // What gives back, the latest first.
    private readonly Stack<(CopiedAccount Account, IEnumerable<SqlStatement> Statements)> _back = new();

    /// <summary>Makes them; when one fails, those that it made are taken away and those that it replaced are as they were.</summary>
    /// <exception cref="ReplicationException">ObjectNotTaken with the account's name, PrivilegeMissing.</exception>
    public async Task RunAsync(IReadOnlyList<CopiedAccount> accounts, CancellationToken cancellationToken)
    {
        var done = false;
        try
        {
            foreach (var account in accounts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await MakeAsync(account).ConfigureAwait(false);
            }

            foreach (var account in accounts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await RunAsync(account, account.Former is null ? account.Rights : account.InPlace).ConfigureAwait(false);
            }

            done = true;
        }
        finally
        {
            await (done ? ForgetAsync(accounts) : GiveBackAsync()).ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(CopiedAccount account)
    {
        if (account.Former is not null)
        {
            _back.Push((account, account.Former.InPlace));
            return;
        }

        if (account.Aside is not null)
        {
            await RunAsync(account, [AccountWords.Rename(account.Name, account.Aside)]).ConfigureAwait(false);
            _back.Push((account, [AccountWords.Rename(account.Aside, account.Name)]));
        }

        await RunAsync(account, [account.Create]).ConfigureAwait(false);
        _back.Push((account, [account.Drop]));
    }

    // Never cut off in the middle: what has run is known, so that it can be taken back.
    private async Task RunAsync(CopiedAccount account, IEnumerable<SqlStatement> statements)
    {
        try
        {
            foreach (var statement in statements)
            {
                await loader.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ReplicationException e)
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, "account " + account, e);
        }
    }

    private async Task ForgetAsync(IReadOnlyList<CopiedAccount> accounts)
    {
        foreach (var account in accounts)
        {
            if (account.Aside is not null)
            {
                await TryAsync(loader, account, [AccountWords.Drop(account.Aside)]).ConfigureAwait(false);
            }
        }
    }

    private async Task GiveBackAsync()
    {
        // The session may be what was lost. When the server is, each statement is told, to be run when it is back.
        ServerConnection? fresh = null;
        try
        {
            fresh = await LoaderSession.OpenAsync(replica, loads: false, context, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException)
        {
            fresh = null;
        }

        using (fresh)
        {
            while (_back.Count > 0)
            {
                var (account, statements) = _back.Pop();
                await TryAsync(fresh ?? loader, account, statements).ConfigureAwait(false);
            }
        }
    }

    private async Task TryAsync(ServerConnection session, CopiedAccount account, IEnumerable<SqlStatement> statements)
    {
        foreach (var statement in statements)
        {
            try
            {
                await session.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplicationException e)
            {
                context.Warning("Account " + account + " of " + replica.Server + " is not whole: " + e.Message + " Run this there, with SET SESSION sql_log_bin = 0: " + statement.Redacted);
            }
        }
    }
}
