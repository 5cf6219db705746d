using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Restarts a server, so that its option file comes into force; a change with which it does not start is taken back.</summary>
public static class RestartServer
{
    // How long a supervisor may take to try once more with the old file (RestartSec of MySQL's unit is 100 ms).
    private static readonly TimeSpan Supervisor = TimeSpan.FromSeconds(10);

    /// <summary>Looks whether it is needed and possible, and plans it.</summary>
    /// <exception cref="ReplicationException">RestartServerUnknown, RestartNotPossible, ServiceNameInvalid, ServiceNotOfServer, TemporaryTablesOpen, JournalNotReadable and what logging in can meet.</exception>
    public static async Task<IPreparedChange<ServerRestart>> PrepareAsync(RestartRequest asked, OperationContext context, CancellationToken cancellationToken)
    {
        var target = await RestartTarget.OfAsync(asked, context, cancellationToken).ConfigureAwait(false);
        var rollback = OptionFileRollback.Of(asked.Change);
        var builder = new PlanBuilder("Restart " + target.Server + " (" + target.Restarter.Method + ")", target.Server) { InForce = asked.Change?.JournalEntry };
        if (target.IsNeeded)
        {
            if (target.OpenTemporaryTables > 0 && !asked.Force)
            {
                throw RestartFailures.TemporaryTables(target.Server, target.OpenTemporaryTables.Value);
            }

            if (target.OpenTemporaryTables is null && target.Runs)
            {
                builder.Decide("whether replicated temporary tables are open could not be seen");
            }

            builder.Decide(!rollback.IsPossible ? "when it does not come up, no option file is put back: no change of one was given"
                : target.Restarter.CanStart ? "when it does not come up, the option file before the change is put back and it is started with that"
                : "when it does not come up, the option file before the change is put back; RESTART cannot start a server that is down, so that is left to whoever supervises it");
        }

        var away = new Stopwatch();
        if (target.IsNeeded)
        {
            builder.Add(
                PlanStepKind.Process,
                target.Server.ToString(),
                target.Restarter.Text,
                "its option file comes into force; ready when it answers a login, within " + ((int)context.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s",
                token => RunAsync(target, rollback, away, context, token));
        }
        else
        {
            builder.Decide("it runs as its option file says: nothing is restarted");
        }

        return new PreparedChange<ServerRestart>(context, builder, ReportAsync);

        async Task<ServerRestart> ReportAsync(PlanOutcome outcome, CancellationToken token)
        {
            var findings = target.OptionFile is null ? null : await DriftAsync(target, context, token).ConfigureAwait(false);
            foreach (var finding in findings?.Where(f => f.Severity == FindingSeverity.Warning) ?? [])
            {
                context.Warning(finding.Evidence + ". " + finding.Reason + (finding.Fix is null ? string.Empty : " What to do: " + finding.Fix));
            }

            return new ServerRestart
            {
                Server = target.Server,
                OptionFile = target.OptionFile,
                Method = target.Restarter.Method,
                Changed = outcome.Changed,
                Away = outcome.Changed ? away.Elapsed : null,
                InForce = findings?.All(f => f.Id is not ("FileNotInForce" or "PersistedOverridesFile")),
                Findings = findings ?? [],
                Change = asked.Change,
                JournalEntry = outcome.JournalEntry,
            };
        }
    }

    private static async Task RunAsync(RestartTarget target, OptionFileRollback rollback, Stopwatch away, OperationContext context, CancellationToken cancellationToken)
    {
        var restarter = target.Restarter;
        cancellationToken.ThrowIfCancellationRequested();
        away.Start();
        await StopAsync(target, context).ConfigureAwait(false);
        var log = new ErrorLogTail(restarter.ErrorLog ?? target.ErrorLog);
        var began = DateTimeOffset.Now;
        string? failed;
        try
        {
            // What was ended is started again, also when the user gives up meanwhile.
            failed = await StartAsync(target, away, context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            away.Stop();
        }

        if (failed is null)
        {
            return;
        }

        var said = log.Read() is { Length: > 0 } lines ? lines
            : ErrorLogTail.Telling(await restarter.SaidSinceAsync(began, CancellationToken.None).ConfigureAwait(false)) is { Length: > 0 } kept ? kept
            : "  " + failed;
        if (!rollback.IsPossible)
        {
            throw RestartFailures.Failed(target.Server, said, target.OptionFile);
        }

        IReadOnlyList<string> done;
        try
        {
            await restarter.BeginAnewAsync(CancellationToken.None).ConfigureAwait(false);
            done = rollback.Run();
        }
        catch (ReplicationException e)
        {
            throw RestartFailures.Failed(target.Server, said + Environment.NewLine + "The old option file could not be put back: " + e.Message, target.OptionFile);
        }

        context.Verbose(string.Join(" ", done));
        var again = await StartAsync(target, Stopwatch.StartNew(), restarter.CanStart ? context : context with { Timeout = Supervisor }, CancellationToken.None).ConfigureAwait(false);
        throw again is null ? RestartFailures.RolledBack(target.Server, said, done, target.OptionFile)
            : RestartFailures.Failed(
                target.Server,
                said + Environment.NewLine + string.Join(" ", done) + (restarter.CanStart ? " It does not start with that either: " + again : " It is down, and nobody has started it since: start it by its service manager or mysqld_safe."),
                restarter.CanStart ? target.OptionFile : null);
    }

    // Once begun it is gone through with: a server that was told to end is not left so, whoever gives up.
    private static async Task StopAsync(RestartTarget target, OperationContext context)
    {
        var restarter = target.Restarter;
        try
        {
            await restarter.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException) when (restarter.CanStart)
        {
            try
            {
                await restarter.StartAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplicationException e)
            {
                context.Verbose(e.Message);
            }

            throw;
        }

        if (restarter is ServiceRestarter service && target.Runs && await ServerReadiness.AnswersAsync(target.Server, context, CancellationToken.None).ConfigureAwait(false))
        {
            if (service.Ran == true)
            {
                await service.StartAsync(CancellationToken.None).ConfigureAwait(false);
            }

            throw RestartFailures.ServiceOfAnother(service.Method, target.Server, service.Ran == true);
        }
    }

    // Null when it came up; else why not.
    private static async Task<string?> StartAsync(RestartTarget target, Stopwatch since, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await target.Restarter.StartAsync(CancellationToken.None).ConfigureAwait(false);
            return await ServerReadiness.WaitAsync(target.Server, target.Restarter, since, context, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId is not (ErrorIds.LoginRefused or ErrorIds.CredentialMissing))
        {
            return e.Message;
        }
    }

    private static async Task<IReadOnlyList<ReplicationFinding>> DriftAsync(RestartTarget target, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(target.Server, context, cancellationToken).ConfigureAwait(false);
        var (view, _) = ReadMyCnf.View([target.OptionFile!], session.Version, string.Empty);
        var live = await LiveSettings.ReadAsync(session, session.Facts, cancellationToken).ConfigureAwait(false);
        var origins = await live.OriginsAsync(cancellationToken).ConfigureAwait(false);
        return SettingsDriftRules.Of(ServerSettings.OfFile(view, target.OptionFile!, target.Server), view, live, origins).ToList();
    }
}
