using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Status;

/// <summary>A table of the module's own on a source, in a schema that is made when it is not there and goes when this made it.</summary>
internal sealed class HeartbeatTable
{
    private readonly ServerSession _source;
    private readonly string _database;
    private readonly string _table;
    private readonly bool _madeDatabase;

    private HeartbeatTable(ServerSession source, string database, string table, bool madeDatabase)
    {
        _source = source;
        _database = database;
        _table = table;
        _madeDatabase = madeDatabase;
    }

    /// <summary>Makes it, with its database as the session's default: filters go by that.</summary>
    public static async Task<HeartbeatTable> CreateAsync(ServerSession source, string database, bool mayMakeDatabase, CancellationToken cancellationToken)
    {
        var name = "heartbeat_" + Guid.NewGuid().ToString("N").Substring(0, 12);
        var isNew = mayMakeDatabase
            && (await source.Connection.QueryAsync(new SqlStatement("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ").Text(database), cancellationToken).ConfigureAwait(false)).Count == 0;
        var table = new HeartbeatTable(source, database, name, isNew);
        try
        {
            if (mayMakeDatabase)
            {
                await source.Connection.ExecuteAsync(new SqlStatement("CREATE DATABASE IF NOT EXISTS ").Name(database), cancellationToken).ConfigureAwait(false);
            }

            await source.Connection.UseDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
            await source.Connection.ExecuteAsync(
                new SqlStatement("CREATE TABLE IF NOT EXISTS ").Name(name).Words(" (server_id BIGINT UNSIGNED NOT NULL PRIMARY KEY, beat BIGINT NOT NULL) ENGINE=InnoDB"), cancellationToken).ConfigureAwait(false);
            return table;
        }
        catch
        {
            await table.DropAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How long it took until a replica had it; null when it did not within the limit.</summary>
    public async Task<TimeSpan?> ArrivesAsync(ServerSession replica, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var wanted = new SqlStatement("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Text(_database).Words(" AND TABLE_NAME = ").Text(_table);
        while ((await replica.Connection.QueryAsync(wanted, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            if (watch.Elapsed >= limit)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken).ConfigureAwait(false);
        }

        return watch.Elapsed;
    }

    /// <summary>A server's beat.</summary>
    public SqlStatement Beat(long serverId, long beat) => new SqlStatement("REPLACE INTO ").Name(_table).Words(" VALUES (").Number(serverId).Words(", ").Number(beat).Words(")");

    /// <summary>The last beat of a server that has arrived.</summary>
    public SqlStatement Last(long serverId) => new SqlStatement("SELECT beat FROM ").Name(_database).Words(".").Name(_table).Words(" WHERE server_id = ").Number(serverId);

    /// <summary>Takes it away, on the source only: the DROP replicates.</summary>
    public async Task DropAsync()
    {
        await _source.Connection.ExecuteAsync(new SqlStatement("DROP TABLE IF EXISTS ").Name(_database).Words(".").Name(_table), CancellationToken.None).ConfigureAwait(false);
        var rest = new SqlStatement("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Text(_database).Words(" LIMIT 1");
        if (_madeDatabase && (await _source.Connection.QueryAsync(rest, CancellationToken.None).ConfigureAwait(false)).Count == 0)
        {
            await _source.Connection.ExecuteAsync(new SqlStatement("DROP DATABASE IF EXISTS ").Name(_database), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
