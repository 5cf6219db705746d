namespace MySqlReplication.Engine.Connections;

/// <summary>What the sessions of a pool are for.</summary>
internal enum PoolUse
{
    /// <summary>Anything; each begins anew when it is lent out again.</summary>
    Any,

    /// <summary>Loading: the server may ask for the stream of a LOAD DATA LOCAL.</summary>
    Load,

    /// <summary>
    /// Asking the same again and again. They change nothing of themselves, so they are lent out as they came back: a status costs one
    /// trip to the server instead of two. Whether one still lives shows by its first answer only.
    /// </summary>
    Poll,
}
