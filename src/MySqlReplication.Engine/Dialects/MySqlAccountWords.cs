using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MySQL from 5.7.6 on. The password is said in clear, so that the server's policy and plugin apply; the server itself writes it
/// as a hash into its binary log and its general log (manual, Passwords and Logging; measured: 9.7).
/// </summary>
internal sealed class MySqlAccountWords(Capabilities capabilities) : AccountWords
{
    // Manual: dynamic privileges of MySQL 8.0; SESSION_VARIABLES_ADMIN since 8.0.14. Measured: 9.7.
    public override string LogBinPrivilege => capabilities.HasDynamicPrivileges ? "SESSION_VARIABLES_ADMIN" : "SUPER";

    public override SqlStatement AnonymousHosts => "SELECT Host FROM mysql.user WHERE User = ''";

    public override SqlStatement Create(ReplicationCredential login, string host)
        => new SqlStatement("CREATE USER ").Account(login.UserName, host).Words(" IDENTIFIED BY ").Secret(login.Reveal());

    public override SqlStatement SetPassword(ReplicationCredential login, string host)
        => new SqlStatement("ALTER USER ").Account(login.UserName, host).Words(" IDENTIFIED BY ").Secret(login.Reveal());
}
