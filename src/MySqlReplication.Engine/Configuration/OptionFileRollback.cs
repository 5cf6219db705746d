using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The way back from a change of option files with which a server does not start, read off the change's own journal entry.</summary>
internal sealed class OptionFileRollback
{
    private readonly IReadOnlyList<UndoAction> _files;

    private OptionFileRollback(IReadOnlyList<UndoAction> files) => _files = files;

    /// <summary>Whether there is anything to put back.</summary>
    public bool IsPossible => _files.Count > 0;

    /// <summary>Of a change; without one, or of one that changed nothing, there is no way back.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">JournalNotReadable.</exception>
    public static OptionFileRollback Of(MyCnfChange? change) => new(change?.JournalEntry is null
        ? []
        : Journal.Read(change.JournalEntry).Steps.Where(s => s.State == "Done").Select(s => s.Undo).OfType<UndoAction>().Where(u => u.File is not null).Reverse().ToList());

    /// <summary>Puts the old files back. Each new one is kept beside it, so that nobody has to write it again.</summary>
    /// <returns>Sentences on what was done.</returns>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">OptionFileBackupMissing, OptionFileChangedSince and what writing refuses.</exception>
    public IReadOnlyList<string> Run()
    {
        var done = new List<string>();
        foreach (var action in _files)
        {
            if (action.Backup is null)
            {
                if (OptionFileRestore.Delete(action.File!, action.FileHash!))
                {
                    done.Add(action.File + " was deleted again.");
                }
            }
            else if (OptionFileRestore.IsNeeded(action.File!, action.Backup, action.FileHash!))
            {
                var now = OptionFileSnapshot.Read(action.File!);
                var kept = OptionFileStore.BackupPath(now, DateTime.Now);
                OptionFileStore.Replace(now, File.ReadAllBytes(action.Backup), kept);
                done.Add(action.File + " is again as it was in " + action.Backup + "; what it did not start with is kept as " + kept + ".");
            }
        }

        return done;
    }
}
