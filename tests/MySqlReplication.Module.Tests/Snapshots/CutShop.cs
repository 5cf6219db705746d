using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Status;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A small shop with something of everything, relays before both servers that are cut behind a certain byte, and what an admin finds then.</summary>
internal static class CutShop
{
    public const string Checksums = "CHECKSUM TABLE shop.digits, shop.orders, shop.`select`, shop.none";

    private const string State = "SELECT CONCAT_WS(',', @@GLOBAL.read_only, @@GLOBAL.local_infile)";
    private const string Shop = "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'shop'";
    private const string Marked = "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql_replication' AND TABLE_NAME = 'incomplete_copy'";

    private static readonly string[] Directions = ["to the source", "from the source", "to the replica", "from the replica"];

    /// <summary>A place on the way of the bytes.</summary>
    public sealed record Place(int Direction, long Bytes, long Of)
    {
        public override string ToString() => Directions[Direction] + " behind byte " + Bytes.ToString(CultureInfo.InvariantCulture) + " of " + Of.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What a command said, and how many bytes went each way.</summary>
    public sealed record Outcome(RunResult Result, IReadOnlyList<long> Sums, bool HasCut)
    {
        /// <summary>The message of the error; empty when there is none.</summary>
        public string Text => Result.Errors.Count == 0 ? string.Empty : Result.Errors[0].ToString();

        /// <summary>Whether all was there before the cut, so that the next run would replace something whole.</summary>
        public bool NeedsForce => Text.Length == 0 || Text.Contains("the next run needs -Force", StringComparison.Ordinal) || Text.Contains("is complete", StringComparison.Ordinal);

        public string Said => string.Join("\n    ", Result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0] + ": " + e + " >> " + e.ErrorDetails?.RecommendedAction).Concat(Result.Warnings.Select(w => "WARNING: " + w)).Append(Result.Thrown?.ToString()));

        /// <summary>The bytes of a run that was not cut.</summary>
        public IReadOnlyList<long> Whole()
        {
            Result.ThrowOnError();
            return Sums;
        }
    }

    public static void Fill(SnapshotPair pair, bool locks)
    {
        pair.Sql(
            "a",
            "CREATE DATABASE shop",
            "CREATE DATABASE other",
            "CREATE TABLE other.probe (n INT) ENGINE=InnoDB",
            "INSERT INTO other.probe VALUES (1)",
            "CREATE TABLE shop.digits (d INT PRIMARY KEY) ENGINE=InnoDB",
            "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
            "CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(200), KEY (v)) ENGINE=InnoDB",
            "CREATE TABLE shop.`select` (id INT PRIMARY KEY, o INT, CONSTRAINT of_order FOREIGN KEY (o) REFERENCES shop.orders(id)) ENGINE=InnoDB",
            "INSERT INTO shop.orders (v) SELECT REPEAT(a.d, 150) FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d LIMIT 2000",
            "INSERT INTO shop.`select` SELECT id, id FROM shop.orders",
            "CREATE TABLE shop.none (id INT) ENGINE=InnoDB");
        if (locks)
        {
            pair.Sql("a", "CREATE TABLE shop.old (id INT PRIMARY KEY, v VARCHAR(200)) ENGINE=MyISAM", "INSERT INTO shop.old SELECT id, v FROM shop.orders LIMIT 500");
        }

        pair.Sql(
            "a",
            "CREATE VIEW shop.best AS SELECT id FROM shop.orders",
            "CREATE FUNCTION shop.tax(a INT) RETURNS INT DETERMINISTIC NO SQL RETURN a * 2",
            "CREATE TRIGGER shop.first_one BEFORE INSERT ON shop.orders FOR EACH ROW SET NEW.v = 'fired'",
            "CREATE EVENT shop.nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM shop.none");
    }

    /// <summary>Places over all of it in each direction that bytes went, and near the very end.</summary>
    public static IEnumerable<Place> Places(IReadOnlyList<long> sums, int times)
        => sums.SelectMany((sum, direction) => Enumerable.Range(0, sum == 0 ? 0 : times).Select(i => new Place(direction, i == times - 1 ? sum - 20 : sum * ((2 * i) + 1) / (2 * times), sum)));

    /// <summary>Runs a script with $fromA and $toB behind relays; without a place nothing is cut.</summary>
    public static Outcome Through(SnapshotPair pair, string script, Place? at)
    {
        using var source = new Relay(pair.Pair.A.Port);
        using var replica = new Relay(pair.Pair.B.Port);
        if (at is not null)
        {
            (at.Direction < 2 ? source : replica).CutAfter = (at.Direction % 2 == 0, at.Bytes);
        }

        const string Seat = "[MySqlReplication.Servers.ServerReference]::Parse('127.0.0.1:' + ";
        var told = pair.Run(
            "$fromA = " + Seat + "$portOfA).WithCredential($a.Credential); $toB = " + Seat + "$portOfB).WithCredential($b.Credential); " + script,
            ("portOfA", source.Port),
            ("portOfB", replica.Port));
        return new Outcome(told, [source.ToServer, source.ToClient, replica.ToServer, replica.ToClient], source.HasCut || replica.HasCut);
    }

    /// <summary>Empties the target, and says how it is set.</summary>
    public static string Begin(SnapshotPair pair)
    {
        var off = pair.Server.StartsWith("mysql-9", StringComparison.Ordinal);
        pair.Sql("b", "SET SESSION sql_log_bin = 0", (off ? "SET GLOBAL super_read_only = 0; " : string.Empty) + "SET GLOBAL read_only = 0; SET GLOBAL local_infile = " + (off ? "0" : "1") + "; DROP DATABASE IF EXISTS shop; DROP DATABASE IF EXISTS mysql_replication");
        return pair.Value("b", State);
    }

    /// <summary>What is wrong with what an admin finds behind a cut.</summary>
    /// <param name="pair">The servers.</param>
    /// <param name="cut">What was said.</param>
    /// <param name="before">How the target was set; null when none was touched.</param>
    public static List<string> Look(SnapshotPair pair, Outcome cut, string? before)
    {
        var wrong = new List<string>();
        void Unless(bool right, string text)
        {
            if (!right)
            {
                wrong.Add(text);
            }
        }

        var (said, warned) = (cut.Result, string.Join("\n", cut.Result.Warnings));
        Unless(said.Thrown is null && said.Errors.Count <= 1 && (cut.HasCut || said.Errors.Count == 0), "not one error");
        Unless(said.Errors.All(e => e.FullyQualifiedErrorId.Split(',')[0] is "ConnectionLost" or "ServerUnreachable" && e.ErrorDetails?.RecommendedAction is { Length: > 0 }), "not the error of a lost server, or without a next command");
        Unless(!cut.Said.Contains("Exception", StringComparison.Ordinal), "a raw exception");

        // Whoever held the lock would hold this up, until the limit of the statement.
        pair.Sql("a", "SET SESSION sql_log_bin = 0", "UPDATE other.probe SET n = n + 1");
        pair.UntilNoTransaction("a");
        pair.UntilNoTransaction("b");
        if (before is null)
        {
            return wrong;
        }

        var after = pair.Value("b", State).Split(',');
        var isMarked = pair.Value("b", Marked) == "1";
        Unless(isMarked == cut.Text.Contains("marked incomplete until", StringComparison.Ordinal) || cut.Text.Contains("is not known", StringComparison.Ordinal), "it is " + (isMarked ? string.Empty : "not ") + "marked");
        Unless(isMarked || cut.NeedsForce || pair.Value("b", Shop) == "0", "touched and not marked");
        Unless(said.Errors.Count == 0 || after[0] == before.Split(',')[0] || warned.Contains("read_only = 0", StringComparison.Ordinal), "read_only is " + after[0] + ", which nobody said");
        Unless(after[1] == before.Split(',')[1] || warned.Contains("SET GLOBAL local_infile = 0", StringComparison.Ordinal), "local_infile is " + after[1] + ", which nobody said");
        return wrong;
    }
}
