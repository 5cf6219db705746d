using System;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Snapshots;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Snapshots on MySQL.</summary>
internal sealed class MySqlSnapshotWords(Capabilities capabilities) : SnapshotWords
{
    // Manual: MySQL 8.0.11. Before, utf8mb4 had this one, and SHOW CREATE leaves it out.
    private const string Former = "utf8mb4_general_ci";

    // Removed in MySQL 8.0.11 (manual, Server SQL Modes); 5.7 had the first in its default mode. What the combinations stand for is listed beside them.
    private static readonly string[] Gone =
        ["NO_AUTO_CREATE_USER", "DB2", "MAXDB", "MSSQL", "MYSQL323", "MYSQL40", "ORACLE", "POSTGRESQL", "NO_FIELD_OPTIONS", "NO_KEY_OPTIONS", "NO_TABLE_OPTIONS"];

    public override string EventDisabledOnReplica => capabilities.SpeaksBinaryLogStatus ? "DISABLE ON REPLICA" : base.EventDisabledOnReplica;

    // '+' adds to what is there, from 8.0 on; before, gtid_executed must be empty. Both measured (dialects.md section 10).
    public override SqlStatement? SetGtids(string missing) => !capabilities.HasGtidMode ? null
        : new SqlStatement("SET GLOBAL gtid_purged = ").Text((capabilities.HasDynamicPrivileges ? "+" : string.Empty) + missing);

    // Measured: read-only on 5.6 (1238), not on 9.7. Manual: MySQL 5.7.
    protected override bool Sets(string variable) => variable != "explicit_defaults_for_timestamp" || capabilities.HasChannels;

    // Renamed in MySQL 8.0.3 (manual); both names measured.
    public override SqlStatement ShowStoredTables => "SELECT NAME, TABLE_ID FROM information_schema." + (capabilities.HasDynamicPrivileges ? "INNODB_TABLES" : "INNODB_SYS_TABLES");

    public override string ModeOf(string mode) => capabilities.HasDynamicPrivileges ? string.Join(",", mode.Split(',').Except(Gone, StringComparer.OrdinalIgnoreCase)) : mode;

    public override string? DefaultCollations(ServerFacts facts) => facts.Text("default_collation_for_utf8mb4");

    public override SqlStatement? SetDefaultCollations(ServerFacts facts, string? ofSource)
        => DefaultCollations(facts) is not { } own || own == (ofSource ?? Former) ? null : new SqlStatement("SET SESSION default_collation_for_utf8mb4 = ").Text(ofSource ?? Former);

    public override bool Knows(string type) => !type.Equals("vector", StringComparison.OrdinalIgnoreCase) || capabilities.HasVector;

    public override SnapshotColumn? Column(string name, string type, string? characterSet, string? definition = null)
        => type.Equals("json", StringComparison.OrdinalIgnoreCase)
            ? new SnapshotColumn(name, new SqlStatement("CAST(").Name(name).Words(" AS BINARY)"), ColumnForm.Json)
            : base.Column(name, type, characterSet, definition);
}
