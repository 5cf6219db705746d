using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>One column that is copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What is selected on the source: the value as bytes, exact.</param>
/// <param name="Form">How it travels.</param>
internal sealed record SnapshotColumn(string Name, SqlStatement Value, ColumnForm Form);
