using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What an export says that it holds, for completion: nothing is checked, and whatever cannot be read holds nothing.</summary>
public static class ReadSnapshotNames
{
    // A manifest of some thousand tables; a larger one would keep who types waiting.
    private const long LargestManifest = 4 << 20;

    /// <summary>Databases, and tables as "shop.orders", of the export in a directory; none when there is none.</summary>
    public static (IReadOnlyList<string> Databases, IReadOnlyList<string> Tables) Of(string directory)
    {
        try
        {
            var file = new FileInfo(Path.Combine(directory, SnapshotManifest.FileName));
            if (file.Exists && file.Length <= LargestManifest)
            {
                var manifest = ExportReader.Open(directory).Manifest;
                return (manifest.Databases.Select(d => d.Name).ToList(), manifest.Tables.Select(t => QualifiedName.Of(t.Database, t.Name)).ToList());
            }
        }
        catch (System.Exception e) when (e is ReplicationException or IOException or System.UnauthorizedAccessException or System.ArgumentException or System.NotSupportedException)
        {
            // The command itself says what is wrong with it.
        }

        return ([], []);
    }
}
