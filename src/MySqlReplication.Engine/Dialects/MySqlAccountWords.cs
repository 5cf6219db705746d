using System;
using System.Collections.Generic;
using System.Text;
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

    public override string WriteReadOnlyPrivilege => capabilities.HasDynamicPrivileges ? "CONNECTION_ADMIN" : "SUPER";

    public override IReadOnlyList<string> Plugins { get; } = ["caching_sha2_password", "sha256_password", "mysql_native_password"];

    public override SqlStatement FindReplicating => "SELECT * FROM mysql.user WHERE Repl_slave_priv = 'Y' ORDER BY User, Host";

    // Roles came with 8.0, as dynamic privileges did.
    public override SqlStatement? ShowHeld => capabilities.HasDynamicPrivileges ? new SqlStatement("SELECT DISTINCT FROM_USER AS User, FROM_HOST AS Host FROM mysql.role_edges") : null;

    public override SqlStatement AnonymousHosts => "SELECT Host FROM mysql.user WHERE User = ''";

    public override SqlStatement Create(ReplicationCredential login, string host, string? plugin, AccountDemand demand)
    {
        var create = Identified(new SqlStatement("CREATE USER ").Account(login.UserName, host), login, plugin);
        return demand.Tls ? create.Append(demand.Clause) : create;
    }

    public override SqlStatement SetPassword(ReplicationCredential login, string host, string? plugin)
        => Identified(new SqlStatement("ALTER USER ").Account(login.UserName, host), login, plugin);

    public override SqlStatement? SetPasswordBeside(ReplicationCredential login, string host) => !capabilities.HasDualPasswords ? null
        : Identified(new SqlStatement("ALTER USER ").Account(login.UserName, host), login, null).Words(" RETAIN CURRENT PASSWORD");

    public override SqlStatement? DiscardOldPassword(string user, string host) => !capabilities.HasDualPasswords ? null
        : new SqlStatement("ALTER USER ").Account(user, host).Words(" DISCARD OLD PASSWORD");

    // What caching_sha2_password keeps holds any byte from 0 to 127: from 8.0.17 on it can be said in hex (manual, CREATE USER).
    public override SqlStatement RestorePassword(string user, string host, string? plugin, string stored)
    {
        return As(new SqlStatement("ALTER USER ").Account(user, host).Words(" IDENTIFIED WITH ").Name(plugin is { Length: > 0 } ? plugin : "mysql_native_password"), stored);
    }

    public override SqlStatement CreateKept(string user, string host, string plugin, string stored)
    {
        var create = new SqlStatement("CREATE USER ").Account(user, host).Words(" IDENTIFIED WITH ").Name(plugin);
        return stored.Length == 0 ? create : As(create, stored);
    }

    private SqlStatement As(SqlStatement identified, string stored) => capabilities.HasHexPasswords
        ? identified.Words(" AS ").SecretWord("0x" + BitConverter.ToString(Encoding.UTF8.GetBytes(stored)).Replace("-", string.Empty))
        : identified.Words(" AS ").Secret(stored);

    private static SqlStatement Identified(SqlStatement account, ReplicationCredential login, string? plugin)
        => (plugin is null ? account.Words(" IDENTIFIED BY ") : account.Words(" IDENTIFIED WITH ").Name(plugin).Words(" BY ")).Secret(login.Reveal());
}
