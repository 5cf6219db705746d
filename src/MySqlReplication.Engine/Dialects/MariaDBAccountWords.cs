using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MariaDB writes the password of an account statement in clear into its binary log and its general log (measured: dialects.md
/// section 10), so it gets the hash only.
/// </summary>
internal sealed class MariaDBAccountWords : AccountWords
{
    public override string LogBinPrivilege => "BINLOG ADMIN";

    public override string PluginAfterSetPassword => "mysql_native_password";

    public override SqlStatement AnonymousHosts => "SELECT Host FROM mysql.user WHERE User = '' AND is_role <> 'Y'";

    public override SqlStatement Create(ReplicationCredential login, string host)
        => new SqlStatement("CREATE USER ").Account(login.UserName, host).Words(" IDENTIFIED VIA mysql_native_password USING ").SecretHash(login.Reveal());

    public override SqlStatement SetPassword(ReplicationCredential login, string host)
        => new SqlStatement("ALTER USER ").Account(login.UserName, host).Words(" IDENTIFIED VIA mysql_native_password USING ").SecretHash(login.Reveal());
}
