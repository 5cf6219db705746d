using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Writes the definitions of an export, one file each, and gives out the names of the files of rows beside them.</summary>
internal sealed class ExportDefinitions(SnapshotFolder folder, ServerReference source)
{
    private readonly SnapshotFileName _names = new();
    private readonly Dictionary<string, (string Folder, SnapshotFileName Names)> _databases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Stem, ManifestFile Definition)> _tables = new(StringComparer.Ordinal);

    public IReadOnlyList<ManifestObject> Databases { get; private set; } = [];

    public IReadOnlyList<ManifestObject> Programs { get; private set; } = [];

    public void Write(SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        Databases = catalogue.Databases.Select(d =>
        {
            var name = _names.Take(d.Name, string.Empty);
            _databases[d.Name] = (SnapshotFolder.FilesFolder + "/" + name, new SnapshotFileName());
            return new ManifestObject { Kind = "database", Database = d.Name, Name = d.Name, Definition = folder.Write(SnapshotFolder.FilesFolder + "/" + name + ".sql", DefinitionFile.Write(Title("database " + d.Name), null, d.Create)) };
        }).ToList();
        foreach (var table in catalogue.Tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (place, names) = _databases[table.Database];
            var stem = place + "/" + names.Take(table.Name, string.Empty);
            _tables[table.Database + "\0" + table.Name] = (stem, folder.Write(stem + ".sql", DefinitionFile.Write(Title("table " + table.FullName), table.Database, table.Create!)));
        }

        Programs = catalogue.Programs.Select(p =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (place, names) = _databases[p.Database];
            var ending = "." + p.Kind.Replace(' ', '-') + ".sql";
            var content = DefinitionFile.Write(
                Title(p.ToString()), p.Database, p.Create, ("sql_mode", p.SqlMode), ("character_set_client", p.CharacterSet), ("collation_connection", p.Collation), ("time_zone", p.TimeZone));
            return new ManifestObject
            {
                Kind = p.Kind,
                Database = p.Database,
                Name = p.Name,
                SqlMode = p.SqlMode,
                CharacterSet = p.CharacterSet,
                Collation = p.Collation,
                TimeZone = p.TimeZone,
                DatabaseCollation = p.DatabaseCollation,
                NextValue = p.NextValue,
                Cycles = p.Cycles,
                IsBroken = p.IsBroken,
                Definition = folder.Write(place + "/" + names.Take(p.Name, ending), content),
            };
        }).ToList();
    }

    /// <summary>The file of a table's piece; <paramref name="pieces"/> tells whether it is one of many.</summary>
    public string RowsFile(TableDefinition table, int piece, int pieces)
        => _tables[table.Database + "\0" + table.Name].Stem + (pieces > 1 ? "." + piece.ToString("0000", CultureInfo.InvariantCulture) : string.Empty) + ".tsv.gz";

    public ManifestTable Table(TableDefinition table, IReadOnlyList<ManifestFile> rows) => new()
    {
        Database = table.Database,
        Name = table.Name,
        Engine = table.Engine,
        IsTransactional = table.IsTransactional,
        IsVersioned = table.IsVersioned,
        HistoryIsByTime = table.HistoryIsByTime,
        Columns = table.Columns.Select(c => new ManifestColumn(c.Name, c.Form)).ToList(),
        Definition = _tables[table.Database + "\0" + table.Name].Definition,
        Rows = rows,
    };

    private string Title(string what) => what + ", exported from " + source;
}
