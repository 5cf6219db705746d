using System.IO;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Puts an option file back byte for byte from the backup that a change made.</summary>
internal static class OptionFileRestore
{
    /// <summary>Refuses what could not be put back, without touching anything.</summary>
    /// <param name="file">The file that was changed.</param>
    /// <param name="backup">The copy of how it was.</param>
    /// <param name="hash">SHA-256 of the file as the change left it.</param>
    /// <returns>Whether there is anything to put back: false when the file is as the backup is.</returns>
    /// <exception cref="ReplicationException">OptionFileBackupMissing, OptionFileChangedSince, OptionFileReadOnly and what reading refuses.</exception>
    public static bool IsNeeded(string file, string backup, string hash)
    {
        var now = OptionFileSnapshot.Read(file);
        var old = ReadBackup(file, backup);
        if (OptionFileSnapshot.Same(now.Bytes, old))
        {
            return false;
        }

        if (OptionFileSnapshot.Hash(now.Bytes) != hash)
        {
            throw ConfigurationFailures.ChangedSince(file, backup);
        }

        OptionFileStore.AssertWritable(now);
        return true;
    }

    /// <summary>Puts it back. The backup stays.</summary>
    /// <returns>Whether anything was changed.</returns>
    /// <exception cref="ReplicationException">As <see cref="IsNeeded"/>, and what writing refuses.</exception>
    public static bool Run(string file, string backup, string hash)
    {
        if (!IsNeeded(file, backup, hash))
        {
            return false;
        }

        var now = OptionFileSnapshot.Read(file);
        if (OptionFileSnapshot.Hash(now.Bytes) != hash)
        {
            throw ConfigurationFailures.ChangedSince(file, backup);
        }

        OptionFileStore.Replace(now, ReadBackup(file, backup), backup: null);
        return true;
    }

    /// <summary>Deletes a file that a change made, when it still holds what that wrote.</summary>
    /// <returns>Whether anything was changed.</returns>
    public static bool Delete(string file, string hash)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        if (OptionFileSnapshot.Hash(OptionFileSnapshot.Read(file).Bytes) != hash)
        {
            throw ConfigurationFailures.NewFileChangedSince(file);
        }

        File.Delete(file);
        return true;
    }

    /// <summary>Takes back a change at once, when what was to follow it failed: the file as it was, and no backup.</summary>
    public static void PutBack(OptionFileSnapshot before, byte[] written, string backup)
    {
        // Deleted or written by somebody else: then there is nothing of ours to take back.
        if (File.Exists(before.RealPath) && OptionFileSnapshot.Read(before.RealPath) is var now && OptionFileSnapshot.Same(now.Bytes, written))
        {
            OptionFileStore.Replace(now, before.Bytes, backup: null);
            File.Delete(backup);
        }
    }

    private static byte[] ReadBackup(string file, string backup)
    {
        try
        {
            return OptionFileSnapshot.Read(backup).Bytes;
        }
        catch (ReplicationException)
        {
            throw ConfigurationFailures.BackupMissing(file, backup);
        }
    }
}
