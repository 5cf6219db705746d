using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;

namespace MySqlReplication.Engine.Connections;

/// <summary>The driver's pool of one login.</summary>
internal sealed class ConnectionPool(MySqlDataSource source)
{
    // Sooner than the driver closes what nobody uses (ConnectionIdleTimeout).
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PolledAfter = TimeSpan.FromSeconds(1);
    private long _returned;
    private long _asked;
    private long _askedSince;
    private volatile bool _isClosed;

    /// <summary>Whether it lends no more: somebody disconnected from the server.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>A connection of it, not open yet.</summary>
    /// <exception cref="ObjectDisposedException">It <see cref="IsClosed"/>.</exception>
    public MySqlConnection Create() => source.CreateConnection();

    /// <summary>Closes what is idle; what is lent out is closed when it comes back.</summary>
    public void Close()
    {
        _isClosed = true;
        source.Dispose();
    }

    /// <summary>The same, without holding a thread.</summary>
    public ValueTask CloseAsync()
    {
        _isClosed = true;
        return source.DisposeAsync();
    }

    /// <summary>Whether a connection came back a moment ago after good service: the next one is likely there at once.</summary>
    public bool IsWarm => IsRecent(ref _returned);

    /// <summary>Whether somebody asks it for a status again and again, for longer than one command over many servers takes.</summary>
    public bool IsPolled => IsRecent(ref _asked) && Stopwatch.GetTimestamp() - Volatile.Read(ref _askedSince) >= PolledAfter.TotalSeconds * Stopwatch.Frequency;

    /// <summary>A connection came back, well.</summary>
    public void Returned() => Volatile.Write(ref _returned, Stopwatch.GetTimestamp());

    /// <summary>It is asked for a status now.</summary>
    public void Asked()
    {
        var now = Stopwatch.GetTimestamp();
        if (!IsRecent(ref _asked))
        {
            Volatile.Write(ref _askedSince, now);
        }

        Volatile.Write(ref _asked, now);
    }

    private static bool IsRecent(ref long when)
        => Volatile.Read(ref when) is not 0 and var then && Stopwatch.GetTimestamp() - then < Kept.TotalSeconds * Stopwatch.Frequency;
}
