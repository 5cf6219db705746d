using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// Who a server is and the variables that a verdict on its links and its details look at, asked as cheaply as it can be. A SELECT of
/// single variables costs a tenth of a SHOW GLOBAL VARIABLES, which fills a table with all of them whatever it is asked for
/// (measured on all five); but it fails when one does not exist, so what comes with plugins stays with SHOW.
/// </summary>
internal sealed class VerdictVariables
{
    private static readonly string[] Identity = ["VERSION()", "CURRENT_USER()", "@@SESSION.sql_mode"];

    // Measured: each is on MariaDB 10.5, 10.11 and 11.8, semi-synchronous replication and Galera among them.
    private static readonly string[] OfMariaDB =
        ["server_uid", "hostname", "port", "datadir", "relay_log", "relay_log_basename", "slave_skip_errors", "slave_exec_mode",
            "rpl_semi_sync_slave_enabled", "rpl_semi_sync_master_enabled", "wsrep_on", "wsrep_cluster_name"];

    // Manual: server_uuid MySQL 5.6.0, relay_log_basename 5.6.2. Measured: 5.6, 9.7.
    private static readonly string[] OfMySql = ["server_uuid", "hostname", "port", "datadir", "relay_log", "relay_log_basename"];

    private static readonly string[] OfPlugins =
        ["rpl_semi_sync_replica_enabled", "rpl_semi_sync_slave_enabled", "rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled",
            "wsrep_on", "wsrep_cluster_name", "group_replication_group_name"];

    public VerdictVariables(Capabilities capabilities)
    {
        var selected = capabilities.HasMariaDBGtid ? OfMariaDB
            : !capabilities.HasGtidMode ? []
            : capabilities.HasReplicaOptionNames ? [.. OfMySql, "replica_skip_errors", "replica_exec_mode"]
            : [.. OfMySql, "slave_skip_errors", "slave_exec_mode"];
        var listed = capabilities.HasMariaDBGtid ? [] : selected.Length == 0 ? All : OfPlugins;
        var select = new SqlStatement("SELECT " + string.Join(", ", Identity.Concat(selected.Select(name => "@@GLOBAL." + name + " AS " + name))));
        Questions = listed.Count == 0 ? [select] : [select, Show(listed)];
    }

    /// <summary>All of them under all names, for a SHOW that is asked of any server.</summary>
    public static IReadOnlyList<string> All { get; } = OfMySql.Union(OfMariaDB).Union(OfPlugins).Union(["replica_skip_errors", "replica_exec_mode"]).ToArray();

    /// <summary>Version, account and sql_mode, then single variables under their names; behind it, where there are such, name and value of others.</summary>
    public IReadOnlyList<SqlQuestion> Questions { get; }

    /// <summary>Version, account and sql_mode of any server.</summary>
    public static SqlStatement ShowIdentity => "SELECT " + string.Join(", ", Identity);

    /// <summary>Name and value of those that exist; null asks for all (a thousand on MariaDB).</summary>
    public static SqlStatement Show(IReadOnlyList<string>? names)
        => "SHOW GLOBAL VARIABLES" + (names is null ? string.Empty : " WHERE Variable_name IN ('" + string.Join("', '", names) + "')");
}
