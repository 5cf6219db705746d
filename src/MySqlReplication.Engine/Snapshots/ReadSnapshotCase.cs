using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Reads what the rules look at. Changes nothing.</summary>
internal static class ReadSnapshotCase
{
    public static async Task<SnapshotCase> ServersAsync(SnapshotRequest request, ServerSession source, ServerSession replica, CancellationToken cancellationToken)
    {
        var replicaEnd = await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: true, cancellationToken).ConfigureAwait(false);
        if (await ReadLinkEnd.SameServerAsync(source, replica, cancellationToken).ConfigureAwait(false))
        {
            throw LinkRefusals.SameServer(new LinkCase(new StartLinkRequest { Source = request.Source, Replica = request.Replica }, replicaEnd with { Server = request.Source }, replicaEnd));
        }

        var sourceEnd = await ReadLinkEnd.ReadAsync(source, mustSeeLinks: true, cancellationToken).ConfigureAwait(false);
        var offersLoad = replica.Facts.Flag("local_infile") ?? false;
        var mayLoad = ServerConnection.ServesStreamOnly(replica.Server);
        return new SnapshotCase(request, sourceEnd, replicaEnd)
        {
            FedReplicas = await FedAsync(replica, sourceEnd, cancellationToken).ConfigureAwait(false),
            LoadsData = mayLoad && (offersLoad || request.AllowLocalInfile),
            SwitchesLocalInfile = mayLoad && !offersLoad && request.AllowLocalInfile,
            RefusesLoad = !mayLoad,
        };
    }

    public static async Task<SnapshotCase> DataAsync(SnapshotCase c, ServerSession source, ServerSession replica, CancellationToken cancellationToken)
    {
        var all = await NamesAsync(source, cancellationToken).ConfigureAwait(false);
        var unknown = c.Request.Databases.Concat(c.Request.ExcludedDatabases).Except(all, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw SnapshotFailures.DatabaseNotFound(source.Server, unknown);
        }

        var chosen = (c.Request.Databases.Count == 0 ? all : c.Request.Databases.Distinct(StringComparer.Ordinal)).Except(c.Request.ExcludedDatabases, StringComparer.Ordinal).ToList();
        var tables = await new ReadCatalogue(source).TablesAsync(chosen, cancellationToken).ConfigureAwait(false);
        await RefuseUnknownAsync(chosen, tables, source, replica, cancellationToken).ConfigureAwait(false);
        return c with
        {
            Databases = chosen,
            LeftOut = all.Except(chosen, StringComparer.Ordinal).ToList(),
            Tables = tables,
            Replica = await ReadLinkEnd.WithDatabasesAsync(replica, c.Replica, cancellationToken).ConfigureAwait(false),
            Incomplete = await IncompleteMark.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(ServerSession session, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync(LinkWords.ShowDatabases, cancellationToken).ConfigureAwait(false))
            .Select(row => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).OrderBy(n => n, StringComparer.Ordinal).ToList();

    // The source of a pair to be may follow the target already; what it would get is its own.
    private static async Task<IReadOnlyList<string>> FedAsync(ServerSession replica, LinkEnd source, CancellationToken cancellationToken)
    {
        if (!replica.Facts.LogBin)
        {
            return [];
        }

        var rows = await replica.Connection.QueryAsync(replica.Dialect.Links.ShowReplicas, cancellationToken).ConfigureAwait(false);
        return rows.Where(r => r.Number("Server_id", "Server_Id") != source.ServerId)
            .Select(r => (r.Text("Host") is { Length: > 0 } host ? host + ":" + r.Text("Port") + " " : string.Empty) + "(server id " + r.Text("Server_id", "Server_Id") + ")").ToList();
    }

    private static async Task RefuseUnknownAsync(IReadOnlyList<string> databases, IReadOnlyList<TableDefinition> tables, ServerSession source, ServerSession replica, CancellationToken cancellationToken)
    {
        var engines = new HashSet<string>(
            (await replica.Connection.QueryAsync(SnapshotWords.ShowEngines, cancellationToken).ConfigureAwait(false)).Select(e => e.Text("ENGINE") ?? string.Empty),
            StringComparer.OrdinalIgnoreCase);
        if (tables.FirstOrDefault(t => !engines.Contains(t.Engine)) is { } table)
        {
            throw SnapshotFailures.TypeUnknown(source.Server, table.FullName, "engine " + table.Engine, replica.Server + " does not have it");
        }

        var known = new HashSet<string>(
            (await replica.Connection.QueryAsync(SnapshotWords.ShowCollations, cancellationToken).ConfigureAwait(false)).Select(e => e.Text("COLLATION_NAME") ?? string.Empty).SelectMany(Names),
            StringComparer.OrdinalIgnoreCase);
        foreach (var database in databases)
        {
            foreach (var column in await source.Connection.QueryAsync(SnapshotWords.ShowColumns(database), cancellationToken).ConfigureAwait(false))
            {
                if (column.Text("COLLATION_NAME") is { } collation && !known.Contains(collation))
                {
                    throw SnapshotFailures.TypeUnknown(source.Server, database + "." + column.Text("TABLE_NAME") + "." + column.Text("COLUMN_NAME"), "collation " + collation, replica.Server + " does not have it");
                }
            }
        }
    }

    // utf8 was renamed to utf8mb3 on the way; both names are taken by servers that list one. MariaDB 11 lists uca1400 collations without their character set.
    private static IEnumerable<string> Names(string collation)
    {
        yield return collation;
        if (collation.StartsWith("utf8_", StringComparison.OrdinalIgnoreCase))
        {
            yield return "utf8mb3_" + collation.Substring(5);
        }
        else if (collation.StartsWith("utf8mb3_", StringComparison.OrdinalIgnoreCase))
        {
            yield return "utf8_" + collation.Substring(8);
        }
        else if (collation.StartsWith("uca1400_", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var set in new[] { "utf8mb4_", "utf8mb3_", "utf8_", "ucs2_", "utf16_", "utf32_" })
            {
                yield return set + collation;
            }
        }
    }
}
