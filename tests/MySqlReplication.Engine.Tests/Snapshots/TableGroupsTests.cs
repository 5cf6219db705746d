using System;
using System.Linq;
using MySqlReplication.Engine.Snapshots;
using Xunit;

namespace MySqlReplication.Engine.Tests.Snapshots;

/// <summary>Which tables must all be there before one of them is filled.</summary>
public sealed class TableGroupsTests
{
    [Fact]
    public void Tables_without_foreign_keys_are_alone_and_keep_their_order()
        => Assert.Equal(["s.c", "s.a", "s.b"], Groups(Table("s.c"), Table("s.a"), Table("s.b")));

    [Fact]
    public void A_chain_is_one_group_in_the_order_in_which_its_tables_came()
        => Assert.Equal(["s.child s.grandchild s.parent", "s.other"], Groups(Table("s.child", "`parent`"), Table("s.grandchild", "`child`"), Table("s.other"), Table("s.parent")));

    [Fact]
    public void A_circle_and_a_table_that_points_at_itself_end()
        => Assert.Equal(["s.a s.b s.c", "s.tree"], Groups(Table("s.a", "`b`"), Table("s.b", "`c`"), Table("s.tree", "`tree`"), Table("s.c", "`a`")));

    [Fact]
    public void Two_groups_become_one_by_a_table_that_points_at_both()
        => Assert.Equal(["s.a s.b s.c s.d s.both"], Groups(Table("s.a", "`b`"), Table("s.b"), Table("s.c", "`d`"), Table("s.d"), Table("s.both", "`b`", "`c`")));

    [Fact]
    public void The_same_name_in_another_database_is_another_table()
        => Assert.Equal(["s.a", "s.b t.x", "t.b"], Groups(Table("s.a"), Table("s.b"), Table("t.x", "`s`.`b`"), Table("t.b")));

    [Fact]
    public void What_a_table_points_at_may_be_left_out() => Assert.Equal(["s.a", "s.b"], Groups(Table("s.a", "`gone`"), Table("s.b", "`elsewhere`.`a`")));

    // lower_case_table_names: a foreign key may name its parent in other letters than SHOW TABLES does.
    [Theory]
    [InlineData("`PARENT`")]
    [InlineData("`S`.`Parent`")]
    public void Letters_do_not_matter(string reference) => Assert.Equal(["s.child s.parent"], Groups(Table("s.child", reference), Table("s.parent")));

    [Fact]
    public void Odd_names_are_read_as_they_are_quoted()
    {
        var child = Table("s.child", "`sélect ``all``; x`");
        var parent = Table("s.parent") with { Name = "sélect `all`; x" };
        Assert.Equal(["s.child s.sélect `all`; x"], Groups(child, parent));
    }

    [Fact]
    public void A_comment_can_only_make_a_group_larger_and_no_definition_makes_none()
    {
        var talks = Table("s.talks") with { Create = "CREATE TABLE `talks` (`id` int COMMENT 'REFERENCES `a`') ENGINE=InnoDB" };
        Assert.Equal(["s.talks s.a", "s.unread"], Groups(talks, Table("s.unread") with { Create = null }, Table("s.a")));
    }

    [Fact]
    public void Every_table_is_in_one_group_however_many_there_are()
    {
        var tables = Enumerable.Range(0, 2000).Select(i => Table("s.t" + i, i % 10 == 0 ? [] : ["`t" + (i / 10 * 10) + "`"])).Reverse().ToArray();
        var groups = TableGroups.Of(tables);
        Assert.Equal(200, groups.Count);
        Assert.All(groups, g => Assert.Equal(10, g.Count));
        Assert.Equal(2000, groups.SelectMany(g => g).Distinct().Count());
    }

    private static string[] Groups(params TableDefinition[] tables) => TableGroups.Of(tables).Select(g => string.Join(" ", g.Select(t => t.FullName))).ToArray();

    private static TableDefinition Table(string name, params string[] references)
    {
        var parts = name.Split('.');
        var keys = string.Concat(references.Select((r, i) => ",\n  CONSTRAINT `k" + i + "` FOREIGN KEY (`p" + i + "`) REFERENCES " + r + " (`id`) ON DELETE CASCADE"));
        return new TableDefinition { Database = parts[0], Name = parts[1], Engine = "InnoDB", IsTransactional = true, Rows = 1, Bytes = 1, Create = "CREATE TABLE `" + parts[1] + "` (\n  `id` int NOT NULL" + keys + "\n) ENGINE=InnoDB" };
    }
}
