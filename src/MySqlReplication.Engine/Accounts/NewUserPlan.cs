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

/// <summary>The statements that are missing between an account as it is and as it is wanted.</summary>
internal sealed class NewUserPlan
{
    private readonly ServerSession _session;
    private readonly NewUserRequest _request;
    private readonly AccountHostPattern _pattern;
    private readonly AccountState? _state;
    private readonly bool _setsPassword;

    /// <summary>Decides.</summary>
    /// <exception cref="ReplicationException">AccountPasswordDiffers, AccountPasswordUnknown.</exception>
    public NewUserPlan(ServerSession session, NewUserRequest request, AccountHostPattern pattern, AccountState? state)
    {
        _session = session;
        _request = request;
        _pattern = pattern;
        _state = state;
        if (state is null)
        {
            return;
        }

        var keeps = state.Keeps(request.Login.Reveal());
        _setsPassword = keeps != true && request.Force;
        if (keeps == true || request.Force)
        {
            return;
        }

        if (request.PasswordGenerated)
        {
            throw AccountFailures.AccountPasswordUnknown(session, User, Host);
        }

        PasswordNotCompared = keeps is null ? true : throw AccountFailures.AccountPasswordDiffers(session, User, Host);
    }

    /// <summary>The account exists, and nobody can tell whether the password is the one given.</summary>
    public bool PasswordNotCompared { get; }

    /// <summary>Whether a statement carries the password or its hash.</summary>
    public bool SendsPassword => _state is null || _setsPassword;

    private string User => _request.Login.UserName;

    private string Host => _pattern.Text;

    private AccountWords Words => _session.Dialect.Accounts;

    private bool StaysOutOfBinaryLog => _session.Facts.LogBin && !_request.LogStatement;

    public PlanBuilder Build(string? decision)
    {
        var builder = new PlanBuilder(AccountTexts.Summary(User, Host), _session.Server);
        if (decision is not null)
        {
            builder.Decide(decision);
        }

        var grants = _state is not { MayReplicate: true };
        if (!SendsPassword && !grants)
        {
            return builder;
        }

        if (StaysOutOfBinaryLog)
        {
            Add(builder, SessionWords.WithoutBinaryLog, AccountTexts.WhyNotLogged, Words.LogBinPrivilege, AccountFailures.OrLogStatement);
        }
        else
        {
            builder.Decide(_session.Facts.LogBin ? AccountTexts.Logged : AccountTexts.NoBinaryLog);
        }

        if (_state is null)
        {
            var drop = AccountWords.Drop(User, Host);
            Add(builder, Words.Create(_request.Login, Host), AccountTexts.WhyCreate, "CREATE USER", undo: Undo(drop), putBack: drop);
        }

        if (grants)
        {
            // Dropping the account takes the right with it; only on one that was there before it is taken back by itself.
            var revoke = AccountWords.Revoke(User, Host);
            Add(builder, AccountWords.Grant(User, Host), AccountTexts.WhyGrant, "REPLICATION SLAVE WITH GRANT OPTION", undo: _state is null ? null : Undo(revoke), putBack: _state is null ? null : revoke);
        }

        if (_setsPassword)
        {
            AddPassword(builder);
        }

        return builder;
    }

    private void AddPassword(PlanBuilder builder)
    {
        // The last step, so that nothing behind it can fail and want the old password back.
        var set = Words.SetPassword(_request.Login, Host);
        var undo = Undo(set);
        var keepsPlugin = Words.PluginAfterSetPassword is not { } plugin || plugin == _state!.Plugin;
        Add(
            builder,
            set,
            AccountTexts.WhySetPassword,
            Words.SetPasswordPrivilege,
            undo: keepsPlugin ? undo with { SecretOf = User, Text = undo.Text + AccountTexts.PasswordBefore } : null,
            reversibility: keepsPlugin ? Reversibility.ReversibleWithSecret : Reversibility.Irreversible);
    }

    private UndoAction Undo(SqlStatement statement) => UndoAction.OnServer(_session, statement) with
    {
        WithoutBinaryLog = StaysOutOfBinaryLog,
        AlreadySo = AccountWords.NoSuchAccount,
    };

    // None of these is cut off in the middle: whether an account was made must be known.
    private void Add(
        PlanBuilder builder,
        SqlStatement statement,
        string reason,
        string privilege,
        string? advice = null,
        UndoAction? undo = null,
        SqlStatement? putBack = null,
        Reversibility? reversibility = null)
        => builder.Add(
            PlanStepKind.Statement,
            _session.Server.ToString(),
            statement.Redacted,
            reason,
            _ => RunAsync(statement, privilege, advice),
            undo,
            putBack is null ? null : _ => PutBackAsync(putBack),
            continuesPrevious: true,
            reversibility,
            isAtomic: true);

    private async Task RunAsync(SqlStatement statement, string privilege, string? advice)
    {
        try
        {
            await _session.Connection.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            throw AccountFailures.Refused(_session, e, privilege, advice);
        }
    }

    private async Task PutBackAsync(SqlStatement statement)
    {
        try
        {
            await _session.Connection.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode is { } code && Array.IndexOf(AccountWords.NoSuchAccount, code) >= 0)
        {
            // It is not there (any more): that is what putting back means.
        }
    }
}
