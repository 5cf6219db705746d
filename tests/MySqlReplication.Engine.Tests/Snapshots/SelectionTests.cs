using System.Linq;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Snapshots;
using Xunit;

namespace MySqlReplication.Engine.Tests.Snapshots;

/// <summary>How tables are named, which filters keep one out, and accounts taken apart: text only.</summary>
public sealed class SelectionTests
{
    [Theory]
    [InlineData("shop.orders", "shop", "orders", "orders")]
    [InlineData("shop.order*", "shop", "order*", "orders,order.lines")]
    [InlineData("shop.order?", "shop", "order?", "orders")]
    [InlineData("shop.order.lines", "shop", "order.lines", "order.lines")]
    [InlineData("`sh.op`.`a``b*`", "sh.op", "a`b*", "a`b*")]
    public void A_table_is_named_by_database_and_table(string text, string database, string table, string meant)
    {
        var name = TableName.Parse(text)!;
        Assert.Equal((database, table), (name.Database, name.Table));
        Assert.Equal(meant.Split(','), name.Of(["orders", "order.lines", "a`b*", "a`bc"]));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData(".orders")]
    [InlineData("shop.")]
    [InlineData("`shop`.orders")]
    [InlineData("`shop`")]
    public void Other_texts_name_no_table(string text) => Assert.Null(TableName.Parse(text));

    [Theory]
    [InlineData("shop.orders", false, "")]
    [InlineData("shop.orders", false, "replicate-do-table=shop.orders")]
    [InlineData("shop.store", true, "replicate-do-table=shop.orders")]
    [InlineData("shop.store", true, "replicate-ignore-table=shop.store")]
    [InlineData("shop.store", false, "replicate-do-table=shop.store;replicate-ignore-table=shop.store")]
    [InlineData("shop.order_lines", false, "replicate-wild-do-table=shop.order%")]
    [InlineData("shop.orderXlines", true, @"replicate-wild-do-table=shop.order\_%")]
    [InlineData("shop.orderXlines", false, "replicate-wild-do-table=shop.order_%")]
    [InlineData("shop.store", true, "replicate-wild-ignore-table=shop.s%")]
    [InlineData("shop.store", true, "replicate-do-db=other")]
    [InlineData("shop.store", false, "replicate-ignore-table=shop.orders")]
    public void Rules_about_tables_are_read_in_the_servers_order(string table, bool out_, string filters)
        => Assert.Equal(out_, LinkFilters.KeepsTableOut(filters.Split(';').Where(f => f.Length > 0).ToList(), table));

    [Fact]
    public void A_database_of_which_no_rule_about_tables_speaks_is_out() => Assert.True(LinkFilters.KeepsOut(["replicate-do-table=shop.orders"], "other"));

    [Theory]
    [InlineData("GRANT USAGE ON *.* TO 'app'@'%' IDENTIFIED BY PASSWORD '*0123' REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 5", "GRANT USAGE ON *.* TO 'app'@'%' REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 5", "GRANT USAGE ON *.* TO 'app'@'%'", "REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 5")]
    [InlineData("GRANT ALL PRIVILEGES ON *.* TO `a`@`%` IDENTIFIED VIA ed25519 USING 'x y' WITH GRANT OPTION", "GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION", "GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION", "")]
    [InlineData("GRANT ALL PRIVILEGES ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*0' WITH GRANT OPTION MAX_USER_CONNECTIONS 3", "GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION MAX_USER_CONNECTIONS 3", "GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION", "WITH MAX_USER_CONNECTIONS 3")]
    public void A_grant_comes_without_its_password(string line, string plain, string grant, string behind)
    {
        Assert.Equal(plain, AccountGrant.Plain(line));
        var split = AccountGrant.Demands(plain);
        Assert.Equal((grant, behind), (split.Grant, split.Behind.Trim()));
    }

    [Fact]
    public void An_account_is_taken_apart_without_showing_what_is_kept()
    {
        var (secret, behind) = AccountGrant.Split("CREATE USER `app`@`%` IDENTIFIED WITH 'caching_sha2_password' AS 0x24412430 DEFAULT ROLE `r`@`%` REQUIRE NONE PASSWORD EXPIRE DEFAULT ACCOUNT UNLOCK");
        Assert.Equal("IDENTIFIED WITH 'caching_sha2_password' AS 0x24412430", secret);
        Assert.Equal(" REQUIRE NONE PASSWORD EXPIRE DEFAULT ACCOUNT UNLOCK", behind);
        Assert.Equal(["SELECT", "UPDATE"], AccountGrant.NamesOf("GRANT SELECT, UPDATE (`a`, `b`) ON `shop`.`t` TO 'app'@'%'"));
        Assert.Empty(AccountGrant.NamesOf("GRANT ALL PRIVILEGES ON *.* TO 'app'@'%'"));
    }
}
