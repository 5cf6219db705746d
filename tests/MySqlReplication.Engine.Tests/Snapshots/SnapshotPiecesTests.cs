using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Snapshots;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Snapshots;

/// <summary>The parts of a copy that need no server.</summary>
public sealed class SnapshotPiecesTests
{
    [Theory]
    [InlineData("CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE DO SELECT 1", "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE DISABLE ON SLAVE DO SELECT 1")]
    [InlineData("CREATE EVENT ` PRESERVE ENABLE` ON SCHEDULE AT '2030-01-01' ON COMPLETION PRESERVE ENABLE COMMENT ' PRESERVE ENABLE' DO SELECT 1", "CREATE EVENT ` PRESERVE ENABLE` ON SCHEDULE AT '2030-01-01' ON COMPLETION PRESERVE DISABLE ON SLAVE COMMENT ' PRESERVE ENABLE' DO SELECT 1")]
    [InlineData("CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE DISABLE DO SELECT ' PRESERVE ENABLE'", "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE DISABLE DO SELECT ' PRESERVE ENABLE'")]
    public void An_event_is_disabled_as_on_a_replica(string create, string expected) => Assert.Equal(expected, EventText.OnReplica(create, "DISABLE ON SLAVE"));

    [Theory]
    [InlineData(-128L, 127L, 4)]
    [InlineData(long.MinValue, long.MaxValue, 7)]
    [InlineData(5L, 6L, 9)]
    [InlineData(5L, 5L, 3)]
    public void Pieces_hold_every_key_once(long low, long high, int pieces)
    {
        var chunks = ChunkPlan.Cut(Table(), pieces, Row(("MIN(id)", low), ("MAX(id)", high)));

        var ranges = chunks.Select(c => c.Range.Redacted).ToList();
        if (ranges.Count == 1)
        {
            Assert.Equal(string.Empty, ranges[0]);
            return;
        }

        Assert.DoesNotContain(">=", ranges[0], StringComparison.Ordinal);
        Assert.DoesNotContain("<", ranges[^1], StringComparison.Ordinal);
        for (var i = 1; i < ranges.Count; i++)
        {
            var end = ranges[i - 1].Split("< ")[1];
            Assert.Equal(end, ranges[i].Split(">= ")[1].Split(' ')[0]);
        }
    }

    [Fact]
    public void An_empty_table_is_one_piece() => Assert.Single(ChunkPlan.Cut(Table(), 5, Row(("MIN(id)", null), ("MAX(id)", null))));

    [Fact]
    public void Statements_outside_of_transactions_about_our_databases_are_definitions()
    {
        var inside = false;
        Assert.Null(DefinitionChanges.First(Events(("Query", "BEGIN"), ("Query", "use `shop`; INSERT INTO t VALUES (1)"), ("Xid", "COMMIT /* xid=5 */")), ["shop"], ref inside));
        Assert.Null(DefinitionChanges.First(Events(("Gtid", "BEGIN GTID 0-1-5"), ("Query", "use `shop`; INSERT INTO t VALUES (1)")), ["shop"], ref inside));
        Assert.True(inside);
        Assert.Null(DefinitionChanges.First(Events(("Query", "use `shop`; DELETE FROM t"), ("Query", "COMMIT"), ("Query", "use `other`; DROP TABLE x")), ["shop"], ref inside));
        Assert.Equal("DROP TABLE x", DefinitionChanges.First(Events(("Gtid", "GTID 0-1-6"), ("Query", "use `shop`; DROP TABLE x")), ["shop"], ref inside));
        Assert.Equal("CREATE TABLE shop.y (id INT)", DefinitionChanges.First(Events(("Query", "CREATE TABLE shop.y (id INT)")), ["shop"], ref inside));
        Assert.Equal("ALTER TABLE `x``; y` ADD z INT", DefinitionChanges.First(Events(("Query", "use `a``; b`; ALTER TABLE `x``; y` ADD z INT")), ["a`; b"], ref inside));
    }

    [Theory]
    [InlineData("b", true, "replicate-ignore-db=b")]
    [InlineData("b", true, "replicate-do-db=a")]
    [InlineData("a", false, "replicate-do-db=a")]
    [InlineData("b", true, "replicate-wild-ignore-table=b.%")]
    [InlineData("b", false, "replicate-wild-ignore-table=b.x%")]
    [InlineData("b", true, "replicate-wild-do-table=a.%")]
    [InlineData("b", false, "replicate-wild-do-table=%.t")]
    [InlineData("b", false)]
    public void Filters_keep_a_database_out_or_do_not(string database, bool keepsOut, params string[] filters) => Assert.Equal(keepsOut, LinkFilters.KeepsOut(filters, database));

    private static TableDefinition Table() => new() { Database = "d", Name = "t", Engine = "InnoDB", IsTransactional = true, Rows = 1, Bytes = 1, NumericKey = "id", HasPrimaryKey = true };

    private static RawRow Row(params (string Name, object? Value)[] columns) => new(columns.Select(c => new KeyValuePair<string, object?>(c.Name, c.Value)));

    private static IEnumerable<RawRow> Events(params (string Type, string Info)[] events) => events.Select(e => Row(("Event_type", e.Type), ("Info", e.Info)));
}
