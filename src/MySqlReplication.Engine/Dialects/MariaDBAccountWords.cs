using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MariaDB writes the password of an account statement in clear into its binary log and its general log (measured: dialects.md
/// section 10), so it gets what the plugin keeps of it only.
/// </summary>
internal sealed class MariaDBAccountWords : AccountWords
{
    private const string Ed25519 = "ed25519";

    public override string LogBinPrivilege => "BINLOG ADMIN";

    public override string WriteReadOnlyPrivilege => "READ ONLY ADMIN";

    public override string PluginAfterSetPassword => Native;

    public override IReadOnlyList<string> Plugins { get; } = [Native, Ed25519];

    public override IReadOnlyList<string> MonitoringPrivileges { get; } = ["BINLOG MONITOR", "SLAVE MONITOR"];

    public override SqlStatement FindReplicating => "SELECT * FROM mysql.user WHERE Repl_slave_priv = 'Y' AND is_role <> 'Y' ORDER BY User, Host";

    public override SqlStatement AnonymousHosts => "SELECT Host FROM mysql.user WHERE User = '' AND is_role <> 'Y'";

    private static string Native => "mysql_native_password";

    public override SqlStatement Create(ReplicationCredential login, string host, string? plugin, AccountDemand demand)
    {
        var create = Identified(new SqlStatement("CREATE USER ").Account(login.UserName, host), login, plugin);
        return demand.Tls ? create.Append(demand.Clause) : create;
    }

    public override SqlStatement SetPassword(ReplicationCredential login, string host, string? plugin)
        => Identified(new SqlStatement("ALTER USER ").Account(login.UserName, host), login, plugin);

    public override SqlStatement RestorePassword(string user, string host, string? plugin, string stored)
        => new SqlStatement("ALTER USER ").Account(user, host).Words(" IDENTIFIED VIA ").Name(plugin is { Length: > 0 } ? plugin : Native).Words(" USING ").Secret(stored);

    public override SqlStatement CreateKept(string user, string host, string plugin, string stored)
    {
        var create = new SqlStatement("CREATE USER ").Account(user, host).Words(" IDENTIFIED VIA ").Name(plugin);
        return stored.Length == 0 ? create : create.Words(" USING ").Secret(stored);
    }

    private static SqlStatement Identified(SqlStatement account, ReplicationCredential login, string? plugin) => plugin == Ed25519
        ? account.Words(" IDENTIFIED VIA ed25519 USING ").SecretEd25519(login.Reveal())
        : account.Words(" IDENTIFIED VIA mysql_native_password USING ").SecretHash(login.Reveal());
}
