using System.Linq;
using MySqlReplication.Diagnosis;
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
    private readonly AccountPrivileges? _privileges;
    private readonly bool _setsPassword;

    /// <summary>Decides.</summary>
    /// <exception cref="ReplicationException">AccountPasswordDiffers, AccountPasswordUnknown, AccountPluginDiffers.</exception>
    public NewUserPlan(ServerSession session, NewUserRequest request, AccountHostPattern pattern, AccountState? state, AccountPrivileges? privileges)
    {
        _session = session;
        _request = request;
        _pattern = pattern;
        _state = state;
        _privileges = privileges;
        if (state is null)
        {
            return;
        }

        var keeps = state.Keeps(request.Login.Reveal());
        var otherPlugin = request.Plugin is { } plugin && plugin != state.Plugin;
        _setsPassword = request.Force && (keeps != true || otherPlugin);
        if (request.Force)
        {
            return;
        }

        if (otherPlugin)
        {
            throw AccountFailures.AccountPluginDiffers(session, User, Host, state.Plugin, request.Plugin!);
        }

        if (keeps != true)
        {
            PasswordNotCompared = request.PasswordGenerated ? throw AccountFailures.AccountPasswordUnknown(session, User, Host)
                : keeps is null ? true
                : throw AccountFailures.AccountPasswordDiffers(session, User, Host);
        }
    }

    /// <summary>The account exists, and nobody can tell whether the password is the one given.</summary>
    public bool PasswordNotCompared { get; }

    /// <summary>Whether a statement carries the password or its hash.</summary>
    public bool SendsPassword => _state is null || _setsPassword;

    private string User => _request.Login.UserName;

    private string Host => _pattern.Text;

    private AccountWords Words => _session.Dialect.Accounts;

    public PlanBuilder Build(string? decision)
    {
        var builder = new PlanBuilder(AccountTexts.Summary(User, Host), _session.Server);
        if (decision is not null)
        {
            builder.Decide(decision);
        }

        var grants = _state is not { MayReplicate: true };
        var monitors = _request.ForMonitoring ? Words.MonitoringPrivileges.Where(p => _privileges?.Has(p) != true).ToList() : [];
        var demand = _request.Demand;
        var demands = _state is null ? demand.Tls && !Words.DemandsInCreate : !_state.Demand.Meets(demand);
        if (!SendsPassword && !grants && !demands && monitors.Count == 0)
        {
            return builder;
        }

        var statements = new AccountStatements(_session, builder, _request.LogStatement);
        statements.Begin();
        if (_state is null)
        {
            var drop = AccountWords.Drop(User, Host);
            statements.Add(Words.Create(_request.Login, Host, _request.Plugin, demand), AccountTexts.WhyCreate, "CREATE USER", statements.Undo(drop), drop);
        }

        // Before the right: not for one moment does it replicate without what is demanded of it.
        if (demands)
        {
            var former = _state is null ? null : Words.Demand(User, Host, _state.Demand);
            statements.Add(Words.Demand(User, Host, demand), AccountTexts.WhyDemand, Words.DemandsInCreate ? "CREATE USER" : "GRANT OPTION", former is null ? null : statements.Undo(former), former);
        }

        if (grants)
        {
            // Dropping the account takes the right with it; only on one that was there before it is taken back by itself.
            var revoke = AccountWords.Revoke(User, Host);
            statements.Add(AccountWords.Grant(User, Host), AccountTexts.WhyGrant, "REPLICATION SLAVE WITH GRANT OPTION", _state is null ? null : statements.Undo(revoke), _state is null ? null : revoke);
        }

        if (monitors.Count > 0)
        {
            var privileges = string.Join(", ", monitors);
            var revoke = AccountWords.Revoke(User, Host, privileges);
            statements.Add(AccountWords.Grant(User, Host, privileges), AccountTexts.WhyMonitor, privileges + " WITH GRANT OPTION", _state is null ? null : statements.Undo(revoke), _state is null ? null : revoke);
        }

        if (_setsPassword)
        {
            AddPassword(statements);
        }

        return builder;
    }

    private void AddPassword(AccountStatements statements)
    {
        // The last step, so that nothing behind it can fail and want the old password back.
        var set = Words.SetPassword(_request.Login, Host, _request.Plugin);
        var undo = statements.Undo(set);
        var after = _request.Plugin ?? Words.PluginAfterSetPassword;
        var keepsPlugin = after is null || after == _state!.Plugin;
        statements.Add(
            set,
            AccountTexts.WhySetPassword,
            Words.SetPasswordPrivilege,
            keepsPlugin ? undo with { SecretOf = User, Text = undo.Text + AccountTexts.PasswordBefore } : null,
            reversibility: keepsPlugin ? Reversibility.ReversibleWithSecret : Reversibility.Irreversible);
    }
}
