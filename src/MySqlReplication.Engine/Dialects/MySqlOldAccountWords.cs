using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MySQL 5.5 and 5.6: no ALTER USER ... IDENTIFIED BY, and a hash may stand in place of the password (measured: 5.6), so that no
/// log can hold the password.
/// </summary>
internal sealed class MySqlOldAccountWords : AccountWords
{
    public override string LogBinPrivilege => "SUPER";

    // Manual, SET PASSWORD: UPDATE on the mysql database.
    public override string SetPasswordPrivilege => "UPDATE on mysql.*";

    public override SqlStatement AnonymousHosts => "SELECT Host FROM mysql.user WHERE User = ''";

    public override SqlStatement Create(ReplicationCredential login, string host)
        => new SqlStatement("CREATE USER ").Account(login.UserName, host).Words(" IDENTIFIED BY PASSWORD ").SecretHash(login.Reveal());

    public override SqlStatement SetPassword(ReplicationCredential login, string host)
        => new SqlStatement("SET PASSWORD FOR ").Account(login.UserName, host).Words(" = ").SecretHash(login.Reveal());
}
