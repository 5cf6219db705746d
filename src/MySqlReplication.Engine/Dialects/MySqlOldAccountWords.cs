using System.Collections.Generic;
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

    public override string WriteReadOnlyPrivilege => "SUPER";

    // Manual, SET PASSWORD: UPDATE on the mysql database.
    public override string SetPasswordPrivilege => "UPDATE on mysql.*";

    public override IReadOnlyList<string> Plugins { get; } = ["mysql_native_password"];

    public override bool DemandsInCreate => false;

    public override SqlStatement FindReplicating => "SELECT * FROM mysql.user WHERE Repl_slave_priv = 'Y' ORDER BY User, Host";

    public override SqlStatement AnonymousHosts => "SELECT Host FROM mysql.user WHERE User = ''";

    public override SqlStatement Create(ReplicationCredential login, string host, string? plugin, AccountDemand demand)
        => new SqlStatement("CREATE USER ").Account(login.UserName, host).Words(" IDENTIFIED BY PASSWORD ").SecretHash(login.Reveal());

    public override SqlStatement SetPassword(ReplicationCredential login, string host, string? plugin)
        => new SqlStatement("SET PASSWORD FOR ").Account(login.UserName, host).Words(" = ").SecretHash(login.Reveal());

    public override SqlStatement RestorePassword(string user, string host, string? plugin, string stored)
        => new SqlStatement("SET PASSWORD FOR ").Account(user, host).Words(" = ").Secret(stored);

    public override SqlStatement CreateKept(string user, string host, string plugin, string stored)
    {
        var create = new SqlStatement("CREATE USER ").Account(user, host);
        return plugin != "mysql_native_password" ? create.Words(" IDENTIFIED WITH ").Name(plugin).Words(" AS ").Secret(stored)
            : stored.Length == 0 ? create
            : create.Words(" IDENTIFIED BY PASSWORD ").Secret(stored);
    }

    public override SqlStatement Demand(string user, string host, AccountDemand demand)
        => Grant(user, host, "USAGE").Append(demand.Clause);
}
