using System;
using System.Diagnostics;
using System.Threading;
using MySqlConnector;

namespace MySqlReplication.Engine.Connections;

/// <summary>The driver's pool of one login.</summary>
internal sealed class ConnectionPool(MySqlDataSource source)
{
    // Sooner than the driver closes what nobody uses (ConnectionIdleTimeout).
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private long _returned;

    /// <summary>Where connections come from.</summary>
    public MySqlDataSource Source => source;

    /// <summary>Whether a connection came back a moment ago after good service: the next one is likely there at once.</summary>
    public bool IsWarm => Volatile.Read(ref _returned) is not 0 and var then && Stopwatch.GetTimestamp() - then < Kept.TotalSeconds * Stopwatch.Frequency;

    /// <summary>A connection came back, well.</summary>
    public void Returned() => Volatile.Write(ref _returned, Stopwatch.GetTimestamp());
}
