using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MySqlReplication.Engine.LogFiles;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// Relay logs that an index lists and that are not there. MySQL 5.6 can neither start its link then nor be repaired while it runs.
/// With an index that lists only what is behind the gap, and an applier's place in a file of another name, it is in the state of a
/// renamed relay log, which the repair on the running server mends: what the applier lacks is fetched again from where it had
/// executed (measured on 5.6.24 and MariaDB 10.11).
/// </summary>
internal static class MissingRelayLogs
{
    // In front of the file's name in relay-log.info: no relay log is named so, and status and diagnosis show it as another name.
    private const string Mark = "gone-";
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    /// <summary>What is to stand in index and relay-log.info; the same when nothing is missing.</summary>
    /// <param name="join">What the files say.</param>
    /// <param name="dataDirectory">Where relative names are taken from.</param>
    /// <param name="info">The path of relay-log.info.</param>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">RelayLogFileMissing for a named connection: MariaDB does not start at all when the index does not list its applier's file.</exception>
    public static RelayLogJoin Of(RelayLogJoin join, string dataDirectory, string info)
    {
        var all = join.Wanted.Lines.ToList();
        var gone = all.Where(l => !File.Exists(LogIndex.Resolve(l, dataDirectory))).ToList();
        if (gone.Count == 0)
        {
            return join;
        }

        if (join.Channel.Length > 0)
        {
            throw RepairFailures.FileMissing(join.Wanted.Path, gone[0]);
        }

        // Behind a gap nothing may be applied: the applier's own file goes too. What is missing before it was applied already.
        var last = all.FindLastIndex(gone.Contains);
        var isAhead = last >= all.FindIndex(l => LogIndex.FileName(l) == join.CurrentFile);
        return join with
        {
            Kept = isAhead ? all.Skip(last + 1).ToList() : all.Where(l => !gone.Contains(l)).ToList(),
            Info = isAhead ? LogIndex.New(info).With(Marked(File.ReadAllBytes(info), join.CurrentFile!)) : null,
            Evidence = join.Wanted.Path + " lists " + string.Join(", ", gone) + ", which " + (gone.Count == 1 ? "is" : "are") + " not there; the applier is in " + join.CurrentFile,
        };
    }

    /// <summary>Whether an applier's file bears the mark of an earlier repair.</summary>
    public static bool IsTakenOut(string file) => LogIndex.FileName(file).StartsWith(Mark, StringComparison.Ordinal);

    // The first line that names the file; all others stay as they are.
    private static List<string> Marked(byte[] info, string file)
    {
        var text = Latin1.GetString(info);
        var lines = (text.EndsWith("\n", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text).Split('\n').ToList();
        var at = lines.FindIndex(l => LogIndex.FileName(l.TrimEnd('\r')) == file);
        lines[at] = lines[at].Substring(0, lines[at].LastIndexOf(file, StringComparison.Ordinal)) + Mark + file;
        return lines;
    }
}
