using System.Linq;
using MySqlReplication.Engine.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that is known of an import before anything is done: the copy that it amounts to, the files, and what a former run has left.</summary>
internal sealed record ImportCase(SnapshotCase Copy, ExportReader Export)
{
    /// <summary>What the target holds of this export already; nothing when it begins anew.</summary>
    public ImportRecord Record { get; init; } = ImportRecord.Nothing;

    /// <summary>Whether a former import of this export goes on.</summary>
    public bool Resumes => Record.TablesMade;

    /// <summary>The exported server as the rules see one: how it was at the moment.</summary>
    public static LinkEnd SourceOf(SnapshotManifest manifest, ServerReference server)
    {
        var version = ServerVersion.Parse(manifest.Source.Version);
        var isMariaDB = version.Flavour == ServerFlavour.MariaDB;
        return new LinkEnd
        {
            Server = server,
            Version = version,
            ServerId = manifest.Source.ServerId,
            ServerUuid = isMariaDB ? null : manifest.Source.ServerUuid,
            MachineName = manifest.Source.MachineName,
            LogBin = true,
            LogReplicaUpdates = true,
            Coordinates = BinlogCoordinates.Parse(manifest.Coordinates),
            GtidMode = manifest.Source.GtidMode switch
            {
                null => null,
                "ON" => GtidMode.On,
                "ON_PERMISSIVE" => GtidMode.OnPermissive,
                "OFF_PERMISSIVE" => GtidMode.OffPermissive,
                _ => GtidMode.Off,
            },
            Executed = !isMariaDB && GtidSet.TryParse(manifest.GtidSet ?? string.Empty, out var set) ? set : null,
            BinlogState = isMariaDB && MariaDBGtidPosition.TryParse(manifest.Source.GtidState ?? string.Empty, out var state) ? state : null,
        };
    }

    /// <summary>The files that are left to load.</summary>
    public System.Collections.Generic.IReadOnlyList<ImportPiece> Pieces(bool all)
    {
        var number = 0;
        return Export.Tables().Zip(Export.Manifest.Tables, (table, t) => t.Rows.Select(file => new ImportPiece(table, file, ImportRecord.Key(number++, file), t.Rows.Count == 1)))
            .SelectMany(p => p).Where(p => all || !Record.Files.ContainsKey(p.Key)).ToList();
    }
}
