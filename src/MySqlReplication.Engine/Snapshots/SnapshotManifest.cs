using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What an export holds, as manifest.json: written last, so that a directory with it is whole.</summary>
internal sealed record SnapshotManifest
{
    /// <summary>Its name in the directory.</summary>
    public const string FileName = "manifest.json";

    /// <summary>What <see cref="Format"/> says.</summary>
    public const string OurFormat = "MySqlReplication snapshot export";

    /// <summary>The version that this code writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;

    public string Format { get; init; } = OurFormat;

    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>For people who open the files.</summary>
    public string Note { get; init; } = "Rows are gzip files of text as LOAD DATA reads it: tabs between values, a line a row, \\N for NULL, columns in the order that their table lists."
        + " Text is in the character set of its column, TIMESTAMP in UTC, ENUM, SET and BIT as numbers. Definitions are UTF-8. Import-ReplicationSnapshot checks and loads all of it.";

    /// <summary>Tells this export from any other.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the moment was taken, by the clock of the machine that exported.</summary>
    public required DateTimeOffset Taken { get; init; }

    public required ManifestSource Source { get; init; }

    /// <summary>"mysql-bin.000014:107".</summary>
    public required string Coordinates { get; init; }

    /// <summary>GTIDs in the data; null when the source uses none.</summary>
    public string? GtidSet { get; init; }

    public required string PointMethod { get; init; }

    public required double WritersStalledMilliseconds { get; init; }

    public long Rows { get; init; }

    public long Bytes { get; init; }

    /// <summary>The databases, in the order in which they are made.</summary>
    public required IReadOnlyList<ManifestObject> Databases { get; init; }

    public IReadOnlyList<string> LeftOutDatabases { get; init; } = [];

    /// <summary>Databases of which only some tables are here.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Tables that were left out of these.</summary>
    public IReadOnlyList<string> LeftOutTables { get; init; } = [];

    /// <summary>Storage engines that the target must have, each with a table that uses it.</summary>
    public IReadOnlyDictionary<string, string> Engines { get; init; } = new Dictionary<string, string>();

    /// <summary>Collations that the target must have, each with a column that uses it.</summary>
    public IReadOnlyDictionary<string, string> Collations { get; init; } = new Dictionary<string, string>();

    /// <summary>Which collations the source's character sets have where a definition names none; null when it has no variable for it.</summary>
    public string? DefaultCollations { get; init; }

    /// <summary>Types that the target must have, each with a column that has it.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<ManifestTable> Tables { get; init; }

    /// <summary>Sequences, routines, views, triggers and events, in the order in which the catalogue listed them.</summary>
    public required IReadOnlyList<ManifestObject> Programs { get; init; }

    /// <summary>Whole databases and single tables, sequences among them.</summary>
    public SnapshotSelection Selection() => new(
        Databases.Select(d => d.Name).Except(Parts, StringComparer.Ordinal).ToList(),
        Tables.Select(t => (t.Database, t.Name)).Concat(Programs.Where(p => p.Kind == "sequence").Select(p => (p.Database, p.Name))).Where(t => Parts.Contains(t.Database, StringComparer.Ordinal))
            .OrderBy(t => QualifiedName.Of(t.Database, t.Name), StringComparer.Ordinal).ToList());

    /// <summary>All files, with their hashes.</summary>
    public IEnumerable<ManifestFile> Files() => Databases.Select(d => d.Definition).Concat(Tables.Select(t => t.Definition)).Concat(Programs.Select(p => p.Definition)).Concat(Tables.SelectMany(t => t.Rows));
}
