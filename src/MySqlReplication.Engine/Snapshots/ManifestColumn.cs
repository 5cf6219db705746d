namespace MySqlReplication.Engine.Snapshots;

/// <summary>A column of an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Form">How its values are written.</param>
internal sealed record ManifestColumn(string Name, ColumnForm Form);
