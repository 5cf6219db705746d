using System;
using System.Collections;
using System.Linq;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A copy of some tables: what comes along, what is refused, and which filters its link needs.</summary>
public sealed class PartialCopyTests
{
    private const string Copy = "Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal";

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void Chosen_tables_come_alone_and_their_link_keeps_the_others_out(string server)
    {
        using var pair = new SnapshotPair(server, null, new Hashtable { ["replicate-wild-do-table"] = "shop.order%" });
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE DATABASE other",
            "CREATE TABLE other.x (id INT PRIMARY KEY) ENGINE=InnoDB",
            "CREATE TABLE shop.orders (id INT PRIMARY KEY, v INT) ENGINE=InnoDB",
            "CREATE TABLE shop.order_lines (id INT PRIMARY KEY, o INT, CONSTRAINT of_order FOREIGN KEY (o) REFERENCES shop.orders(id)) ENGINE=InnoDB",
            "CREATE TABLE shop.`sto.re` (id INT PRIMARY KEY) ENGINE=InnoDB",
            "CREATE VIEW shop.best AS SELECT id FROM shop.orders",
            "CREATE TRIGGER shop.orders_first BEFORE INSERT ON shop.orders FOR EACH ROW SET NEW.v = NEW.v + 1",
            "CREATE TRIGGER shop.store_first BEFORE INSERT ON shop.`sto.re` FOR EACH ROW SET @x = 1",
            "INSERT INTO shop.orders VALUES (1, 10), (2, 20)",
            "INSERT INTO shop.order_lines VALUES (1, 1), (2, 1)");
        foreach (var (asked, id, named) in new[]
        {
            ("-Table shop.nix", "TableNotFound", "shop.nix"),
            ("-Table shop.nix*", "TableNotFound", "shop.nix*"),
            ("-Table shop.best", "TableNotFound", "is a view"),
            ("-Table nix.t", "DatabaseNotFound", "nix"),
            ("-Table orders", "TableNameInvalid", "orders"),
            ("-Table shop.orders -Database shop", "TableSelectionContradictory", "-Database shop"),
            ("-Table shop.orders -ExcludeDatabase shop", "TableSelectionContradictory", "-ExcludeDatabase shop"),
            ("-Table shop.order_lines", "ReferencesLeftOut", "shop.order_lines to shop.orders"),
        })
        {
            var refused = pair.Run(Copy + " " + asked);
            Assert.Equal([id], refused.ErrorIds);
            Assert.Contains(named, refused.Errors[0].ToString(), StringComparison.Ordinal);
        }

        pair.Sql("b", "SET SESSION sql_log_bin = 0", "CREATE DATABASE shop", "CREATE TABLE shop.mine (id INT) ENGINE=InnoDB");
        var one = (ReplicationSnapshot)pair.Run("$copy = " + Copy + " -Table shop.orders; $copy").Single.BaseObject;
        Assert.Equal(["shop.order_lines", "shop.sto.re"], one.LeftOutTable);
        Assert.Equal(["other"], one.LeftOutDatabase);
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r").ThrowOnError();
        var open = pair.Run("$copy | Start-ReplicationLink -ReplicationCredential $r");
        Assert.Equal(["TablesLeftOut"], open.ErrorIds);
        Assert.Contains("without shop.order_lines,", open.Errors[0].ToString(), StringComparison.Ordinal);

        var there = pair.Run(Copy + " -Table shop.order*");
        Assert.Equal(["TableExists"], there.ErrorIds);
        var copied = (ReplicationSnapshot)pair.Run("$copy = " + Copy + " -Table shop.order* -Force; $copy").Single.BaseObject;
        Assert.Equal(["shop.order_lines", "shop.orders"], copied.Tables.Select(t => t.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["trigger shop.orders_first"], copied.Objects);
        Assert.Equal(["shop.sto.re"], copied.LeftOutTable);
        Assert.Equal(["mine", "order_lines", "orders"], pair.Rows("b", "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop'").Order(StringComparer.Ordinal));
        Assert.Equal(["shop.order_lines", "shop.orders"], Completed(pair, "Copy-ReplicationSnapshot -Table shop.o").Order(StringComparer.Ordinal));
        Assert.Equal(["shop"], Completed(pair, "Copy-ReplicationSnapshot -Database sh"));

        pair.Run("$null = $copy | Start-ReplicationLink -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.orders VALUES (3, 30)", "INSERT INTO shop.`sto.re` VALUES (1)", "INSERT INTO other.x VALUES (1)", "INSERT INTO shop.order_lines VALUES (3, 3)");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        Assert.Equal(["1|11", "2|21", "3|31"], pair.Rows("b", "SELECT id, v FROM shop.orders ORDER BY 1"));
        Assert.Equal("3", pair.Value("b", "SELECT COUNT(*) FROM shop.order_lines"));
    }

    private static string[] Completed(SnapshotPair pair, string typed)
        => pair.Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", typed)).ThrowOnError().Output.Select(o => o.ToString()!).ToArray();
}
