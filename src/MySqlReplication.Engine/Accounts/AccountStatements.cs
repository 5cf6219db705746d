using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Account statements as steps of a plan: kept out of the binary log unless told otherwise, never cut off in the middle, refusals in this room's words.</summary>
internal sealed class AccountStatements(ServerSession session, PlanBuilder builder, bool logged)
{
    private bool StaysOutOfBinaryLog => session.Facts.LogBin && !logged;

    /// <summary>The first step: where the statements are written, or are not.</summary>
    public void Begin()
    {
        if (StaysOutOfBinaryLog)
        {
            Add(SessionWords.WithoutBinaryLog, AccountTexts.WhyNotLogged, session.Dialect.Accounts.LogBinPrivilege, advice: AccountFailures.OrLogStatement);
        }
        else
        {
            builder.Decide(session.Facts.LogBin ? AccountTexts.Logged : AccountTexts.NoBinaryLog);
        }
    }

    /// <summary>How a step is taken back later.</summary>
    public UndoAction Undo(params SqlStatement[] statements) => UndoAction.OnServer(session, statements) with
    {
        WithoutBinaryLog = StaysOutOfBinaryLog,
        AlreadySo = AccountWords.NoSuchAccount,
    };

    /// <summary>One statement. None of these is cut off in the middle: whether an account was made must be known.</summary>
    public void Add(
        SqlStatement statement,
        string reason,
        string privilege,
        UndoAction? undo = null,
        SqlStatement? putBack = null,
        Reversibility? reversibility = null,
        string? advice = null,
        bool continuesPrevious = true,
        SqlStatement? alsoPutBack = null)
        => builder.Add(
            PlanStepKind.Statement,
            session.Server.ToString(),
            statement.Redacted,
            reason,
            _ => RunAsync(statement, privilege, advice),
            undo,
            putBack is null ? null : _ => PutBackAsync(putBack, alsoPutBack),
            continuesPrevious,
            reversibility,
            isAtomic: true);

    private async Task RunAsync(SqlStatement statement, string privilege, string? advice)
    {
        try
        {
            await session.Connection.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            throw AccountFailures.Refused(session, e, privilege, advice);
        }
    }

    private async Task PutBackAsync(SqlStatement statement, SqlStatement? also)
    {
        try
        {
            await session.Connection.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
            if (also is not null)
            {
                await session.Connection.ExecuteAsync(also, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ReplicationException e) when (e.ServerErrorCode is { } code && Array.IndexOf(AccountWords.NoSuchAccount, code) >= 0)
        {
            // It is not there (any more): that is what putting back means.
        }
    }
}
