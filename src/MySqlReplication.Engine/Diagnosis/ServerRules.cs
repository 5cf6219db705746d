using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Whether one server is fit for its part, beyond its settings (<see cref="SettingsRules"/>).</summary>
internal static class ServerRules
{
    private const int Named = 8;

    public static IEnumerable<ReplicationFinding> Of(ServerEvidence s, ServerRole role)
    {
        var isSource = role != ServerRole.Replica;
        var isReplica = role != ServerRole.Source;
        if (isSource && !s.Facts.LogBin)
        {
            yield return Make(s, FindingSeverity.Error, "BinlogOff", "log_bin", s.Server + " runs with log_bin=OFF", "It writes no binary log, so nobody can follow it.", "Set-MyCnfReplication -LogBin mysql-bin, then restart it");
        }

        if (isSource && s.Facts.LogBin && "STATEMENT".Equals(s.Facts.Text("binlog_format"), StringComparison.OrdinalIgnoreCase))
        {
            yield return Make(s, FindingSeverity.Warning, "BinlogFormatStatement", "binlog_format", s.Server + " runs with binlog_format=STATEMENT", "Statements can do something else on the replica, without any error.", "Set-MyCnfReplication -BinlogFormat ROW");
        }

        if (role is ServerRole.Source or ServerRole.PairMember && s.Facts.Flag("read_only") == true)
        {
            yield return Make(s, FindingSeverity.Warning, "ReadOnly", "read_only", s.Server + " runs with read_only=ON", "It is to be written to, and refuses all but administrators.", "SET GLOBAL read_only = 0");
        }

        if (role == ServerRole.Replica && s.Facts.Flag("read_only") == false)
        {
            yield return Make(s, FindingSeverity.Information, "ReplicaWritable", "read_only", s.Server + " runs with read_only=OFF", "Anybody with a login may write here what the source does not have.", "SET GLOBAL read_only = 1, and read-only in the option file");
        }

        if (isReplica && SkippedErrors.Of(s.Facts) is { } skipped && (skipped.Errors is not null || skipped.IsIdempotent))
        {
            yield return Make(s, FindingSeverity.Error, "ErrorsAreSkipped", "slave_skip_errors", skipped.Errors is null ? "slave_exec_mode is IDEMPOTENT" : "slave_skip_errors is " + skipped.Errors, "Rows may differ without any error being shown.", "Take the setting back, then compare the rows");
        }

        foreach (var finding in Objects(s, isReplica).Concat(Known(s)).Concat(PrivilegeRules.Of(s, isSource, isReplica)))
        {
            yield return finding;
        }
    }

    /// <summary>Servers of one uuid, whatever their ids are.</summary>
    public static IEnumerable<ReplicationFinding> UuidShared(IReadOnlyList<ServerEvidence> servers)
        => from same in servers.Where(s => s.Facts.ServerUuid is not null).GroupBy(s => s.Facts.ServerUuid, StringComparer.OrdinalIgnoreCase)
           where same.Count() > 1
           from s in same
           let others = string.Join(", ", same.Where(o => o != s).Select(o => o.Server.ToString()))
           where others.Length > 0
           select Make(s, FindingSeverity.Error, "EqualServerUuid", "server_uuid", s.Server + " and " + others + " have server_uuid " + same.Key, "A data directory was copied together with its auto.cnf: the receiver refuses such a source, and two replicas of one uuid push each other out.",
               "Stop one of them, delete auto.cnf in " + (s.Facts.Text("datadir") ?? "its data directory") + ", start it");

    internal static ReplicationFinding Make(ServerEvidence s, FindingSeverity severity, string id, string subject, string evidence, string reason, string? fix = null) => new()
    {
        Id = id,
        Severity = severity,
        Server = s.Server,
        Subject = subject,
        Evidence = evidence,
        Reason = reason,
        Fix = fix,
    };

    private static IEnumerable<ReplicationFinding> Objects(ServerEvidence s, bool isReplica)
    {
        var tables = s.Tables ?? new Dictionary<string, TableShape>();
        var keyless = tables.Where(t => !t.Value.UniqueIndexes.ContainsKey("PRIMARY")).Select(t => t.Key).ToList();
        if (keyless.Count > 0)
        {
            yield return Make(s, FindingSeverity.Warning, "TablesWithoutPrimaryKey", "tables", List(keyless), "Each row event searches the whole table, and rows that look alike cannot be told apart.", "ALTER TABLE ... ADD PRIMARY KEY");
        }

        var loose = tables.Where(t => t.Value.Engine is { } engine && !IsTransactional(engine)).Select(t => t.Key + " (" + t.Value.Engine + ")").ToList();
        if (loose.Count > 0)
        {
            yield return Make(s, FindingSeverity.Warning, "NonTransactionalTables", "tables", List(loose), "Half a statement stays there when it is cut off, and a crash leaves rows that the other side does not have.", "ALTER TABLE ... ENGINE=InnoDB");
        }

        if (s.MissingDefiners is { Count: > 0 } missing)
        {
            yield return Make(s, FindingSeverity.Warning, "DefinerMissing", "definers", List(missing), "Routines, triggers, views or events belong to accounts that do not exist here: they fail when they are used, a trigger also stops an applier.", "Make the account, or change the definer");
        }

        if (isReplica && s.EnabledEvents is { Count: > 0 } events && !"OFF".Equals(s.Facts.Text("event_scheduler"), StringComparison.OrdinalIgnoreCase) && !"DISABLED".Equals(s.Facts.Text("event_scheduler"), StringComparison.OrdinalIgnoreCase))
        {
            yield return Make(s, FindingSeverity.Warning, "EventsEnabled", "events", List(events), "The scheduler runs these here as well as on the source: what they write is done twice, also on a read-only server.", "ALTER EVENT ... DISABLE ON SLAVE, on the replica");
        }

        if (s.LiveFilters is { Count: > 0 } live)
        {
            yield return Make(s, FindingSeverity.Warning, "LiveFilterLost", "replication filters", List(live), "These filters were set by a statement: at the next restart they are gone, unless the option file says the same, and then everything replicates.", "Set-MyCnfReplication with the same filters");
        }
    }

    private static IEnumerable<ReplicationFinding> Known(ServerEvidence s)
    {
        if (ClusterMembership.Of(s.Facts) is { } cluster)
        {
            yield return Make(s, FindingSeverity.Information, "ClusterMember", "cluster", s.Server + " is a member of the " + cluster, "It replicates in the cluster's own way, beside any link.");
        }

        foreach (var (isNull, what) in new[] { (s.MissingDefiners is null, "definers"), (s.EnabledEvents is null, "events"), (s.LiveFilters is null, "live filters"), (s.Readers is null, "connected replicas") })
        {
            if (isNull)
            {
                yield return Make(s, FindingSeverity.Unknown, "NotTold", what, "the login may not see the " + what + " of " + s.Server, "What cannot be seen was not judged.", "Use a login that may read mysql and performance_schema, with PROCESS");
            }
        }

        yield return Make(s, FindingSeverity.Unknown, "DiskSpaceNotTold", "disk space", s.Server + " does not tell how full its volumes are", "No statement of the server shows it; a full volume stops replication.", "Look on its machine");
    }

    private static bool IsTransactional(string engine) => engine.ToUpperInvariant() is "INNODB" or "ROCKSDB" or "TOKUDB" or "NDBCLUSTER" or "NDB" or "BLACKHOLE" or "SEQUENCE";

    private static string List(IReadOnlyCollection<string> all)
        => string.Join(", ", all.OrderBy(n => n, StringComparer.Ordinal).Take(Named)) + (all.Count > Named ? " and " + (all.Count - Named) + " more" : string.Empty);
}
