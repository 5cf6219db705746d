using System;
using System.Globalization;
using System.IO;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// Replaces an option file as a whole: the new bytes are written beside it, given the old one's owner, mode and ACL, synced,
/// and renamed over it. Killed at any moment there stands the old file or the new one.
/// </summary>
internal static class OptionFileStore
{
    /// <summary>"my.cnf.20260131-030000.bak" beside the file, with "-2" and so on when that name is taken.</summary>
    public static string BackupPath(OptionFileSnapshot file, DateTime now)
    {
        var stem = file.RealPath + "." + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var path = stem + ".bak";
        for (var i = 2; File.Exists(path) || Directory.Exists(path); i++)
        {
            path = stem + "-" + i.ToString(CultureInfo.InvariantCulture) + ".bak";
        }

        return path;
    }

    /// <summary>Refuses what could not be written, before anything is begun.</summary>
    /// <exception cref="ReplicationException">OptionFileReadOnly, OptionFileFolderReadOnly.</exception>
    public static void AssertWritable(OptionFileSnapshot file)
    {
        var folder = Path.GetDirectoryName(file.RealPath)!;
        try
        {
#if NET8_0_OR_GREATER
            if (!OperatingSystem.IsWindows())
            {
                if (file.Facts is { IsReadOnly: true } || !UnixFile.MayWrite(file.RealPath))
                {
                    throw ConfigurationFailures.ReadOnly(file.Path);
                }

                if (UnixFile.Facts(folder) is { IsReadOnly: true } || !UnixFile.MayWrite(folder))
                {
                    throw ConfigurationFailures.FolderReadOnly(file.Path, folder);
                }

                return;
            }
#endif
            if ((File.GetAttributes(file.RealPath) & FileAttributes.ReadOnly) != 0)
            {
                throw ConfigurationFailures.ReadOnly(file.Path);
            }

            using var probe = new FileStream(file.RealPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ConfigurationFailures.ReadOnly(file.Path);
        }
    }

    /// <summary>Replaces the file.</summary>
    /// <param name="file">As it was read; refused when it is another now.</param>
    /// <param name="bytes">What it becomes.</param>
    /// <param name="backup">Where a copy of the old one goes; null for none.</param>
    /// <exception cref="ReplicationException">OptionFileChangedMeanwhile, OptionFileOwnerNotKept, OptionFileFolderReadOnly, OptionFileNotWritten.</exception>
    public static void Replace(OptionFileSnapshot file, byte[] bytes, string? backup)
    {
        AssertStillSo(file);
        if (backup is not null && File.Exists(backup))
        {
            // Another command of this very second made it: that one writes the file now.
            throw ConfigurationFailures.ChangedMeanwhile(file.Path);
        }

        var folder = Path.GetDirectoryName(file.RealPath)!;
        var temporary = Path.Combine(folder, "." + Path.GetFileName(file.RealPath) + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp");
        var copied = false;
        try
        {
            Write(temporary, bytes, file);
            if (Path.DirectorySeparatorChar != '\\' && backup is not null)
            {
                Write(backup, file.Bytes, file);
                copied = true;
            }

            AssertStillSo(file);
            Rename(temporary, file.RealPath, backup);
            copied = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw e is UnauthorizedAccessException ? ConfigurationFailures.FolderReadOnly(file.Path, folder) : ConfigurationFailures.NotWritten(file.Path, e);
        }
        finally
        {
            // What was not renamed is given back, and no backup stays of a change that did not come to pass.
            File.Delete(temporary);
            if (copied)
            {
                File.Delete(backup!);
            }
        }
    }

    /// <summary>Makes a file that was not there, with the owner and mode of another.</summary>
    /// <exception cref="ReplicationException">OptionFileChangedMeanwhile (somebody made it), OptionFileOwnerNotKept, OptionFileFolderReadOnly, OptionFileNotWritten.</exception>
    public static void Create(string file, byte[] bytes, OptionFileSnapshot like)
    {
        var folder = Path.GetDirectoryName(file)!;
        var temporary = Path.Combine(folder, "." + Path.GetFileName(file) + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp");
        try
        {
            if (File.Exists(file))
            {
                throw ConfigurationFailures.ChangedMeanwhile(file);
            }

            Write(temporary, bytes, like);
            File.Move(temporary, file);
#if NET8_0_OR_GREATER
            if (!OperatingSystem.IsWindows())
            {
                UnixFile.SyncFolder(folder);
            }
#endif
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw e is UnauthorizedAccessException ? ConfigurationFailures.FolderReadOnly(file, folder) : ConfigurationFailures.NotWritten(file, e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void AssertStillSo(OptionFileSnapshot file)
    {
        if (!file.IsStillSo())
        {
            throw ConfigurationFailures.ChangedMeanwhile(file.Path);
        }
    }

    private static void Rename(string temporary, string target, string? backup)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            File.Move(temporary, target, overwrite: true);
            UnixFile.SyncFolder(Path.GetDirectoryName(target)!);
            return;
        }
#endif
        // ReplaceFile of Windows hands ACL and attributes on, and makes the old file the backup.
        File.Replace(temporary, target, backup);
    }

    /// <summary>A new file with the owner, mode and attributes of another; nobody else can read it before it has them.</summary>
    private static void Write(string path, byte[] bytes, OptionFileSnapshot like)
    {
        var created = false;
        try
        {
            using var stream = Create(path);
            created = true;
            stream.Write(bytes, 0, bytes.Length);
#if NET8_0_OR_GREATER
            if (!OperatingSystem.IsWindows())
            {
                TakeOver(path, like);
            }
#endif
            stream.Flush(flushToDisk: true);
        }
        catch when (created)
        {
            File.Delete(path);
            throw;
        }
    }

    private static FileStream Create(string path)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

#if NET8_0_OR_GREATER
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void TakeOver(string path, OptionFileSnapshot like)
    {
        try
        {
            if (like.Facts is { } facts && UnixFile.Facts(path) is { } mine && (mine.UserId, mine.GroupId) != (facts.UserId, facts.GroupId))
            {
                UnixFile.GiveTo(path, facts);
            }
            else if (like.Facts is null && Environment.IsPrivilegedProcess)
            {
                // Without statx nobody knows whose the file is, and root would make it root's own.
                throw new IOException("this system does not tell who owns the file");
            }

            File.SetUnixFileMode(path, File.GetUnixFileMode(like.RealPath));
            UnixFile.CopyAttributes(like.RealPath, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ConfigurationFailures.OwnerNotKept(like.Path, e);
        }
    }
#endif
}
