using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Which privileges the login lacks for setting this server up and watching it. Measured with one privilege each (5.6, 9.7, MariaDB 10.5, 10.11, 11.8).</summary>
internal static class PrivilegeRules
{
    public static IEnumerable<ReplicationFinding> Of(ServerEvidence s, bool isSource, bool isReplica)
    {
        // A role's privileges do not stand in SHOW GRANTS: then nothing is said.
        if (s.Privileges.Contains("ALL PRIVILEGES") || s.Privileges.Count == 0)
        {
            yield break;
        }

        var maria = s.End.IsMariaDB;
        var old = !maria && !s.End.Capabilities.HasDynamicPrivileges;
        var needs = new List<(string For, string[] AnyOf)>();
        if (isSource)
        {
            needs.Add(("reading coordinates and binary logs", maria ? ["BINLOG MONITOR", "REPLICATION CLIENT", "SUPER"] : ["REPLICATION CLIENT", "SUPER"]));
            needs.Add(("making the replication account", ["CREATE USER"]));
        }

        if (isReplica)
        {
            needs.Add(("reading the replica's status", maria ? ["SLAVE MONITOR", "REPLICA MONITOR", "SUPER"] : ["REPLICATION CLIENT", "SUPER"]));
            needs.Add(("starting, stopping and changing links", maria ? ["REPLICATION SLAVE ADMIN", "REPLICATION REPLICA ADMIN", "SUPER"] : old ? ["SUPER"] : ["REPLICATION_SLAVE_ADMIN", "SUPER"]));
        }

        needs.Add(("freezing the server for a copy", ["RELOAD"]));
        foreach (var (what, anyOf) in needs.Where(n => !n.AnyOf.Any(s.Privileges.Contains)))
        {
            yield return ServerRules.Make(s, FindingSeverity.Warning, "PrivilegeMissing", what, s.Facts.Account + " on " + s.Server + " has none of: " + string.Join(", ", anyOf), "Without it this login cannot do that.", "GRANT " + anyOf[0] + " ON *.* TO the account");
        }
    }
}
