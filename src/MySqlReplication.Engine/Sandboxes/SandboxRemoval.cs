using System.IO;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Takes a sandbox away, whole or half made.</summary>
internal static class SandboxRemoval
{
    /// <summary>Process, files, entry; the entry last, so that a second try finds what a first one left.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">NotASandboxDirectory, SandboxStopFailed.</exception>
    public static async Task RunAsync(SandboxRecord record)
    {
        await EndAsync(record).ConfigureAwait(false);
        await DeleteAsync(record).ConfigureAwait(false);
        SandboxRegistry.Forget(record.Name);
    }

    /// <summary>Ends its process at once: its data goes with it.</summary>
    public static async Task EndAsync(SandboxRecord record)
    {
        await ConnectionPools.CloseAsync(SandboxPassword.Server(record, null).Address).ConfigureAwait(false);
        await SandboxStart.EndAsync(record).ConfigureAwait(false);
    }

    /// <summary>Deletes its folder, and that of a socket that lies elsewhere.</summary>
    public static async Task DeleteAsync(SandboxRecord record)
    {
        RefuseForeign(record);
        await FileTree.DeleteAsync(record.Directory).ConfigureAwait(false);
        if (record.Socket is not null && Path.GetDirectoryName(record.Socket) is { } folder && folder != record.Directory)
        {
            await FileTree.DeleteAsync(folder).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses a directory without the mark. The mark is the first file written; a crash may have come before it, when there is nothing yet.</summary>
    public static void RefuseForeign(SandboxRecord record)
    {
        if (Directory.Exists(record.Directory)
            && SandboxFailures.ReadShared(record.Mark) != record.Name
            && Directory.GetFileSystemEntries(record.Directory).Length > 0)
        {
            throw SandboxFailures.NotASandbox(record.Directory);
        }
    }
}
