using System;
using System.IO;

namespace MySqlReplication.Engine.Plans;

/// <summary>Files that only their owner may read: mode 0600 in a folder of 0700; on Windows the profile's own ACL does it.</summary>
internal static class PrivateFile
{
    public static void CreateFolder(string folder)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(folder);
    }

    /// <summary>Replaces the file as a whole: half a file never stands there.</summary>
    public static void Write(string file, byte[] content)
    {
        var temporary = file + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";
        try
        {
            using (var stream = Create(temporary))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }

            if (File.Exists(file))
            {
                File.Replace(temporary, file, null);
            }
            else
            {
                File.Move(temporary, file);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A new file; one that is there is an error.</summary>
    public static FileStream Create(string file)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        return new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }
}
