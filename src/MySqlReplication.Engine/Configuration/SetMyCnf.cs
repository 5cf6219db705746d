using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Sets replication options in one option file and what it includes, and on the running server what that takes without a restart.</summary>
public static class SetMyCnf
{
    /// <summary>Reads the file (and the server, when one is given), refuses what cannot be, and plans one replacement a file and one statement a running value.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Configuration.cs; nothing was changed.</exception>
    public static async Task<IPreparedChange<MyCnfChange>> PrepareAsync(MyCnfSettings asked, OperationContext context, CancellationToken cancellationToken)
    {
        var wishes = OptionWishes.Of(asked);
        var snapshot = OptionFileSnapshot.Read(asked.OptionFile);
        var document = OptionFileDocument.Parse(snapshot.Bytes, asked.OptionFile).Checked();
        var session = asked.Server is null ? null : await ServerSession.OpenAsync(asked.Server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var prepared = await PrepareAsync(asked, context, wishes, snapshot, document, session, cancellationToken).ConfigureAwait(false);
            session = null;
            return prepared;
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static async Task<IPreparedChange<MyCnfChange>> PrepareAsync(
        MyCnfSettings asked,
        OperationContext context,
        OptionWishes wishes,
        OptionFileSnapshot snapshot,
        OptionFileDocument document,
        ServerSession? session,
        CancellationToken cancellationToken)
    {
        var isReplica = session is null ? null : await IsReplicaAsync(session, cancellationToken).ConfigureAwait(false);
        var live = session is null ? null : await LiveSettings.ReadAsync(session, session.Facts, cancellationToken).ConfigureAwait(false);
        var version = session?.Version ?? asked.ServerVersion;
        var server = version is null ? null : Capabilities.Of(version);
        var before = new OptionFileView(OptionFileReader.Walk(document, server), OptionGroups.Of(version), server);
        if (before.Lines.FirstOrDefault(l => l.Line.HasOpenQuote) is { } open)
        {
            throw ConfigurationFailures.QuoteNotClosed(open);
        }

        if (before.Read.Loops.Count > 0)
        {
            throw ConfigurationFailures.IncludeLoop(before.Read.Loops[0].Document.Path, before.Read.Loops[0].Number, before.Read.Loops[0].File);
        }

        var dropIn = asked.DropIn is null ? null : DropInFile.PathOf(asked.OptionFile, before.Read, server, asked.DropIn);
        var editor = new OptionFileEditor(before, dropIn is null ? document : DropInFile.DocumentOf(before.Read, dropIn), dropIn is not null);
        wishes.Fit(asked, server);
        AddRole(asked, wishes, before, server, session?.Facts);
        var wanted = wishes.InOrder.ToList();
        Edit(editor, wanted);

        var files = new OptionFileChanges(snapshot, document, editor);
        var findings = FindingsOf(snapshot, before, files.After, wanted, session, isReplica);
        foreach (var finding in findings.Where(f => f.Severity is FindingSeverity.Warning or FindingSeverity.Error))
        {
            context.Warning(finding.Evidence + ". " + finding.Reason + (finding.Fix is null ? string.Empty : " What to do: " + finding.Fix));
        }

        var builder = new PlanBuilder(Summary(asked, wanted), asked.Server);
        if (editor.HasAddedGroup)
        {
            wishes.Decide("[mysqld] is added at the end of the file, because no group in it is one that every option may stand in");
        }

        foreach (var decision in wishes.Decisions.Concat(wishes.NotSet.Select(n => n.Name + " is not set: " + n.Reason)))
        {
            builder.Decide(decision);
        }

        files.AddSteps(builder);
        live?.AddSteps(builder, wanted);
        builder.RestartRequired = session is null ? files.Any : wanted.Any(w => w.Option.Reach == OptionReach.Restart && live!.Differs(files.After, w.Option) == true);
        return session is null ? new PreparedChange<MyCnfChange>(context, builder, ReportAsync) : new PreparedChange<MyCnfChange>(context, builder, ReportAsync, session);

        // What the files and the server say now, not what was written: they are read again.
        async Task<MyCnfChange> ReportAsync(PlanOutcome outcome, CancellationToken token)
        {
            var now = files.ReadAgain(before);
            var running = session is null || !outcome.Changed ? live
                : await LiveSettings.ReadAsync(session, await ServerFacts.ReadAsync(session.Connection, token).ConfigureAwait(false), token).ConfigureAwait(false);
            var options = MyCnfReport.Options(editor, now, wanted, running);
            return new MyCnfChange
            {
                Server = asked.Server,
                OptionFile = asked.OptionFile,
                ServerVersion = version,
                Role = asked.Role,
                Node = asked.Node,
                Changed = outcome.Changed,
                RestartRequired = session is null ? outcome.Changed ? true : null : RestartRequired(options, wanted, files),
                Diff = files.Diff,
                BackupPath = files.Written.Select(f => f.BackupPath).FirstOrDefault(b => b is not null),
                Files = files.Written,
                OlderSessions = live is { LeavesOlderSessions: true } && outcome.Changed ? await live.OlderSessionsAsync(token).ConfigureAwait(false) : [],
                Options = options,
                NotSet = wishes.NotSet,
                Findings = findings,
                Decisions = wishes.Decisions,
                JournalEntry = outcome.JournalEntry,
            };
        }
    }

    // Lines that take several values, and removed ones, are not shown by every server: a change of one needs a restart.
    private static bool? RestartRequired(IReadOnlyList<MyCnfOption> options, List<OptionWish> wanted, OptionFileChanges files)
        => options.Any(o => o.RestartRequired == true) || (files.Any && options.Any(o => o.Changed && o.RestartRequired is null)) ? true
            : options.Any(o => o.RestartRequired == false) || wanted.Count == 0 ? false : null;

    private static void AddRole(MyCnfSettings asked, OptionWishes wishes, OptionFileView before, Capabilities? server, ServerFacts? facts)
    {
        if (asked.Role is null)
        {
            return;
        }

        PairMemberRules.AddMasterMaster(wishes, asked.Node!.Value, asked.Of!.Value, before, server, facts);
        if (asked.Role == PairMemberRole.Passive)
        {
            PairMemberRules.AddPassive(wishes, server);
        }
    }

    private static void Edit(OptionFileEditor editor, List<OptionWish> wanted)
    {
        foreach (var wish in wanted)
        {
            if (wish.IsRemoval)
            {
                editor.Remove(wish.Option);
            }
            else if (wish.Values is null)
            {
                editor.Set(wish.Option, wish.Value!);
            }
            else
            {
                editor.SetAll(wish.Option, wish.Values, wish.KeepOthers);
            }
        }
    }

    private static List<ReplicationFinding> FindingsOf(
        OptionFileSnapshot snapshot,
        OptionFileView before,
        OptionFileView after,
        IReadOnlyList<OptionWish> wanted,
        ServerSession? session,
        bool? isReplica)
    {
        var facts = session?.Facts;
        var settings = ServerSettings.OfFile(after, snapshot.Path, session?.Server);
        return MyCnfFindings.Of(snapshot, after, wanted).Concat(new[]
        {
            MyCnfFindings.OfRelayLog(before, after, isReplica, facts?.Text("relay_log_basename")),
            MyCnfFindings.OfBinaryLog(before, after, after.Server, facts?.LogBin, facts?.Text("log_bin_basename")),
            SettingsRules.AutoIncrementOffsetTooLarge(settings),
            SettingsRules.GtidModeIncomplete(settings),
        }.OfType<ReplicationFinding>()).ToList();
    }

    // Null when the login may not see it.
    private static async Task<bool?> IsReplicaAsync(ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.Connection.QueryAsync(session.Dialect.Links.ShowReplicaStatus, cancellationToken).ConfigureAwait(false)).Count > 0;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            return null;
        }
    }

    private static string Summary(MyCnfSettings asked, List<OptionWish> wanted) => asked.Role is { } role
        ? string.Format(CultureInfo.InvariantCulture, "Prepare {0} for node {1} of {2} ({3})", asked.OptionFile, asked.Node, asked.Of, role)
        : "Set " + string.Join(", ", wanted.Select(w => w.Option.Name)) + " in " + asked.OptionFile;
}
