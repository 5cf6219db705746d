using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Repair;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// Mends a renamed relay log on a server that does not run: the lines of the former index go in front of the new one's, so
/// that the server finds its place and applies what it had fetched (dialects.md section 7: works on all five, nothing lost).
/// It is the only way on MariaDB with a named connection, where the server does not start at all (measured on 10.5, 10.11, 11.8).
/// </summary>
public static class RepairStoppedRelayLog
{
    /// <summary>The channels of the data directory, or the one asked for.</summary>
    /// <exception cref="ReplicationException">As <see cref="PrepareAsync"/>.</exception>
    public static IReadOnlyList<string> Channels(StoppedRelayLogRequest request)
    {
        var files = StoppedServerFiles.Read(request);
        using var stopped = files.Stopped();
        stopped.Hold();
        return FormerRelayLogs.Find(files, request.Channel, request.FormerRelayLog).Select(j => j.Channel).ToList();
    }

    /// <summary>Looks at the files of one channel, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">
    /// ServerStillRuns, ServerStateNotProven, NotADataDirectory, RelayLogNameUnknown, FormerRelayLogNotFound, FormerRelayLogAmbiguous,
    /// RelayLogFileMissing, RelayLogDirectoryChanged, RelayLogFileNotReadable, and what reading an option file refuses.
    /// </exception>
    public static Task<IPreparedChange<RelayLogRepair>> PrepareAsync(StoppedRelayLogRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var files = StoppedServerFiles.Read(request);
        RelayLogJoin join;
        using (var stopped = files.Stopped())
        {
            stopped.Hold();
            join = FormerRelayLogs.Find(files, request.Channel ?? string.Empty, request.FormerRelayLog)[0];
        }

        var name = join.Channel.Length == 0 ? string.Empty : " of channel '" + join.Channel + "'";
        var builder = new PlanBuilder("Repair the relay log" + name + " of the stopped server in " + files.DataDirectory, files.Server);
        var hold = files.Stopped();
        var changed = new List<string>();
        if (join.IsWhole)
        {
            builder.Decide(join.Evidence);
        }
        else if (join.Kept is not null)
        {
            builder
                .Decide(join.Evidence)
                .Decide("What was in a missing file cannot be applied any more. The index keeps what is behind it, so that the server comes up and can be told to fetch the rest again; the executed position is not touched")
                .Decide("No server runs on " + files.DataDirectory + ", and none can start on it while the files are changed: its locks are held");
            MissingRelayLogSteps.AddTo(builder, files.DataDirectory, join, hold, changed);
        }
        else
        {
            builder
                .Decide(join.Evidence)
                .Decide("The indexes are joined, because that keeps what was fetched and not yet applied; the server deletes the former files itself as it passes them")
                .Decide("No server runs on " + files.DataDirectory + ", and none can start on it while the files are changed: its locks are held");
            AddSteps(builder, files.DataDirectory, join, hold, changed);
        }

        return Task.FromResult<IPreparedChange<RelayLogRepair>>(
            new PreparedChange<RelayLogRepair>(context, builder, (outcome, _) => Task.FromResult(StoppedRepairResult.Of(files, join, builder, outcome, changed)), hold));
    }

    private static void AddSteps(PlanBuilder builder, string dataDirectory, RelayLogJoin join, StoppedServer hold, List<string> changed)
    {
        var former = join.Former!;
        var index = join.Wanted.With(join.Joined);
        var exists = File.Exists(index.Path);
        var backup = exists ? LogIndexStore.NameBeside(index.Path, "bak", DateTime.Now) : null;
        var aside = LogIndexStore.NameBeside(former.Path, "superseded", DateTime.Now);
        builder.Add(
            PlanStepKind.File,
            index.Path,
            Difference(join),
            "The server finds its place again, and applies what it had fetched" + (backup is null ? string.Empty : "; the index as it is now is kept as " + backup),
            _ =>
            {
                hold.Hold();
                LogIndexStore.Write(index, former.Path, backup);
                changed.Add(index.Path);
                return Task.CompletedTask;
            },
            new UndoAction
            {
                File = index.Path,
                Backup = backup,
                FileHash = OptionFileSnapshot.Hash(index.ToBytes()),
                StoppedDataDirectory = dataDirectory,
                Text = backup is null ? "Delete " + index.Path : "Put " + backup + " back as " + index.Path,
            },
            _ =>
            {
                // Only what was written here: a server that came up meanwhile makes that file too.
                if (changed.Remove(index.Path))
                {
                    PutBack(index.Path, backup);
                }

                return Task.CompletedTask;
            });
        builder.Add(
            PlanStepKind.File,
            former.Path,
            "Rename " + former.Path + " to " + aside,
            "All that it lists stands in the new index now; the relay logs themselves stay where they are",
            _ =>
            {
                LogIndexStore.Rename(former.Path, aside);
                changed.Add(aside);
                return Task.CompletedTask;
            },
            new UndoAction { File = former.Path, Backup = aside, StoppedDataDirectory = dataDirectory, Text = "Rename " + aside + " to " + former.Path },
            _ =>
            {
                if (changed.Remove(aside))
                {
                    LogIndexStore.Rename(aside, former.Path);
                }

                return Task.CompletedTask;
            },
            continuesPrevious: true);
    }

    private static void PutBack(string index, string? backup)
    {
        if (backup is not null)
        {
            LogIndexStore.Rename(backup, index);
        }
        else
        {
            File.Delete(index);
        }
    }

    // Lines are only put in front; some may stand further down already, where an earlier attempt was cut off.
    private static string Difference(RelayLogJoin join)
    {
        var former = join.Former!.Lines;
        var text = new StringBuilder().Append("--- ").Append(join.Wanted.Path).Append("\n+++ ").Append(join.Wanted.Path)
            .Append("\n@@ -").Append(join.Wanted.Lines.Count == 0 ? "0,0" : "1," + join.Wanted.Lines.Count).Append(" +1,").Append(join.Joined.Count).Append(" @@\n");
        foreach (var line in former)
        {
            text.Append('+').Append(line).Append('\n');
        }

        foreach (var line in join.Wanted.Lines)
        {
            text.Append(former.Contains(line) ? '-' : ' ').Append(line).Append('\n');
        }

        return text.ToString();
    }
}
