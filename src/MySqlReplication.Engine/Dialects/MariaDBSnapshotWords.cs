using System;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Snapshots;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Snapshots on MariaDB.</summary>
internal sealed class MariaDBSnapshotWords(Capabilities capabilities) : SnapshotWords
{
    public override SqlStatement? ShowSnapshotPosition => "SHOW STATUS LIKE 'binlog\\_snapshot\\_%'";

    public override SqlStatement? WriteHistory => capabilities.HasInsertHistory ? new SqlStatement("SET SESSION system_versioning_insert_history = 1") : null;

    public override SqlStatement? HoldStatistics(TableDefinition table) => Statistics(table, "0");

    public override SqlStatement? ReleaseStatistics(TableDefinition table) => Statistics(table, "DEFAULT");

    public override SqlStatement? SetGtids(string missing) => new SqlStatement("SET GLOBAL gtid_slave_pos = ").Text(missing);

    // A table that says itself how its statistics are kept stays as it is.
    private static SqlStatement? Statistics(TableDefinition table, string recalculate)
        => !string.Equals(table.Engine, "InnoDB", StringComparison.OrdinalIgnoreCase) || table.IsVersioned || table.Create?.Contains("STATS_AUTO_RECALC") == true ? null
            : new SqlStatement("ALTER TABLE ").Name(table.Database).Words(".").Name(table.Name).Words(" STATS_AUTO_RECALC = " + recalculate + ", ALGORITHM = INSTANT");

    // Measured on 10.5, 10.11 and 11.8: with the binary log on, a transaction that rolls back to a savepoint keeps its locks on tables,
    // unless its session does not log.
    public override SqlStatement? ToLetGo => SessionWords.WithoutBinaryLog;

    public override SqlStatement ShowStoredTables => "SELECT NAME, TABLE_ID FROM information_schema.INNODB_SYS_TABLES";

    // Manual: MariaDB 11.2; from 11.5 on it names uca1400 collations by itself.
    public override string? DefaultCollations(ServerFacts facts) => facts.Text("character_set_collations");

    public override SqlStatement? SetDefaultCollations(ServerFacts facts, string? ofSource)
        => facts.Text("character_set_collations") is not { } own || own == (ofSource ?? string.Empty) ? null : new SqlStatement("SET SESSION character_set_collations = ").Text(ofSource ?? string.Empty);

    public override bool Knows(string type) => type.ToUpperInvariant() switch
    {
        "UUID" => capabilities.HasUuid,
        "INET4" => capabilities.HasInet4,
        "VECTOR" => capabilities.HasVector,
        _ => true,
    };

    // Their binary form is what LOAD DATA with a binary character set and a hexadecimal literal are taken for.
    public override SnapshotColumn? Column(string name, string type, string? characterSet, string? definition = null) => type.ToUpperInvariant() switch
    {
        "UUID" or "INET6" => new SnapshotColumn(name, new SqlStatement("CAST(").Name(name).Words(" AS BINARY(16))"), ColumnForm.Bytes),
        "INET4" => new SnapshotColumn(name, new SqlStatement("CAST(").Name(name).Words(" AS BINARY(4))"), ColumnForm.Bytes),
        _ => base.Column(name, type, characterSet, definition),
    };

    // ER_WARNING_NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN: mariadb-dump writes the values (measured: 10.5 to 11.8).
    public override int? HarmlessWarning => 1906;
}
