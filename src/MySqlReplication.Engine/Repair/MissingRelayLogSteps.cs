using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Repair;

/// <summary>The steps on a stopped server whose index lists relay logs that are not there: the index without them, and the applier's place out of the way.</summary>
internal static class MissingRelayLogSteps
{
    public static void AddTo(PlanBuilder builder, string dataDirectory, RelayLogJoin join, StoppedServer hold, ICollection<string> changed)
    {
        Replace(join.Wanted.With(join.Kept!), Difference(join), join.Info is null ? "The server comes up and goes on" : "The server comes up, and Repair-RelayLog with its address fetches again what the applier lacks", continues: false);
        if (join.Info is { } info)
        {
            Replace(info, "In " + info.Path + " write " + info.Lines.First(MissingRelayLogs.IsTakenOut) + " in place of " + join.CurrentFile, "A new relay log that gets the missing one's number is not taken for it; the executed position stays as it stands there", continues: true);
        }

        void Replace(LogIndex file, string text, string reason, bool continues)
        {
            var backup = LogIndexStore.NameBeside(file.Path, "bak", DateTime.Now);
            builder.Add(
                PlanStepKind.File,
                file.Path,
                text,
                reason + "; the file as it is now is kept as " + backup,
                _ =>
                {
                    hold.Hold();
                    LogIndexStore.Write(file, file.Path, backup);
                    changed.Add(file.Path);
                    return Task.CompletedTask;
                },
                new UndoAction
                {
                    File = file.Path,
                    Backup = backup,
                    FileHash = OptionFileSnapshot.Hash(file.ToBytes()),
                    StoppedDataDirectory = dataDirectory,
                    Text = "Put " + backup + " back as " + file.Path,
                },
                _ =>
                {
                    if (changed.Remove(file.Path))
                    {
                        LogIndexStore.Rename(backup, file.Path);
                    }

                    return Task.CompletedTask;
                },
                continuesPrevious: continues);
        }
    }

    private static string Difference(RelayLogJoin join)
    {
        var path = join.Wanted.Path;
        var text = new StringBuilder().Append("--- ").Append(path).Append("\n+++ ").Append(path)
            .Append("\n@@ -1,").Append(join.Wanted.Lines.Count).Append(" +").Append(join.Kept!.Count == 0 ? "0,0" : "1," + join.Kept.Count).Append(" @@\n");
        foreach (var line in join.Wanted.Lines)
        {
            text.Append(join.Kept.Contains(line) ? ' ' : '-').Append(line).Append('\n');
        }

        return text.ToString();
    }
}
