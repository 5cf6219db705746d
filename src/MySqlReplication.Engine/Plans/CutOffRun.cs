using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>The last change of a server, when its run never came to its end: it was killed in the middle, or goes on elsewhere at this moment.</summary>
internal static class CutOffRun
{
    // The newest entries: what was cut off longer ago than that is not what stands still now.
    private const int MostEntries = 50;

    /// <summary>Says what was going on when it was cut off; null when the last change that the journal knows of this server came to its end.</summary>
    /// <param name="context">Where the journal is.</param>
    /// <param name="identity">The server's <see cref="UndoAction.IdentityOf"/>.</param>
    public static string? Tell(OperationContext context, string identity)
    {
        var folder = new DirectoryInfo(context.JournalPath ?? Journal.DefaultFolder);
        foreach (var file in folder.Exists ? folder.GetFiles("*.json").OrderByDescending(f => f.Name, StringComparer.Ordinal).Take(MostEntries) : [])
        {
            if (Read(file.FullName) is { } record && record.Steps.Any(s => s.Undo?.ServerIdentity == identity))
            {
                return record.State == "Begun" ? Text(file.FullName, record) : null;
            }
        }

        return null;
    }

    private static string Text(string file, JournalRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "An earlier run was cut off, or goes on elsewhere at this moment: '{0}', begun {1:yyyy-MM-dd HH:mm:ss} UTC, got as far as {2}. This one goes on from what it left. Its journal entry, which Undo-ReplicationChange takes, is {3}.",
        record.Summary,
        record.Begun.UtcDateTime,
        string.Join(", ", record.Steps.Where(s => s.State is "Done" or "Running").Select(s => Short(s.Step.Text) + (s.State == "Done" ? string.Empty : " (done or not)"))),
        file);

    private static string Short(string statement)
    {
        var line = statement.Split('\n')[0].Trim();
        return line.Length <= 40 ? line : string.Join(" ", line.Split(' ').Take(3)) + " ...";
    }

    private static JournalRecord? Read(string file)
    {
        try
        {
            return Journal.Read(file);
        }
        catch (ReplicationException)
        {
            return null;
        }
    }
}
