using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Exports that are not what was written: each is refused by name before the target is touched.</summary>
public sealed class SnapshotFileTests
{
    [Fact]
    public void Damaged_files_are_refused_before_the_target_is_touched()
    {
        using var pair = new SnapshotPair("mysql-9");
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY, v VARCHAR(100))", "INSERT INTO shop.t VALUES (1, 'one'), (2, 'two')", "CREATE VIEW shop.v AS SELECT id FROM shop.t");
        pair.Run("$export = " + SnapshotDirectory.Export).ThrowOnError();
        var target = pair.Value("b", "SELECT @@GLOBAL.gtid_executed");
        var rows = Path.Combine(folder.Path, "databases", "shop", "t.tsv.gz");
        var view = Path.Combine(folder.Path, "databases", "shop", "v.view.sql");
        var manifest = Path.Combine(folder.Path, "manifest.json");

        void Refused(string id, string file, Action break_)
        {
            var kept = new[] { rows, view, manifest }.ToDictionary(f => f, File.ReadAllBytes);
            break_();
            var refused = pair.Run("$export | " + SnapshotDirectory.Import);
            Assert.Equal([id], refused.ErrorIds);
            Assert.Contains(file, refused.Errors[0].ToString(), StringComparison.Ordinal);
            foreach (var (path, content) in kept)
            {
                File.WriteAllBytes(path, content);
            }
        }

        Refused("SnapshotFileDamaged", "t.tsv.gz", () => Flip(rows));
        Refused("SnapshotFileDamaged", "v.view.sql", () => Flip(view));
        Refused("SnapshotFileTruncated", "t.tsv.gz", () => File.WriteAllBytes(rows, File.ReadAllBytes(rows)[..^1]));
        Refused("SnapshotFileMissing", "v.view.sql", () => File.Delete(view));
        Refused("ExportIncomplete", folder.Path, () => File.Delete(manifest));
        Refused("ManifestInvalid", "manifest.json", () => File.WriteAllBytes(manifest, File.ReadAllBytes(manifest)[..^100]));
        Refused("ManifestInvalid", "../../secret", () => Replace(manifest, "databases/shop/t.tsv.gz", "databases/../../secret"));
        Refused("SnapshotFormatUnknown", "'2'", () => Replace(manifest, "\"FormatVersion\": 1", "\"FormatVersion\": 2"));
        Refused("SnapshotNotRecognised", "manifest.json", () => Replace(manifest, "MySqlReplication snapshot export", "something else"));
        Assert.Equal(["SnapshotPathNotFound"], pair.Run(SnapshotDirectory.Import + " -Path ($path + '/nothere')").ErrorIds);
        Assert.Equal(["SnapshotNotRecognised"], pair.Run(SnapshotDirectory.Import + " -Path ($path + '/databases/shop')").ErrorIds);

        Assert.Equal(target, pair.Value("b", "SELECT @@GLOBAL.gtid_executed"));
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'mysql_replication')"));
        pair.Run("$null = $export | " + SnapshotDirectory.Import).ThrowOnError();
        pair.AssertEqual("shop");
    }

    [Fact]
    public void A_directory_that_holds_something_is_left_alone_and_Force_replaces_an_export_only()
    {
        using var pair = new SnapshotPair("mariadb-11.8");
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)", "CREATE TABLE shop.gone (id INT PRIMARY KEY)");
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "notes.txt"), "mine");

        var refused = pair.Run(SnapshotDirectory.Export);
        Assert.Equal(["ExportPathNotEmpty"], refused.ErrorIds);
        Assert.Contains("notes.txt", refused.Errors[0].ToString(), StringComparison.Ordinal);
        pair.Run("$null = " + SnapshotDirectory.Export + " -Force").ThrowOnError();
        Assert.Contains("holds an export.", pair.Run(SnapshotDirectory.Export).Errors[0].ToString(), StringComparison.Ordinal);
        pair.Sql("a", "DROP TABLE shop.gone");
        pair.Run("$null = " + SnapshotDirectory.Export + " -Force").ThrowOnError();

        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "notes.txt")));
        Assert.Equal(["manifest.json", "notes.txt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["t.sql", "t.tsv.gz"], Directory.GetFiles(Path.Combine(folder.Path, "databases", "shop")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["ExportNotWritable"], pair.Run(SnapshotDirectory.Export.Replace("$path", "($path + '/notes.txt')", StringComparison.Ordinal)).ErrorIds);
        pair.UntilNoTransaction("a");
    }

    private static void Flip(string file)
    {
        var content = File.ReadAllBytes(file);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(file, content);
    }

    private static void Replace(string file, string text, string by)
    {
        var content = File.ReadAllText(file);
        Assert.Contains(text, content, StringComparison.Ordinal);
        File.WriteAllText(file, content.Replace(text, by, StringComparison.Ordinal));
    }
}
