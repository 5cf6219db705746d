using System;

namespace MySqlReplication.Engine.Servers;

/// <summary>
/// Whether a server is a member of a cluster that replicates in its own way, which SHOW ... STATUS does not show: Galera
/// (MariaDB and Percona builds: wsrep_on) and Group Replication (MySQL).
/// </summary>
internal static class ClusterMembership
{
    /// <summary>The cluster in words; null when the server is in none.</summary>
    public static string? Of(ServerFacts facts) => facts.Flag("wsrep_on") == true ? "Galera cluster '" + facts.Text("wsrep_cluster_name") + "'"
        : facts.Text("group_replication_group_name") is { Length: > 0 } group && !group.Equals("AUTOMATIC", StringComparison.OrdinalIgnoreCase) ? "Group Replication group '" + group + "'"
        : null;
}
