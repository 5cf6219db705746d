namespace MySqlReplication.Engine.Snapshots;

/// <summary>A secondary key that is made after the rows of its table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">As SHOW CREATE TABLE writes it, such as "KEY `customer` (`customer`)".</param>
internal sealed record LaterKey(string Name, string Definition);
