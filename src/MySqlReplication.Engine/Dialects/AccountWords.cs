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

    /// <summary>The privilege for another account's password. Manual: from 5.7 on and MariaDB.</summary>
    public virtual string SetPasswordPrivilege => "CREATE USER";

    /// <summary>What the server keeps when it says nothing else: the plugin that <see cref="SetPassword"/> leaves an account with; null when it keeps the account's own.</summary>
    public virtual string? PluginAfterSetPassword => null;

    /// <summary>The row of an account, all columns: their set differs from version to version, the reader is tolerant.</summary>
    public static SqlStatement Find(string user, string host)
        => new SqlStatement("SELECT * FROM mysql.user WHERE User = ").Text(user).Words(" AND Host = ").Text(host);

    /// <summary>
    /// Hosts of the accounts without a name. On MariaDB roles stand in the same table, with an empty host; an empty host of an
    /// account means any.
    /// </summary>
    public abstract SqlStatement AnonymousHosts { get; }

    public abstract SqlStatement Create(ReplicationCredential login, string host);

    /// <summary>Another password for an account that exists.</summary>
    public abstract SqlStatement SetPassword(ReplicationCredential login, string host);

    public static SqlStatement Grant(string user, string host) => new SqlStatement("GRANT REPLICATION SLAVE ON *.* TO ").Account(user, host);

    public static SqlStatement Revoke(string user, string host) => new SqlStatement("REVOKE REPLICATION SLAVE ON *.* FROM ").Account(user, host);

    public static SqlStatement Drop(string user, string host) => new SqlStatement("DROP USER ").Account(user, host);
}
