using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Sets replication options in one option file. One step: the file is replaced as a whole, and can be put back.</summary>
public static class SetMyCnf
{
    /// <summary>Reads the file (and the server, when one is given), refuses what cannot be, and plans the one replacement.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Configuration.cs; nothing was changed.</exception>
    public static async Task<IPreparedChange<MyCnfChange>> PrepareAsync(MyCnfSettings asked, OperationContext context, CancellationToken cancellationToken)
    {
        var wishes = OptionWishes.Of(asked);
        var snapshot = OptionFileSnapshot.Read(asked.OptionFile);
        var document = OptionFileDocument.Parse(snapshot.Bytes, asked.OptionFile).Checked();
        using var session = asked.Server is null ? null : await ServerSession.OpenAsync(asked.Server, context, cancellationToken).ConfigureAwait(false);
        var isReplica = session is null ? null : await IsReplicaAsync(session, cancellationToken).ConfigureAwait(false);
        var version = session?.Version ?? asked.ServerVersion;
        var server = version is null ? null : Capabilities.Of(version);
        var groups = OptionGroups.Of(version);

        var editor = new OptionFileEditor(document, groups, server);
        if (asked.Role == PairMemberRole.MasterMaster)
        {
            PairMemberRules.AddMasterMaster(wishes, asked.Node!.Value, asked.Of!.Value, editor, server, session?.Facts);
        }

        var wanted = wishes.InOrder.ToList();
        foreach (var wish in wanted)
        {
            if (wish.Values is null)
            {
                editor.Set(wish.Option, wish.Value!);
            }
            else
            {
                editor.SetAll(wish.Option, wish.Values);
            }
        }

        var result = editor.Result().Checked();
        var after = new OptionFileEditor(result, groups, server);
        var findings = FindingsOf(snapshot, editor, after, result, wanted, groups, server, session?.Facts, isReplica);
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

        var bytes = result.ToBytes();
        var change = AddStep(builder, snapshot, document, result, bytes);
        return new PreparedChange<MyCnfChange>(context, builder, (outcome, _) => Task.FromResult(Report(outcome)));

        // What the file says now, not what was written: it is read again.
        MyCnfChange Report(PlanOutcome outcome)
        {
            var now = new OptionFileEditor(OptionFileDocument.Parse(OptionFileSnapshot.Read(asked.OptionFile).Bytes, asked.OptionFile), groups, server);
            return new MyCnfChange
            {
                Server = asked.Server,
                OptionFile = asked.OptionFile,
                ServerVersion = version,
                Role = asked.Role,
                Node = asked.Node,
                Changed = outcome.Changed,
                RestartRequired = outcome.Changed ? true : session is null ? null : MyCnfReport.DiffersFrom(session.Facts, now, wanted),
                Diff = change.Diff,
                BackupPath = change.Backup,
                Options = MyCnfReport.Options(editor, now, wanted),
                NotSet = wishes.NotSet,
                Findings = findings,
                Decisions = wishes.Decisions,
                JournalEntry = outcome.JournalEntry,
            };
        }
    }

    private static (string Diff, string? Backup) AddStep(PlanBuilder builder, OptionFileSnapshot snapshot, OptionFileDocument before, OptionFileDocument after, byte[] bytes)
    {
        if (OptionFileSnapshot.Same(snapshot.Bytes, bytes))
        {
            return (string.Empty, null);
        }

        OptionFileStore.AssertWritable(snapshot);
        var diff = UnifiedDiff.Of(before, after);
        var backup = OptionFileStore.BackupPath(snapshot, DateTime.Now);
        builder.RestartRequired = true;
        builder.Add(
            PlanStepKind.File,
            snapshot.Path,
            diff.TrimEnd('\n'),
            "The server reads it at its next start; the file as it is now is kept as " + backup,
            _ =>
            {
                OptionFileStore.Replace(snapshot, bytes, backup);
                return Task.CompletedTask;
            },
            new UndoAction
            {
                File = snapshot.RealPath,
                Backup = backup,
                FileHash = OptionFileSnapshot.Hash(bytes),
                Text = "Put " + backup + " back as " + snapshot.RealPath,
            },
            _ =>
            {
                OptionFileRestore.PutBack(snapshot, bytes, backup);
                return Task.CompletedTask;
            });
        return (diff, backup);
    }

    private static List<ReplicationFinding> FindingsOf(
        OptionFileSnapshot snapshot,
        OptionFileEditor editor,
        OptionFileEditor after,
        OptionFileDocument result,
        IReadOnlyList<OptionWish> wanted,
        OptionGroups groups,
        Capabilities? server,
        ServerFacts? facts,
        bool? isReplica)
    {
        var findings = MyCnfFindings.Of(snapshot, result, after, wanted, groups, server).ToList();
        foreach (var finding in new[]
        {
            MyCnfFindings.OfRelayLog(editor, after, isReplica, facts?.Text("relay_log_basename")),
            MyCnfFindings.OfBinaryLog(editor, after, server, facts?.LogBin, facts?.Text("log_bin_basename")),
            MyCnfFindings.OfAutoIncrement(after),
        })
        {
            if (finding is not null)
            {
                findings.Add(finding);
            }
        }

        return findings;
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
