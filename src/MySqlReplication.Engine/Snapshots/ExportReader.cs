using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>An export as it lies in its directory.</summary>
internal sealed class ExportReader
{
    private ExportReader(string path, SnapshotManifest manifest)
    {
        Path = path;
        Manifest = manifest;
    }

    public string Path { get; }

    public SnapshotManifest Manifest { get; }

    /// <summary>Reads the manifest of a directory.</summary>
    /// <exception cref="ReplicationException">ExportIncomplete, SnapshotNotRecognised, SnapshotFormatUnknown, ManifestInvalid.</exception>
    public static ExportReader Open(string path)
    {
        var file = System.IO.Path.Combine(path, SnapshotManifest.FileName);
        if (!File.Exists(file))
        {
            throw new SnapshotFolder(path).IsUnfinished || Directory.Exists(System.IO.Path.Combine(path, SnapshotFolder.FilesFolder))
                ? SnapshotFileFailures.Incomplete(path)
                : SnapshotFileFailures.NotRecognised(path, "it has no " + SnapshotManifest.FileName);
        }

        return new ExportReader(path, ManifestText.Read(file, Reading(path, () => File.ReadAllBytes(file))));
    }

    /// <summary>Looks at every file: whether it is there, as long as it was, and what was written.</summary>
    /// <exception cref="ReplicationException">SnapshotFileMissing, SnapshotFileTruncated, SnapshotFileDamaged.</exception>
    public void Check(OperationContext context, CancellationToken cancellationToken)
    {
        var files = Manifest.Files().Select(f => (File: f, Info: new FileInfo(Full(f)))).ToList();
        var missing = files.Where(f => !f.Info.Exists).ToList();
        if (missing.Count > 0)
        {
            throw SnapshotFileFailures.Missing(Path, missing[0].File.File, missing.Count - 1);
        }

        var shorter = files.Where(f => f.Info.Length < f.File.FileBytes).ToList();
        if (shorter.Count > 0)
        {
            throw SnapshotFileFailures.Truncated(Path, shorter[0].File.File, shorter[0].Info.Length, shorter[0].File.FileBytes, shorter.Count - 1);
        }

        var all = Math.Max(1, files.Sum(f => f.File.FileBytes));
        var activity = "Check the files of " + Path;
        var clock = Stopwatch.StartNew();
        long seen = 0;
        var damaged = new List<string>();
        var buffer = new byte[1 << 20];
        foreach (var (file, _) in files)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var stream = Reading(Path, () => new FileStream(Full(file), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan));
            for (int length; (length = Reading(Path, () => stream.Read(buffer, 0, buffer.Length))) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, length);
                seen += length;
                context.Progress.Report(new ProgressReport(activity, file.File, (int)Math.Min(99, seen * 100 / all), TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds * Math.Max(0, all - seen) / Math.Max(1, seen))));
            }

            if (!string.Equals(HashingStream.Hex(hash.GetHashAndReset()), file.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                damaged.Add(file.File);
            }
        }

        context.Progress.Report(new ProgressReport(activity, string.Empty, 100, Completed: true));
        if (damaged.Count > 0)
        {
            throw SnapshotFileFailures.Damaged(Path, damaged[0], "its SHA-256 is not the one that was written", damaged.Count - 1);
        }

        context.Verbose(Path + ": " + files.Count.ToString(CultureInfo.InvariantCulture) + " files are what was written.");
    }

    /// <summary>Tables without their definitions: for rules and plans.</summary>
    public IReadOnlyList<TableDefinition> Tables() => Manifest.Tables.Select(t => new TableDefinition
    {
        Database = t.Database,
        Name = t.Name,
        Engine = t.Engine,
        IsTransactional = t.IsTransactional,
        IsVersioned = t.IsVersioned,
        HistoryIsByTime = t.HistoryIsByTime,
        Rows = t.Rows.Sum(r => r.Rows ?? 0),
        Bytes = t.Rows.Sum(r => r.RowBytes ?? 0),
        Columns = t.Columns.Select(c => new SnapshotColumn(c.Name, new SqlStatement(), c.Form)).ToList(),
    }).ToList();

    /// <summary>All definitions.</summary>
    public SnapshotCatalogue Catalogue() => new()
    {
        Databases = Manifest.Databases.Select(d => (d.Name, Create(d.Definition))).ToList(),
        Parts = Manifest.Parts,
        DefaultCollations = Manifest.DefaultCollations,
        Tables = Tables().Zip(Manifest.Tables, (table, t) => table with { Create = Create(t.Definition) }).ToList(),
        Programs = Manifest.Programs.Select(p => new ProgramDefinition(p.Kind, p.Database, p.Name)
        {
            Create = Create(p.Definition),
            SqlMode = p.SqlMode,
            CharacterSet = p.CharacterSet,
            Collation = p.Collation,
            TimeZone = p.TimeZone,
            DatabaseCollation = p.DatabaseCollation,
            NextValue = p.NextValue,
            Cycles = p.Cycles,
            IsBroken = p.IsBroken,
        }).ToList(),
    };

    /// <summary>The text of a file of rows.</summary>
    public Stream OpenRows(ManifestFile file) => Reading(Path, () => new GZipStream(new FileStream(Full(file), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), CompressionMode.Decompress));

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotFileFailures.NotReadable(path, e.Message);
        }
    }

    private string Create(ManifestFile definition) => DefinitionFile.Read(Reading(Path, () => File.ReadAllBytes(Full(definition))))
        ?? throw SnapshotFileFailures.Damaged(Path, definition.File, "it holds no statement between two DELIMITER lines", 0);

    private string Full(ManifestFile file) => System.IO.Path.Combine([Path, .. file.File.Split('/')]);
}
