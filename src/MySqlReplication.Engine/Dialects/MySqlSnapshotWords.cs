using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Snapshots;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Snapshots on MySQL.</summary>
internal sealed class MySqlSnapshotWords(Capabilities capabilities) : SnapshotWords
{
    public override string EventDisabledOnReplica => capabilities.SpeaksBinaryLogStatus ? "DISABLE ON REPLICA" : base.EventDisabledOnReplica;

    // '+' adds to what is there, from 8.0 on; before, gtid_executed must be empty. Both measured (dialects.md section 10).
    public override SqlStatement? SetGtids(string missing) => !capabilities.HasGtidMode ? null
        : new SqlStatement("SET GLOBAL gtid_purged = ").Text((capabilities.HasDynamicPrivileges ? "+" : string.Empty) + missing);

    public override SnapshotColumn? Column(string name, string type, string? characterSet)
        => type.Equals("json", System.StringComparison.OrdinalIgnoreCase)
            ? new SnapshotColumn(name, new SqlStatement("CAST(").Name(name).Words(" AS BINARY)"), ColumnForm.Json)
            : base.Column(name, type, characterSet);
}
