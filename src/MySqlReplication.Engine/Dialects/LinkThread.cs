namespace MySqlReplication.Engine.Dialects;

/// <summary>Which thread of a link a statement is about.</summary>
internal enum LinkThread
{
    Both,
    Receiver,
    Applier,
}
