using MySqlReplication.Engine.Accounts;
using MySqlReplication.Engine.Connections;
using Xunit;

namespace MySqlReplication.Engine.Tests.Accounts;

/// <summary>What SHOW GRANTS says, as real servers print it; and the key that MariaDB's ed25519 keeps.</summary>
public sealed class AccountPrivilegesTests
{
    [Fact]
    public void A_replicas_account_has_no_excess()
    {
        var privileges = AccountPrivileges.Parse(["GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `repl`@`10.0.0.2`"]);
        Assert.Equal(["REPLICATION SLAVE", "REPLICATION CLIENT"], privileges.All);
        Assert.Empty(privileges.Excess);
        Assert.True(privileges.Has("REPLICATION CLIENT"));
        Assert.False(privileges.Has("SLAVE MONITOR"));
    }

    [Fact]
    public void What_it_does_not_need_is_named()
    {
        var privileges = AccountPrivileges.Parse(
        [
            "GRANT SELECT, REPLICATION SLAVE ON *.* TO 'r'@'%' IDENTIFIED BY PASSWORD '*AB' REQUIRE SSL",
            "GRANT SELECT (a, b), INSERT ON `shop`.`t ON x` TO 'r'@'%' WITH GRANT OPTION",
            "GRANT `role`@`%` TO `r`@`%`",
            "GRANT PROXY ON ''@'' TO 'r'@'%' WITH GRANT OPTION",
        ]);
        Assert.Equal(["SELECT", "SELECT (a, b), INSERT ON `shop`.`t ON x`", "GRANT OPTION"], privileges.Excess);
    }

    [Fact]
    public void All_privileges_hold_every_right()
    {
        var privileges = AccountPrivileges.Parse(["GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"]);
        Assert.True(privileges.Has("SLAVE MONITOR"));
        Assert.Equal(["ALL PRIVILEGES", "GRANT OPTION"], privileges.Excess);
    }

    // The pair that MariaDB's manual shows (Authentication Plugin - ed25519).
    [Fact]
    public void Ed25519_keeps_the_public_key_of_the_password()
        => Assert.Equal("ZIgUREUg5PVgQ6LskhXmO+eZLS0nC8be6HPjYWR4YJY", Ed25519PasswordKey.Of("secret"));
}
