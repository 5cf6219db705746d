using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>A file held for this process alone; the system frees it when the process dies.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    /// <summary>Opens it so that nobody else can, waiting for who has it. It is gone when it is given back, where nothing else would take it away.</summary>
    /// <exception cref="ReplicationException">What <paramref name="busy"/> makes, when the limit is over.</exception>
    public static async Task<FileStream> TakeAsync(
        string file,
        TimeSpan limit,
        Func<IOException, ReplicationException> busy,
        CancellationToken cancellationToken,
        bool deleteAfterwards = false)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, deleteAfterwards ? FileOptions.DeleteOnClose : FileOptions.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (watch.Elapsed > limit)
                {
                    throw busy(e);
                }
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }
}
