namespace MySqlReplication.Engine.Connections;

/// <summary>Who streams rows tells how much more is on its way.</summary>
/// <param name="bytes">Of their text.</param>
/// <param name="rows">Begun with these bytes, or a buffer ahead of them.</param>
internal delegate void RowsSent(int bytes, long rows);
