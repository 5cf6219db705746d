using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// The user's sandboxes: one small JSON file each in the per-user state directory, so that every session finds those of the
/// others and of the crashed. Names, ports and server ids are given out under a lock.
/// </summary>
internal static class SandboxRegistry
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(30);

    /// <summary>Registry, and the default place of sandboxes.</summary>
    public static string Folder => Path.Combine(UserFolders.State, "sandboxes");

    /// <summary>All of them by name; a file that cannot be read is passed over, one that vanished meanwhile too.</summary>
    public static IReadOnlyList<SandboxRecord> All() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.json").Select(Read).OfType<SandboxRecord>().OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ToList()
        : [];

    /// <summary>One by name; null when there is none.</summary>
    public static SandboxRecord? Find(string name) => Read(FileOf(name));

    /// <summary>Gives out a name, a port and a server id, all three free.</summary>
    /// <param name="draft">The record as planned; its port and id are kept when they are still free.</param>
    /// <param name="keepServerId">The id was asked for: it is given even when another sandbox has it.</param>
    /// <param name="redraft">Drafts it anew under a name that is not among these; null when its name was asked for.</param>
    /// <param name="cancellationToken">Ends waiting for the lock.</param>
    /// <exception cref="ReplicationException">SandboxExists, NoFreePort, SandboxFilesFailed.</exception>
    public static async Task<SandboxRecord> ReserveAsync(
        SandboxRecord draft,
        bool keepServerId,
        Func<IReadOnlyCollection<string>, SandboxRecord>? redraft,
        CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(Folder);
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        var others = All();
        if (File.Exists(FileOf(draft.Name)))
        {
            // Another session took the name meanwhile.
            draft = redraft?.Invoke(others.Select(r => r.Name).ToList()) ?? throw SandboxFailures.Exists(draft.Name);
        }

        var reserved = Free(draft, others, keepServerId);
        Save(reserved);
        return reserved;
    }

    /// <summary>Gives another port to a sandbox whose server found its own taken.</summary>
    public static async Task<SandboxRecord> MoveToAnotherPortAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        var kept = new HashSet<int>(All().Select(r => r.Port));
        var moved = record with { Port = LoopbackPorts.Choose(kept) };
        Save(moved);
        return moved;
    }

    /// <summary>The draft with a port and an id that none of the others has.</summary>
    public static SandboxRecord Free(SandboxRecord draft, IReadOnlyCollection<SandboxRecord> others, bool keepServerId)
    {
        var ports = new HashSet<int>(others.Select(r => r.Port));
        var port = draft.Port > 0 && !ports.Contains(draft.Port) && LoopbackPorts.IsFree(draft.Port) ? draft.Port : LoopbackPorts.Choose(ports);

        // The port is distinct on the whole host, so the id made of it is too, even towards sandboxes of other users.
        var id = keepServerId ? draft.ServerId : port;
        var ids = new HashSet<long>(others.Select(r => r.ServerId));
        while (!keepServerId && ids.Contains(id))
        {
            id += 100_000;
        }

        return draft with { Port = port, ServerId = id };
    }

    /// <summary>Writes an entry.</summary>
    public static void Save(SandboxRecord record) => PrivateFile.Write(FileOf(record.Name), JsonSerializer.SerializeToUtf8Bytes(record, Json));

    /// <summary>Takes an entry away.</summary>
    public static void Forget(string name) => File.Delete(FileOf(name));

    private static string FileOf(string name) => Path.Combine(Folder, name + ".json");

    private static SandboxRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SandboxRecord>(File.ReadAllBytes(file), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static Task<FileStream> LockAsync(CancellationToken cancellationToken)
        => FileLock.TakeAsync(Path.Combine(Folder, ".lock"), LockLimit, e => SandboxFailures.Files(e, Folder), cancellationToken);
}
