using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using MySqlConnector;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// One driver pool a login. The password stays out of the connection string: the pool's own provider hands it over. Keyed by
/// the reference with its secret, so that another password never borrows a connection that the right one opened.
/// </summary>
internal static class ConnectionPools
{
    private static readonly ConcurrentDictionary<(ServerReference Server, int ConnectSeconds, PoolUse Use), Lazy<ConnectionPool>> Pools = new();

    // Sessions that this process has opened, by the server's own numbers, which it never gives twice until it starts anew.
    private static readonly ConcurrentDictionary<(ServerAddress Address, long Session), bool> Opened = new();

    /// <summary>Remembers a session that was opened.</summary>
    public static void Note(ServerAddress address, long session) => Opened[(address, session)] = true;

    /// <summary>Whether this process opened a session, so that it is nobody else's; an idle one begins anew before it is lent out again.</summary>
    public static bool IsOwn(ServerAddress address, long session) => Opened.ContainsKey((address, session));

    /// <summary>The pool of a login for one use.</summary>
    public static ConnectionPool For(ServerReference server, TimeSpan connectTimeout, PoolUse use)
    {
        return Pools.GetOrAdd((server, Seconds(connectTimeout), use), key => new Lazy<ConnectionPool>(() => new ConnectionPool(Create(key.Server, key.ConnectSeconds, key.Use)))).Value;
    }

    /// <summary>The pool of a login if there is one and a connection came back to it a moment ago, else null.</summary>
    public static ConnectionPool? Warm(ServerReference server, TimeSpan connectTimeout, PoolUse use)
        => Pools.TryGetValue((server, Seconds(connectTimeout), use), out var pool) && pool is { IsValueCreated: true, Value.IsWarm: true } ? pool.Value : null;

    /// <summary>Lends no more out of a pool; nobody waits until its idle sessions, which may be dead, are closed.</summary>
    public static void Drop(ServerReference server, TimeSpan connectTimeout, PoolUse use)
    {
        if (Pools.TryRemove((server, Seconds(connectTimeout), use), out var pool))
        {
            _ = Task.Run(pool.Value.Close);
        }
    }

    /// <summary>Closes the pooled connections to an address, of every login, and forgets the logins; false when there were none.</summary>
    public static async Task<bool> CloseAsync(ServerAddress address)
    {
        var closed = false;
        foreach (var key in Opened.Keys)
        {
            if (key.Address.Equals(address))
            {
                Opened.TryRemove(key, out _);
            }
        }

        foreach (var key in Pools.Keys)
        {
            if (key.Server.Address.Equals(address) && Pools.TryRemove(key, out var pool))
            {
                await pool.Value.CloseAsync().ConfigureAwait(false);
                closed = true;
            }
        }

        return closed;
    }

    /// <summary>Closes the pooled connections of one login; those that are lent out are closed when they come back.</summary>
    public static void Forget(ServerReference server)
    {
        foreach (var key in Pools.Keys)
        {
            if (key.Server.Equals(server) && Pools.TryRemove(key, out var pool))
            {
                pool.Value.Close();
            }
        }
    }

    /// <summary>Closes all pooled connections.</summary>
    public static async Task CloseAllAsync()
    {
        foreach (var key in Pools.Keys)
        {
            if (Pools.TryRemove(key, out var pool))
            {
                await pool.Value.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    private static int Seconds(TimeSpan connectTimeout) => (int)Math.Max(1, Math.Ceiling(connectTimeout.TotalSeconds));

    private static MySqlDataSource Create(ServerReference server, int connectSeconds, PoolUse use)
    {
        var settings = new MySqlConnectionStringBuilder
        {
            UserID = server.UserName ?? string.Empty,
            ConnectionTimeout = (uint)connectSeconds,
            DefaultCommandTimeout = 30,
            ConnectionProtocol = server.Socket is null ? MySqlConnectionProtocol.Sockets : MySqlConnectionProtocol.UnixSocket,
            Server = server.Socket ?? server.HostName!,
            Port = (uint)(server.Port ?? 0),
            SslMode = ConnectionProtection.Mode(server),

            // A server must never read files of the admin's machine. The loader's pool lets it ask, where the driver serves nothing
            // but the stream that was registered for the statement (ServerConnection.ServesStreamOnly).
            AllowLoadLocalInfile = use == PoolUse.Load,
            ConnectionReset = use != PoolUse.Poll,

            // A kept session that does not answer in time is closed, not asked over a second one to end its statement.
            CancellationTimeout = use == PoolUse.Poll ? -1 : 2,
            AllowUserVariables = true,
            PersistSecurityInfo = false,
            ApplicationName = "MySqlReplication",
            MaximumPoolSize = 20,
            ConnectionIdleTimeout = 60,

            // A machine that went away without a word is noticed by who waits for its rows, and a session that waits for a long load
            // is not taken for dead by what stands between. Two hours, the systems' own, are too long for both.
            Keepalive = 60,
            ConvertZeroDateTime = false,
            AllowZeroDateTime = true,
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
        };
        ConnectionProtection.AddFiles(settings, server.Tls);
        var builder = new MySqlDataSourceBuilder(settings.ConnectionString);
        var credential = server.Credential;
        if (credential is not null)
        {
            var password = credential.Reveal();
            builder.UsePeriodicPasswordProvider((_, _) => new ValueTask<string>(password), TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        }

        return builder.Build();
    }
}
