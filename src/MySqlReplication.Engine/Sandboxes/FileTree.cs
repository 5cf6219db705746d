using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Copies and deletes folders with all that is in them.</summary>
internal static class FileTree
{
    /// <summary>Copies the content of one folder into another, which is made.</summary>
    public static void Copy(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)), cancellationToken);
        }
    }

    /// <summary>Deletes a folder; links are deleted, not followed. A file that a process has only just let go of is tried again for two seconds.</summary>
    public static async Task DeleteAsync(string folder)
    {
        for (var left = 40; ; left--)
        {
            try
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                return;
            }
            catch (Exception e) when (left > 0 && e is (IOException or UnauthorizedAccessException))
            {
                await Task.Delay(50).ConfigureAwait(false);
            }
        }
    }
}
