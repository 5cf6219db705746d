using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Status;

/// <summary>Where heartbeats are written: a table of the module's own schema, or the one that the user names.</summary>
internal sealed record HeartbeatPlace(string Database, string Table)
{
    private static readonly string[] Columns = ["beat", "server_id"];

    /// <summary>Whether the schema is the module's, made on demand.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>The place that was asked for; null is the module's own schema, with a table for this one run.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">LagTableInvalid.</exception>
    public static HeartbeatPlace Of(string? wanted)
    {
        if (wanted is null)
        {
            return new HeartbeatPlace(LinkCanary.Schema, "heartbeat_" + Guid.NewGuid().ToString("N").Substring(0, 12)) { IsOwn = true };
        }

        var dot = wanted.IndexOf('.');
        return dot <= 0 || dot == wanted.Length - 1 ? throw StatusFailures.LagTableInvalid(wanted) : new HeartbeatPlace(wanted.Substring(0, dot), wanted.Substring(dot + 1));
    }

    /// <summary>Of one origin: in the module's own schema each has a table of its own, or the next one would meet that of the last, whose DROP is still on its way.</summary>
    public HeartbeatPlace Of(long serverId) => IsOwn ? this with { Table = Table + "_" + serverId.ToString(CultureInfo.InvariantCulture) } : this;

    /// <summary>Why nothing can be written there; null when it can: the user's database is there, and a table of that name is one for heartbeats.</summary>
    public async Task<string?> WhyNotAsync(ServerSession server, CancellationToken cancellationToken)
    {
        if (IsOwn)
        {
            return null;
        }

        if ((await server.Connection.QueryAsync(OfDatabase("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "), cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return server.Server + " has no database " + Database;
        }

        var columns = await server.Connection.QueryAsync(OfDatabase("SELECT COLUMN_NAME AS c FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ").Words(" AND TABLE_NAME = ").Text(Table), cancellationToken).ConfigureAwait(false);
        return columns.Count > 0 && !Columns.SequenceEqual(columns.Select(c => c.Text("c")?.ToLowerInvariant()).OrderBy(c => c, StringComparer.Ordinal), StringComparer.Ordinal)
            ? Database + "." + Table + " is there and is no table for heartbeats (server_id, beat): name one that is not there"
            : null;
    }

    /// <summary>Makes the schema on one member where it is not there.</summary>
    /// <returns>Whether this made it.</returns>
    public async Task<bool> MakeSchemaAsync(ServerSession server, CancellationToken cancellationToken)
    {
        if (!IsOwn || (await server.Connection.QueryAsync(OfDatabase("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "), cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return false;
        }

        await server.Connection.ExecuteAsync(new SqlStatement("CREATE DATABASE IF NOT EXISTS ").Name(Database), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes the schema away on the member that made it, when nobody else has a table in it.</summary>
    public async Task DropSchemaAsync(ServerSession maker)
    {
        if ((await maker.Connection.QueryAsync(OfDatabase("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Words(" LIMIT 1"), CancellationToken.None).ConfigureAwait(false)).Count == 0)
        {
            await maker.Connection.ExecuteAsync(new SqlStatement("DROP DATABASE IF EXISTS ").Name(Database), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private SqlStatement OfDatabase(string select) => new SqlStatement(select).Text(Database);
}
