using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// Statements about accounts. CREATE USER, GRANT, REVOKE and DROP USER in their plain forms are taken word for word by all
/// servers (dialects.md section 2); CREATE USER is said without IF NOT EXISTS on purpose: an account that somebody else made
/// meanwhile must be an error (1396), not one of ours. How a password is said differs.
/// </summary>
internal abstract class AccountWords
{
    /// <summary>Error numbers that say "there is no such account" when one is dropped or a right taken away. Measured on all five.</summary>
    public static readonly int[] NoSuchAccount = [1396, 1141, 1133];

    /// <summary>The privilege for SET SESSION sql_log_bin. Measured (1227): the message of each server.</summary>
    public abstract string LogBinPrivilege { get; }

    /// <summary>The privilege to write although read_only is on. Manual: MySQL 8.0, MariaDB 10.5.2; before, SUPER.</summary>
    public abstract string WriteReadOnlyPrivilege { get; }

    /// <summary>The privilege for another account's password. Manual: from 5.7 on and MariaDB.</summary>
    public virtual string SetPasswordPrivilege => "CREATE USER";

    /// <summary>What the server keeps when it says nothing else: the plugin that <see cref="SetPassword"/> leaves an account with; null when it keeps the account's own.</summary>
    public virtual string? PluginAfterSetPassword => null;

    /// <summary>The plugins by which this module can make an account on servers of this kind; the server has to have them too.</summary>
    public abstract IReadOnlyList<string> Plugins { get; }

    /// <summary>The rights by which an account can look after a link: own coordinates, replica status. Measured with one right each (dialects.md section 9).</summary>
    public virtual IReadOnlyList<string> MonitoringPrivileges { get; } = ["REPLICATION CLIENT"];

    /// <summary>Whether CREATE USER takes REQUIRE. Manual: MySQL 5.7.6, MariaDB 10.2; before, GRANT does.</summary>
    public virtual bool DemandsInCreate => true;

    /// <summary>The authentication plugins that are there and active. Taken by all five.</summary>
    public static SqlStatement ShowPlugins
        => "SELECT PLUGIN_NAME AS Name FROM information_schema.PLUGINS WHERE PLUGIN_TYPE = 'AUTHENTICATION' AND PLUGIN_STATUS = 'ACTIVE'";

    /// <summary>The row of an account, all columns: their set differs from version to version, the reader is tolerant.</summary>
    public static SqlStatement Find(string user, string host)
        => new SqlStatement("SELECT * FROM mysql.user WHERE User = ").Text(user).Words(" AND Host = ").Text(host);

    /// <summary>The rows of all accounts that may replicate; roles, which nobody logs in by, are none.</summary>
    public abstract SqlStatement FindReplicating { get; }

    /// <summary>All accounts as user@host; on MariaDB roles too, with an empty host.</summary>
    public static SqlStatement ShowNames => "SELECT CONCAT(User, '@', Host) FROM mysql.user";

    /// <summary>All accounts of a name, all columns.</summary>
    public static SqlStatement FindAll(string user) => new SqlStatement("SELECT * FROM mysql.user WHERE User = ").Text(user);

    /// <summary>
    /// Hosts of the accounts without a name. On MariaDB roles stand in the same table, with an empty host; an empty host of an
    /// account means any.
    /// </summary>
    public abstract SqlStatement AnonymousHosts { get; }

    /// <summary>A new account.</summary>
    /// <param name="login">Name and password.</param>
    /// <param name="host">Host part.</param>
    /// <param name="plugin">Null leaves the choice to the server.</param>
    /// <param name="demand">Only where <see cref="DemandsInCreate"/> is so; else it is said by <see cref="Demand"/>.</param>
    public abstract SqlStatement Create(ReplicationCredential login, string host, string? plugin, AccountDemand demand);

    /// <summary>Another password for an account that exists.</summary>
    public abstract SqlStatement SetPassword(ReplicationCredential login, string host, string? plugin);

    /// <summary>The same, the present password staying good beside it; null where a server has no such thing. Manual: MySQL 8.0.14.</summary>
    public virtual SqlStatement? SetPasswordBeside(ReplicationCredential login, string host) => null;

    /// <summary>Ends what <see cref="SetPasswordBeside"/> left; null where a server has no such thing.</summary>
    public virtual SqlStatement? DiscardOldPassword(string user, string host) => null;

    /// <summary>Gives an account back what the server's table kept of its password, which nobody has to know for it.</summary>
    /// <param name="user">Name.</param>
    /// <param name="host">Host part.</param>
    /// <param name="plugin">The plugin that it was kept by; null where the table knows none.</param>
    /// <param name="stored">What the table kept: itself a secret.</param>
    public abstract SqlStatement RestorePassword(string user, string host, string? plugin, string stored);

    /// <summary>A new account with what another server's table kept of its password.</summary>
    /// <param name="user">Name.</param>
    /// <param name="host">Host part.</param>
    /// <param name="plugin">The plugin that it was kept by.</param>
    /// <param name="stored">What was kept: itself a secret; empty for nothing.</param>
    public abstract SqlStatement CreateKept(string user, string host, string plugin, string stored);

    /// <summary>What an account that exists demands of its client.</summary>
    public virtual SqlStatement Demand(string user, string host, AccountDemand demand)
        => new SqlStatement("ALTER USER ").Account(user, host).Append(demand.Clause);

    /// <summary>What the login itself may do, a line a GRANT; the rights of its roles of the moment among them.</summary>
    public static SqlStatement ShowOwnGrants => "SHOW GRANTS";

    /// <summary>What the account may do.</summary>
    public static SqlStatement ShowGrants(string user, string host) => new SqlStatement("SHOW GRANTS FOR ").Account(user, host);

    public static SqlStatement Grant(string user, string host, string privileges = "REPLICATION SLAVE")
        => new SqlStatement("GRANT " + privileges + " ON *.* TO ").Account(user, host);

    public static SqlStatement Revoke(string user, string host, string privileges = "REPLICATION SLAVE")
        => new SqlStatement("REVOKE " + privileges + " ON *.* FROM ").Account(user, host);

    public static SqlStatement Drop(string user, string host) => new SqlStatement("DROP USER ").Account(user, host);

    public static SqlStatement Drop(SqlStatement name) => new SqlStatement("DROP USER ").Append(name);

    /// <summary>The rows of all accounts, all columns.</summary>
    public static SqlStatement ShowAll => "SELECT * FROM mysql.user";

    /// <summary>The privileges that a server knows, as Privilege.</summary>
    public static SqlStatement ShowPrivileges => "SHOW PRIVILEGES";

    /// <summary>What makes an account, without its rights.</summary>
    public static SqlStatement ShowCreate(SqlStatement name) => new SqlStatement("SHOW CREATE USER ").Append(name);

    public static SqlStatement ShowGrants(SqlStatement name) => new SqlStatement("SHOW GRANTS FOR ").Append(name);

    /// <summary>A role of MariaDB, which has no host.</summary>
    public static SqlStatement CreateRole(string name) => new SqlStatement("CREATE ROLE ").Name(name);

    public static SqlStatement DropRole(string name) => new SqlStatement("DROP ROLE ").Name(name);

    /// <summary>
    /// Another name for an account: password, rights on every level, roles that it holds and its default role go with it (measured on 5.6,
    /// 9.7, MariaDB 10.5 and 11.8). Roles cannot be renamed: MySQL says 3532 for an account that somebody holds as one, MariaDB 1396.
    /// </summary>
    public static SqlStatement Rename(SqlStatement from, SqlStatement to) => new SqlStatement("RENAME USER ").Append(from).Words(" TO ").Append(to);

    /// <summary>Takes all rights away; whoever holds it as a role still does.</summary>
    public static SqlStatement RevokeAll(SqlStatement name) => new SqlStatement("REVOKE ALL PRIVILEGES, GRANT OPTION FROM ").Append(name);

    /// <summary>Accounts that others hold as roles, as User and Host; null where no account can be one.</summary>
    public virtual SqlStatement? ShowHeld => null;
}
