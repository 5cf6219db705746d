using System.Linq;
using MySqlReplication.Engine.Snapshots;
using Xunit;

namespace MySqlReplication.Engine.Tests.Snapshots;

/// <summary>Which keys are made after the rows.</summary>
public sealed class LaterKeysTests
{
    [Fact]
    public void Plain_and_unique_keys_are_made_later_as_they_were_written()
    {
        var keys = Of(Table("t", """
            CREATE TABLE `t` (
              `id` bigint NOT NULL AUTO_INCREMENT COMMENT 'it''s one',
              `KEY ``a` int DEFAULT NULL COMMENT '
              KEY `no` (`no`),',
              `b` varchar(20) DEFAULT NULL,
              PRIMARY KEY (`id`),
              UNIQUE KEY `u` (`b`),
              KEY `x``y` (`KEY ``a`,`b`(3) DESC) USING BTREE COMMENT 'a, (b)',
              KEY `z` (`id`,`b`)
            ) ENGINE=InnoDB AUTO_INCREMENT=5
            """));

        Assert.Equal(["u", "x`y", "z"], keys.Select(k => k.Name));
        Assert.Equal(["UNIQUE KEY `u` (`b`)", "KEY `x``y` (`KEY ``a`,`b`(3) DESC) USING BTREE COMMENT 'a, (b)'", "KEY `z` (`id`,`b`)"], keys.Select(k => k.Definition));
    }

    [Theory]
    [InlineData("  KEY `k` (`a`),\n  CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`id`)", "")]
    [InlineData("  KEY `k` (`b`),\n  KEY `l` (`a`),\n  KEY `m` (`b`),\n  CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`id`)", "m")]
    [InlineData("  UNIQUE KEY `u` (`b`),\n  KEY `l` (`a`),\n  CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`id`)", "u")]
    [InlineData("  KEY `k` (`b`),\n  FULLTEXT KEY `l` (`c`),\n  KEY `m` (`b`)", "m")]
    [InlineData("  KEY `k` ((lower(`b`)))", "")]
    [InlineData("  KEY `k` (`b`,(lower(`b`)))", "")]
    [InlineData("  UNIQUE KEY `k` (`b`,`p` WITHOUT OVERLAPS)", "")]
    [InlineData("  UNIQUE KEY `k` (`c`) USING HASH", "")]
    [InlineData("  KEY `k` (`referenced`),\n  KEY `m` (`b`)", "m")]
    public void What_something_needs_before_stays_and_so_does_what_stands_before_it(string keys, string later)
        => Assert.Equal(later, string.Join(",", Of(
            Table("t", "CREATE TABLE `t` (\n  `id` int NOT NULL,\n  PRIMARY KEY (`id`),\n" + keys + "\n) ENGINE=InnoDB"),
            Table("other", "CREATE TABLE `other` (\n  `id` int NOT NULL,\n  CONSTRAINT `f` FOREIGN KEY (`id`) REFERENCES `d`.`t` (`referenced`)\n) ENGINE=InnoDB")).Select(k => k.Name)));

    [Fact]
    public void A_column_that_counts_keeps_its_key_and_a_table_without_a_primary_key_all()
    {
        const string Counts = "CREATE TABLE `t` (\n  `id` int NOT NULL,\n  `n` int NOT NULL AUTO_INCREMENT,\n  PRIMARY KEY (`id`),\n  KEY `n` (`n`),\n  KEY `i` (`id`)\n) ENGINE=InnoDB";
        Assert.Equal(["i"], Of(Table("t", Counts)).Select(k => k.Name));
        Assert.Empty(Of(Table("t", Counts.Replace("PRIMARY", "UNIQUE", System.StringComparison.Ordinal))));
        Assert.Empty(Of(Table("t", Counts) with { IsVersioned = true }));
        Assert.Empty(Of(Table("t", Counts) with { IsTransactional = false }));
    }

    private static TableDefinition Table(string name, string create) => new()
    {
        Database = "d", Name = name, Engine = "InnoDB", IsTransactional = true, Rows = 1, Bytes = 1, HasPrimaryKey = true, Create = create.ReplaceLineEndings("\n"),
    };

    private static System.Collections.Generic.IReadOnlyList<LaterKey> Of(params TableDefinition[] tables) => LaterKeys.Of([tables[0]], tables).TryGetValue("d.t", out var keys) ? keys : [];
}
