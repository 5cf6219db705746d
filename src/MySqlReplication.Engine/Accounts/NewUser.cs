using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Makes a replication account, or finds that it is there already.</summary>
public static class NewUser
{
    /// <summary>A name with a password made here.</summary>
    public static ReplicationCredential WithGeneratedPassword(string userName) => new(userName, PasswordGenerator.Generate());

    /// <summary>Reads the server, refuses what must be refused, and plans the statements that are missing.</summary>
    /// <exception cref="ReplicationException">See ErrorIds of accounts, and those of opening a session.</exception>
    public static async Task<IPreparedChange<ReplicationUser>> PrepareAsync(NewUserRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var server = request.Server;
        var login = request.Login;
        AccountRules.Check(server, login.UserName, login);
        AccountDemands.CheckNames(server, request.X509Subject, request.X509Issuer);
        var (pattern, decision) = request.Peer is { } peer
            ? await PeerHost.ResolveAsync(server, peer, context, cancellationToken).ConfigureAwait(false)
            : (ReadPattern(server, request.HostPattern), null);

        var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            return await PrepareAsync(session, request, pattern, decision, context, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static async Task<IPreparedChange<ReplicationUser>> PrepareAsync(
        ServerSession session,
        NewUserRequest request,
        AccountHostPattern pattern,
        string? decision,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        var user = request.Login.UserName;
        AccountRules.CheckLimits(session, user, request.Login);
        CheckPattern(session, pattern);
        await AccountDemands.CheckAsync(session, request, cancellationToken).ConfigureAwait(false);
        var state = await AccountState.ReadAsync(session, user, pattern.Text, cancellationToken).ConfigureAwait(false);
        var privileges = state is null || !request.ForMonitoring ? null : await state.ReadPrivilegesAsync(session, cancellationToken).ConfigureAwait(false);
        var findings = await FindAsync(session, user, pattern, state, cancellationToken).ConfigureAwait(false);
        var plan = new NewUserPlan(session, request, pattern, state, privileges);
        if (plan.PasswordNotCompared)
        {
            findings.Add(AccountTexts.NotCompared(session.Server, user, pattern.Text, state!.Plugin));
        }

        var builder = plan.Build(decision);
        foreach (var finding in findings)
        {
            context.Warning(AccountTexts.Warning(finding));
        }

        if (plan.SendsPassword && session.Facts.Flag("general_log") == true)
        {
            context.Warning(AccountTexts.GeneralLog(session.Server, session.Facts.Flag("log_raw") == true));
        }

        return new PreparedChange<ReplicationUser>(
            context,
            builder,
            (outcome, token) => RereadAsync(session, request, pattern, findings, outcome, context, token),
            session);
    }

    private static AccountHostPattern ReadPattern(ServerReference server, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw HostPatternFailures.Empty(server);
        }

        try
        {
            return AccountHostPattern.Parse(text!);
        }
        catch (FormatException e)
        {
            throw HostPatternFailures.Invalid(server, text!, e.Message);
        }
    }

    private static void CheckPattern(ServerSession session, AccountHostPattern pattern)
    {
        var limit = session.Capabilities.MaxHostPatternLength;
        if (pattern.Text.Length > limit)
        {
            throw HostPatternFailures.TooLong(session.Server, pattern.Text.Length, limit);
        }

        if (pattern.Kind == HostPatternKind.PrefixLength && !session.Capabilities.HasCidrHostPattern)
        {
            throw HostPatternFailures.NeedsNetmask(session.Server, pattern.Text);
        }

        if (pattern.NeedsName && session.Facts.Flag("skip_name_resolve") == true)
        {
            throw HostPatternFailures.NeedsNameResolution(session.Server, pattern.Text);
        }
    }

    private static async Task<List<ReplicationFinding>> FindAsync(
        ServerSession session,
        string user,
        AccountHostPattern pattern,
        AccountState? state,
        CancellationToken cancellationToken)
    {
        var server = session.Server;
        var findings = new List<ReplicationFinding>();
        if (pattern.IsAny)
        {
            findings.Add(AccountTexts.AnyHost(server, user, pattern.Text));
        }
        else if (pattern.IsWide)
        {
            findings.Add(AccountTexts.WidePattern(server, user, pattern.Text));
        }

        // Measured as a replica: 5.6, 10.5 and 10.11 (latin1 by default) fail with such a name, 9.7 and 11.8 (utf8mb4) do not.
        if (user.Any(c => c > '~'))
        {
            findings.Add(AccountTexts.NameNotAscii(server, user, pattern.Text));
        }

        if (state?.IsLocked == true)
        {
            findings.Add(AccountTexts.Locked(server, user, pattern.Text));
        }

        if (pattern.HasWildcard)
        {
            findings.AddRange(AccountFindings.Shadows(session, user, pattern, await AccountState.ReadAnonymousHostsAsync(session, cancellationToken).ConfigureAwait(false)));
        }

        return findings;
    }

    private static async Task<ReplicationUser> RereadAsync(
        ServerSession session,
        NewUserRequest request,
        AccountHostPattern pattern,
        List<ReplicationFinding> findings,
        PlanOutcome outcome,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        var login = request.Login;
        var state = await AccountState.ReadAsync(session, login.UserName, pattern.Text, cancellationToken).ConfigureAwait(false)
            ?? throw AccountFailures.Gone(session, login.UserName, pattern.Text);
        var matches = state.Keeps(login.Reveal());
        if (matches == false)
        {
            var finding = AccountTexts.PasswordDiffers(session.Server, login.UserName, state.Host);
            findings.Add(finding);
            context.Warning(AccountTexts.Warning(finding));
        }

        return new ReplicationUser
        {
            Server = request.Server,
            Replica = request.Peer,
            UserName = login.UserName,
            HostPattern = state.Host,
            ReplicationCredential = login,
            Plugin = state.Plugin,
            RequiresTls = state.Demand.Tls,
            RequiresCertificate = state.Demand.Certificate,
            X509Subject = state.Demand.Subject,
            X509Issuer = state.Demand.Issuer,
            MayReplicate = state.MayReplicate,
            Privileges = (await state.ReadPrivilegesAsync(session, cancellationToken).ConfigureAwait(false)).All,
            IsLocked = state.IsLocked,
            PasswordGenerated = request.PasswordGenerated,
            PasswordMatches = matches,
            Findings = findings,
            Changed = outcome.Changed,
            JournalEntry = outcome.JournalEntry,
        };
    }
}
