using System;
using System.Globalization;
using System.IO;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.LogFiles;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// Writes an index as a whole (killed at any moment there stands the old one or the new one) and gives it the owner and mode
/// of the one it follows: the server that reads it next runs under another user than the admin.
/// </summary>
internal static class LogIndexStore
{
    /// <summary>A name beside a file that no file has yet.</summary>
    public static string NameBeside(string file, string word, DateTime now)
    {
        var stem = file + "." + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var path = stem + "." + word;
        for (var i = 2; File.Exists(path); i++)
        {
            path = stem + "-" + i.ToString(CultureInfo.InvariantCulture) + "." + word;
        }

        return path;
    }

    /// <summary>Puts the content in the file's place; the former one is kept as the backup when there was one.</summary>
    /// <param name="index">What is to stand there.</param>
    /// <param name="like">The file whose owner and mode it gets.</param>
    /// <param name="backup">Where the former one is copied to; null when there is none.</param>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">RelayLogIndexNotWritten; then the former one stands.</exception>
    public static void Write(LogIndex index, string like, string? backup)
    {
        var temporary = index.Path + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";
        try
        {
            if (backup is not null)
            {
                Create(backup, File.ReadAllBytes(index.Path), index.Path);
            }

            Create(temporary, index.ToBytes(), like);
            Move(temporary, index.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Delete(backup);
            throw RepairFailures.NotWritten(index.Path, e.Message);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Renames a file; an existing one under the new name is replaced.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">RelayLogIndexNotWritten.</exception>
    public static void Rename(string from, string to)
    {
        try
        {
            Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RepairFailures.NotWritten(to, e.Message);
        }
    }

    private static void Move(string from, string to)
    {
        if (!File.Exists(to))
        {
            File.Move(from, to);
            return;
        }

#if NET8_0_OR_GREATER
        File.Move(from, to, overwrite: true);
#else
        File.Replace(from, to, null);
#endif
    }

    private static void Create(string path, byte[] content, string like)
    {
        using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            stream.Write(content, 0, content.Length);
            stream.Flush(flushToDisk: true);
        }

#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            if (UnixFile.Facts(like) is { } facts && UnixFile.Facts(path) is { } mine && (mine.UserId, mine.GroupId) != (facts.UserId, facts.GroupId))
            {
                UnixFile.GiveTo(path, facts);
            }

            File.SetUnixFileMode(path, File.GetUnixFileMode(like));
            UnixFile.CopyAttributes(like, path);
        }
#endif
    }

    private static void Delete(string? file)
    {
        if (file is not null)
        {
            File.Delete(file);
        }
    }
}
