using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Text.Json;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A whole round through files on each server: everything arrives as it was, and the link goes on from there.</summary>
public sealed class ExportImportTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Everything_arrives_as_it_was_and_the_link_goes_on_from_the_coordinates(string server)
    {
        // By INSERT where the copy goes by LOAD DATA, and the other way round.
        var loads = server == "mysql-9";
        using var pair = new SnapshotPair(server, new Hashtable { ["local-infile"] = loads ? "1" : "0" });
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", ShopData.Statements(server, 3000));
        pair.Sql("a", OddData.Statements(server));
        string[] databases = [.. ShopData.Databases, OddData.Database(server)];
        var before = Place(pair, "a");

        Assert.Equal("MySqlReplication.Plans.ReplicationPlan", pair.Run(SnapshotDirectory.Export + " -WhatIf").Single.BaseObject.GetType().FullName);
        Assert.False(Directory.Exists(folder.Path));

        var export = (SnapshotExport)pair.Run("$export = " + SnapshotDirectory.Export + "; $export").Single.BaseObject;
        Assert.Equal(folder.Path, export.Path);
        Assert.Equal(before, export.Coordinates.ToString());
        Assert.Equal(before, Place(pair, "a"));
        Assert.Equal(databases.Order(StringComparer.Ordinal), export.Databases);
        Assert.Equal(3000, export.Tables.Single(t => t.Name == "orders").Rows);
        Assert.Contains("view shop.aa_best", export.Objects);
        Assert.Equal(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("manifest.json", StringComparison.Ordinal)).Sum(f => new FileInfo(f).Length), export.CompressedBytes);
        var orders = Directory.GetFiles(System.IO.Path.Combine(folder.Path, "databases"), "orders.tsv.gz", SearchOption.AllDirectories).Single();
        Assert.StartsWith("-- table shop.orders, exported from ", File.ReadAllText(orders.Replace(".tsv.gz", ".sql", StringComparison.Ordinal)), StringComparison.Ordinal);
        AssertPrivate(folder.Path);
        using (var manifest = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(folder.Path, "manifest.json"))))
        {
            Assert.Equal(before, manifest.RootElement.GetProperty("Coordinates").GetString());
            Assert.Equal(pair.Value("a", "SELECT VERSION()"), manifest.RootElement.GetProperty("Source").GetProperty("Version").GetString());
        }

        // What is written from now on comes by the link only.
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (6, 'between')");
        var target = Place(pair, "b");
        Assert.Equal("MySqlReplication.Plans.ReplicationPlan", pair.Run("$export | " + SnapshotDirectory.Import + " -WhatIf").Single.BaseObject.GetType().FullName);
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('shop', 'leer', 'mysql_replication')"));
        var imported = pair.Run("$import = $export | " + SnapshotDirectory.Import + "; $import");
        var snapshot = (ReplicationSnapshot)imported.Single.BaseObject;
        Assert.Empty(imported.Warnings);
        Assert.Equal(before, snapshot.Coordinates!.ToString());
        Assert.Equal(target, Place(pair, "b"));
        Assert.Equal(3000, snapshot.Tables.Single(t => t.Name == "orders").Rows);
        Assert.Equal("0", pair.Value("b", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication' AND TABLE_NAME LIKE 'incomplete%'"));
        Assert.Equal(["DatabaseNotEmpty"], pair.Run("$export | " + SnapshotDirectory.Import).ErrorIds);

        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r; $null = $import | Start-ReplicationLink -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (7, 'later')", "INSERT INTO shop.store (name) VALUES ('Nord')");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        pair.AssertEqual(databases);
        Assert.Equal(!loads, snapshot.Decisions.Any(d => d.StartsWith("By INSERT", StringComparison.Ordinal)));

        if (server is "mysql-9" or "mariadb-11.8")
        {
            pair.Run("$null = Stop-ReplicationLink $b; $null = Start-ReplicationLink -Source $a -Replica $b -AutoPosition -ReplicationCredential $r").ThrowOnError();
            pair.Sql("a", "INSERT INTO shop.nokey VALUES (8, 'by gtid')");
            pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
            pair.AssertEqual("shop");
        }
    }

    [Fact]
    public void A_source_that_is_another_server_is_refused_and_one_out_of_reach_is_said()
    {
        using var pair = new SnapshotPair("mariadb-10.11");
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)", "INSERT INTO shop.t VALUES (1), (2)", "CREATE DATABASE other");
        pair.Run("$export = " + SnapshotDirectory.Export + " -Database shop").ThrowOnError();

        // Names for completion: of an export that ran here, and of one that a line names, whoever made it.
        using var fresh = new ModuleSession();
        Assert.Equal(["other"], Completed(pair.Session, "Copy-ReplicationSnapshot -Database ot"));
        Assert.Equal(["shop.t"], Completed(pair.Session, "Copy-ReplicationSnapshot -Table sh"));
        Assert.Empty(Completed(fresh, "Export-ReplicationSnapshot -Database sh"));
        Assert.Empty(Completed(fresh, "Export-ReplicationSnapshot db1 /nowhere/at/all -Database sh"));
        Assert.Equal(["shop"], Completed(fresh, "Export-ReplicationSnapshot db1 '" + folder.Path + "' -Database sh"));
        Assert.Equal(["shop.t"], Completed(fresh, "Export-ReplicationSnapshot db1 -Path '" + folder.Path + "' -Force -Table sh"));

        Assert.Equal(["SnapshotSourceDiffers"], pair.Run("$export | " + SnapshotDirectory.Import + " -Source $b").ErrorIds);
        pair.Run("$null = $a | Stop-ReplicationSandbox").ThrowOnError();
        var imported = pair.Run("$export | " + SnapshotDirectory.Import);
        Assert.Contains(imported.Warnings, w => w.Contains("could not be asked", StringComparison.Ordinal));
        Assert.Equal(["other"], ((ReplicationSnapshot)imported.Single.BaseObject).LeftOutDatabase);
        Assert.Equal("2", pair.Value("b", "SELECT COUNT(*) FROM shop.t"));

        // By the path alone nobody is asked.
        var again = pair.Run("Import-ReplicationSnapshot ($export.Path + '/manifest.json') -Replica $b -JournalPath $journal -Force");
        Assert.Empty(again.Warnings);
        fresh.Run("$null = Import-ReplicationSnapshot $path -Replica $b -JournalPath $journal -Force", ("b", pair.Pair.B), ("path", folder.Path), ("journal", pair.Journal)).ThrowOnError();
        Assert.Equal(["shop.t"], Completed(fresh, "Export-ReplicationSnapshot -Table sh"));
        Assert.Equal(((SnapshotExport)pair.Run("$export").Single.BaseObject).Server.ToString(), ((ReplicationSnapshot)again.Single.BaseObject).Source!.ToString());
    }

    [Fact]
    public void To_a_newer_release_and_with_tables_without_transactions()
    {
        using var pair = new SnapshotPair("mariadb-10.5");
        using var newer = TestSandbox.Of(pair.Session, "New-ReplicationSandbox -Name '" + TestSandbox.NewName() + "' -ServerDirectory '" + TestServers.DirectoryOf("mariadb-11.8") + "'", "b");
        using var folder = new SnapshotDirectory(pair);
        pair.Sql("a", "CREATE DATABASE shop", "CREATE TABLE shop.old (id INT PRIMARY KEY, v VARCHAR(10)) ENGINE=MyISAM", "INSERT INTO shop.old VALUES (1, 'x'), (2, 'y')", "CREATE TABLE shop.new (id INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO shop.new VALUES (4)");

        Assert.Equal(["NonTransactionalTables"], pair.Run(SnapshotDirectory.Export).ErrorIds);
        Assert.False(Directory.Exists(folder.Path));
        var export = (SnapshotExport)pair.Run("$export = " + SnapshotDirectory.Export + " -AllowNonTransactional; $export").Single.BaseObject;
        Assert.True(export.WritersStalledMilliseconds > 0);
        pair.Sql("a", "INSERT INTO shop.old VALUES (3, 'z')");
        pair.Run("$null = $export | " + SnapshotDirectory.Import).ThrowOnError();
        Assert.Equal("2", pair.Value("b", "SELECT COUNT(*) FROM shop.old"));
        Assert.Equal("4", pair.Value("b", "SELECT id FROM shop.new"));
    }

    private static string[] Completed(ModuleSession session, string typed)
        => session.Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", typed)).ThrowOnError().Output.Where(o => o is not null).Select(o => o.ToString()!).ToArray();

    private static string Place(SnapshotPair pair, string on) => pair.Run("(Get-MasterStatus $" + on + ").Coordinates.ToString()").Single.ToString();

    private static void AssertPrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        Assert.All(Directory.GetDirectories(folder, "*", SearchOption.AllDirectories).Append(folder), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(f)));
    }
}
