using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Accounts;

/// <summary>The steps of a rotation, in the order in which nobody is shut out: source, replicas, source.</summary>
internal sealed class RotationPlan
{
    private readonly RotatePasswordRequest _request;
    private readonly ServerSession _source;
    private readonly AccountState _state;
    private readonly OperationContext _context;
    private readonly bool _setsPassword;

    /// <summary>Decides.</summary>
    /// <exception cref="ReplicationException">FormerPasswordUnknown, AccountPasswordUnknown.</exception>
    public RotationPlan(RotatePasswordRequest request, ServerSession source, AccountState state, IReadOnlyList<RotatedReplica> replicas, OperationContext context)
    {
        _request = request;
        _source = source;
        _state = state;
        _context = context;
        _setsPassword = state.Keeps(request.Wanted.Reveal()) != true;

        // What a replica stores is compared where it shows it; where it does not, it counts as told when the source has the password already.
        Relinks = replicas.Where(r => r.Stored is { } stored ? !stored.Equals(request.Wanted) : _setsPassword || request.Force).ToList();
        if (request.Force)
        {
            return;
        }

        foreach (var replica in Relinks)
        {
            if (replica.Stored is null && request.Former is null)
            {
                throw RotationFailures.FormerUnknown(request, replica.Session.Server);
            }
        }

        if (_setsPassword && state.Stored is not { Length: > 0 })
        {
            throw RotationFailures.CannotPutBack(request, state.Plugin);
        }
    }

    /// <summary>The replicas that are told.</summary>
    public IReadOnlyList<RotatedReplica> Relinks { get; }

    private AccountWords Words => _source.Dialect.Accounts;

    private string User => _state.User;

    private string Host => _state.Host;

    public PlanBuilder Build()
    {
        var builder = new PlanBuilder("Give " + AccountFailures.Account(User, Host) + " another password", _request.Server);
        var ends = Words.DiscardOldPassword(User, Host) is { } discard && (_state.HasOldPassword || (_setsPassword && Relinks.Count > 0)) ? discard : null;
        if (!_setsPassword && Relinks.Count == 0 && ends is null)
        {
            builder.Decide("The account and its replicas have this password already.");
            return builder;
        }

        var changes = Relinks.Select(r => (Replica: r, Change: new ChangeLogin(r.Session, r.Link, r.Stored ?? _request.Former, _context))).ToList();
        changes.ForEach(c => c.Change.AddGuard(builder));
        var statements = new AccountStatements(_source, builder, _request.LogStatement);
        if (_setsPassword || ends is not null)
        {
            statements.Begin();
        }

        if (_setsPassword)
        {
            AddPassword(builder, statements, beside: Relinks.Count > 0);
        }

        foreach (var (replica, change) in changes)
        {
            change.AddChange(builder, _request.Wanted);
            WarnOfLog(replica.Session);
        }

        if (ends is not null)
        {
            statements.Add(ends, "every replica has logged in by the new one: the old password ends", Words.SetPasswordPrivilege, continuesPrevious: false);
        }

        return builder;
    }

    private void AddPassword(PlanBuilder builder, AccountStatements statements, bool beside)
    {
        WarnOfLog(_source);
        var dual = beside ? Words.SetPasswordBeside(_request.Wanted, Host) : null;
        builder.Decide(dual is not null ? "Both passwords are good until the last replica has logged in by the new one."
            : beside ? _source.Server + " knows one password an account: a link that breaks between this step and its own fails until it is told; those that run go on."
            : "No replica is told, because none uses the account.");

        // A password set by its hash stays as it was even when nobody knows it.
        var set = Words.SetPassword(_request.Wanted, Host, null);
        var undo = statements.Undo(set);
        var plugin = Words.PluginAfterSetPassword;
        var keepsPlugin = plugin is null || plugin == _state.Plugin;
        SqlStatement? back = _state.Stored is { Length: > 0 } stored ? Words.RestorePassword(User, Host, _state.Plugin, stored) : null;
        statements.Add(
            dual ?? set,
            "the source takes the new password",
            Words.SetPasswordPrivilege,
            keepsPlugin ? undo with { SecretOf = User, Text = undo.Text + AccountTexts.PasswordBefore } : null,
            back,
            keepsPlugin ? Reversibility.ReversibleWithSecret : Reversibility.Irreversible,
            alsoPutBack: dual is null || back is null ? null : Words.DiscardOldPassword(User, Host),
            continuesPrevious: false);
    }

    private void WarnOfLog(ServerSession session)
    {
        if (session.Facts.Flag("general_log") == true)
        {
            _context.Warning(AccountTexts.GeneralLog(session.Server, session.Facts.Flag("log_raw") == true, session.Capabilities.LogsLinkPasswords && !ReferenceEquals(session, _source)));
        }
    }
}
