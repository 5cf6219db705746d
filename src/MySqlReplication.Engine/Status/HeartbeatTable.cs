using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// The table of heartbeats of one origin: a row for its server id. In the module's own schema, or where the user says. What this
/// made goes again, on the server that made it only: the DROP replicates.
/// </summary>
internal sealed class HeartbeatTable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ServerSession _origin;
    private readonly HeartbeatPlace _place;
    private bool _mine;

    private HeartbeatTable(ServerSession origin, HeartbeatPlace place)
    {
        _origin = origin;
        _place = place;
    }

    /// <summary>The server that it was made on.</summary>
    public ServerSession Origin => _origin;

    /// <summary>Makes it where it is not there, with its database as the session's default: filters go by that.</summary>
    public static async Task<HeartbeatTable> CreateAsync(ServerSession origin, HeartbeatPlace place, CancellationToken cancellationToken)
    {
        var table = new HeartbeatTable(origin, place);
        try
        {
            await origin.Connection.UseDatabaseAsync(place.Database, cancellationToken).ConfigureAwait(false);
            if ((await origin.Connection.QueryAsync(table.Exists, cancellationToken).ConfigureAwait(false)).Count == 0)
            {
                table._mine = true;
                await origin.Connection.ExecuteAsync(
                    new SqlStatement("CREATE TABLE IF NOT EXISTS ").Name(place.Table).Words(" (server_id BIGINT UNSIGNED NOT NULL PRIMARY KEY, beat BIGINT NOT NULL) ENGINE=InnoDB"), cancellationToken).ConfigureAwait(false);
            }

            return table;
        }
        catch
        {
            await table.DropAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether a server has it within the limit.</summary>
    public Task<bool> ArrivesAsync(ServerSession server, TimeSpan limit, CancellationToken cancellationToken) => UntilAsync(server, Exists, there: true, limit, cancellationToken);

    /// <summary>Whether a server no longer has it, or its row, within the limit.</summary>
    public Task<bool> GoesAsync(ServerSession server, TimeSpan limit) => UntilAsync(server, _mine ? Exists : Last, there: false, limit, CancellationToken.None);

    /// <summary>The origin's beat.</summary>
    public SqlStatement Beat(long beat) => new SqlStatement("REPLACE INTO ").Name(_place.Table).Words(" (server_id, beat) VALUES (").Number(_origin.Facts.ServerId).Words(", ").Number(beat).Words(")");

    /// <summary>The last beat of the origin that has arrived.</summary>
    public SqlStatement Last => new SqlStatement("SELECT beat FROM ").Name(_place.Database).Words(".").Name(_place.Table).Words(" WHERE server_id = ").Number(_origin.Facts.ServerId);

    private SqlStatement Exists => new SqlStatement("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Text(_place.Database).Words(" AND TABLE_NAME = ").Text(_place.Table);

    /// <summary>Takes it away, or its row where the table was there before.</summary>
    public Task DropAsync() => _origin.Connection.ExecuteAsync(
        _mine ? new SqlStatement("DROP TABLE IF EXISTS ").Name(_place.Database).Words(".").Name(_place.Table)
            : new SqlStatement("DELETE FROM ").Name(_place.Database).Words(".").Name(_place.Table).Words(" WHERE server_id = ").Number(_origin.Facts.ServerId),
        CancellationToken.None);

    private static async Task<bool> UntilAsync(ServerSession server, SqlStatement wanted, bool there, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); (await server.Connection.QueryAsync(wanted, cancellationToken).ConfigureAwait(false)).Count > 0 != there;)
        {
            if (watch.Elapsed >= limit)
            {
                return false;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
