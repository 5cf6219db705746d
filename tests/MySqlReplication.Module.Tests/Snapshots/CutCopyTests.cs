using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Copies, exports and imports whose source or target is gone for good behind a certain byte, wherever that is.</summary>
public sealed class CutCopyTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Database shop -JournalPath $journal -ThrottleLimit 2 -TimeoutSeconds 20 -AllowLocalInfile";

    public static TheoryData<string, bool> Soaked => new() { { "mysql-5.6", false }, { "mysql-9", true }, { "mariadb-10.5", true }, { "mariadb-11.8", false } };

    [Theory]
    [InlineData("mysql-9", false)]
    [InlineData("mariadb-11.8", true)]
    public void A_copy_that_is_cut_off_says_so_lets_go_and_is_replaced(string server, bool locks) => Copies(server, locks, 3);

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void An_export_and_an_import_that_are_cut_off_say_so_and_are_made_good(string server) => Files(server, 2);

    [Theory]
    [Trait("kind", "soak")]
    [MemberData(nameof(Soaked))]
    public void Copies_exports_and_imports_that_are_cut_off_at_many_bytes_say_so_and_are_made_good(string server, bool locks)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "A soak: set MYSQLREPLICATION_SOAK=1.");
        Copies(server, locks, 40);
        Files(server, 20);
    }

    private static void Copies(string server, bool locks, int times)
    {
        using var pair = new SnapshotPair(server);
        CutShop.Fill(pair, locks);
        var copy = Copy + (locks ? " -AllowNonTransactional" : string.Empty);
        var here = copy + " -Source $a -Replica $b -LeaveWritable -Verify";
        var sums = CutShop.Through(pair, copy + " -Source $fromA -Replica $toB", null).Whole();
        pair.Run(here + " -Force").ThrowOnError();
        var wrong = new List<string>();
        foreach (var at in CutShop.Places(sums, times))
        {
            var before = CutShop.Begin(pair);
            var cut = CutShop.Through(pair, copy + " -Source $fromA -Replica $toB", at);
            CutShop.Look(pair, cut, before).ForEach(text => wrong.Add(server + ", " + at + ": " + text + "\n    " + cut.Said));
            var again = pair.Run(here + (cut.NeedsForce ? " -Force" : string.Empty));
            if (again.Errors.Count > 0)
            {
                wrong.Add(server + ", " + at + ": the next run: " + again.Errors[0] + "\n    " + cut.Said);
                pair.Run(here + " -Force").ThrowOnError();
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        pair.AssertEqual("shop");
    }

    private static void Files(string server, int times)
    {
        using var pair = new SnapshotPair(server);
        using var folder = new SnapshotDirectory(pair);
        CutShop.Fill(pair, locks: true);
        const string Export = " $path -Database shop -JournalPath $journal -ThrottleLimit 2 -TimeoutSeconds 20 -AllowNonTransactional";
        const string Import = "Import-ReplicationSnapshot $path -JournalPath $journal -ThrottleLimit 2 -TimeoutSeconds 20 -AllowLocalInfile -LeaveWritable";
        var sums = CutShop.Through(pair, "$null = Export-ReplicationSnapshot $fromA" + Export + "; [System.IO.Directory]::Delete($path, $true)", null).Whole();
        var wrong = new List<string>();
        foreach (var at in CutShop.Places(sums, times))
        {
            var cut = CutShop.Through(pair, "Export-ReplicationSnapshot $fromA" + Export, at);
            CutShop.Look(pair, cut, null).ForEach(text => wrong.Add(server + ", export, " + at + ": " + text + "\n    " + cut.Said));
            if (cut.Result.Errors.Count > 0 && System.IO.Directory.Exists(folder.Path) && pair.Run("Import-ReplicationSnapshot $path -Replica $b -JournalPath $journal").ErrorIds is not ["ExportIncomplete"])
            {
                wrong.Add(server + ", export, " + at + ": what is left is not refused.");
            }

            pair.Run("if (-not [System.IO.File]::Exists($path + '/manifest.json')) { $null = Export-ReplicationSnapshot $a" + Export + " }; [System.IO.Directory]::Delete($path, $true)").ThrowOnError();
        }

        pair.Run("$null = Export-ReplicationSnapshot $a" + Export).ThrowOnError();
        CutShop.Begin(pair);
        sums = CutShop.Through(pair, Import + " -Replica $toB", null).Whole();
        foreach (var at in CutShop.Places(sums, times))
        {
            var before = CutShop.Begin(pair);
            var cut = CutShop.Through(pair, Import + " -Replica $toB", at);
            CutShop.Look(pair, cut, before).ForEach(text => wrong.Add(server + ", import, " + at + ": " + text + "\n    " + cut.Said));
            var again = pair.Run(Import + " -Replica $b" + (cut.NeedsForce ? " -Force" : string.Empty));
            if (again.Errors.Count > 0)
            {
                wrong.Add(server + ", import, " + at + ": the next run: " + again.Errors[0] + "\n    " + cut.Said);
                pair.Run(Import + " -Replica $b -Force").ThrowOnError();
            }

            Assert.Equal(pair.Rows("a", CutShop.Checksums), pair.Rows("b", CutShop.Checksums));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        pair.AssertEqual("shop");
    }
}
