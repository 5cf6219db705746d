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
        return await TargetAsync(new SnapshotCase(request, sourceEnd, replicaEnd), replica, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The case with what matters of the target alone.</summary>
    public static async Task<SnapshotCase> TargetAsync(SnapshotCase c, ServerSession replica, CancellationToken cancellationToken)
    {
        var offersLoad = replica.Facts.Flag("local_infile") ?? false;
        var mayLoad = ServerConnection.ServesStreamOnly(replica.Server);
        return c with
        {
            ReplicaNames = ReadSelection.NamesOf(replica),
            FedReplicas = await FedAsync(replica, c.Source, cancellationToken).ConfigureAwait(false),
            LoadsData = mayLoad && (offersLoad || c.Request.AllowLocalInfile),
            SwitchesLocalInfile = mayLoad && !offersLoad && c.Request.AllowLocalInfile,
            RefusesLoad = !mayLoad,
        };
    }

    public static async Task<SnapshotCase> DataAsync(SnapshotCase c, ServerSession source, ServerSession replica, CancellationToken cancellationToken)
    {
        var data = await SelectAsync(source, c.Request.Databases, c.Request.ExcludedDatabases, c.Request.Tables, cancellationToken).ConfigureAwait(false);
        var (selection, tables) = (data.Selection, data.Tables);
        await (await SnapshotNeeds.ReadAsync(source, selection.Whole, tables, cancellationToken).ConfigureAwait(false)).CheckAsync(source.Server, replica, cancellationToken).ConfigureAwait(false);
        return c with
        {
            Selection = selection,
            LeftOut = data.LeftOut,
            LeftOutTables = data.LeftOutTables,
            References = data.References,
            ReplacedTables = await ReadSelection.ThereAsync(replica, selection, cancellationToken).ConfigureAwait(false),
            Tables = tables,
            Replica = await ReadLinkEnd.WithDatabasesAsync(replica, c.Replica, cancellationToken).ConfigureAwait(false),
            Incomplete = await IncompleteMark.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
            KeepsMarkersOut = c.WritesMarkers && LinkFilters.KeepsTableOut(await LinkFilters.ReadAsync([], replica, cancellationToken).ConfigureAwait(false), MarkWords.Schema + ".copy_marker"),
            Accounts = await new ReadAccounts(source, replica).ReadAsync(c.Request.Users, cancellationToken).ConfigureAwait(false),
            OwnAccount = replica.Facts.Account,
            ReadOnly = await ReadOnlyUntilLinked.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>What was asked for, as the source has it.</summary>
    /// <exception cref="ReplicationException">Those of <see cref="ReadSelection"/>.</exception>
    public static async Task<SelectedData> SelectAsync(
        ServerSession source, IReadOnlyList<string> wanted, IReadOnlyList<string> excluded, IReadOnlyList<string> wantedTables, CancellationToken cancellationToken)
    {
        var all = await NamesAsync(source, cancellationToken).ConfigureAwait(false);
        var selection = await ReadSelection.OfAsync(source, wanted, excluded, wantedTables, all, cancellationToken).ConfigureAwait(false);
        var leftOut = all.Except(selection.Databases, StringComparer.Ordinal).ToList();
        var isPart = leftOut.Count > 0 || selection.Tables.Count > 0;
        var tables = (await new ReadCatalogue(source).TablesAsync(selection.Databases, cancellationToken).ConfigureAwait(false)).Where(t => selection.Holds(t.Database, t.Name)).ToList();
        await SourceRights.CheckAsync(source, selection, cancellationToken).ConfigureAwait(false);
        return new SelectedData(selection)
        {
            LeftOut = leftOut,
            LeftOutTables = await ReadSelection.LeftOutAsync(source, selection, cancellationToken).ConfigureAwait(false),
            References = isPart ? await ReadSelection.ReferencesAsync(source, selection, cancellationToken).ConfigureAwait(false) : [],
            Tables = tables,
        };
    }

    /// <summary>The databases that are wanted, and those of users that stay out.</summary>
    /// <exception cref="ReplicationException">DatabaseNotFound.</exception>
    public static async Task<(IReadOnlyList<string> Chosen, IReadOnlyList<string> LeftOut)> ChooseAsync(
        ServerSession source, IReadOnlyList<string> wanted, IReadOnlyList<string> excluded, CancellationToken cancellationToken)
    {
        var all = await NamesAsync(source, cancellationToken).ConfigureAwait(false);
        var chosen = (await ReadSelection.OfAsync(source, wanted, excluded, [], all, cancellationToken).ConfigureAwait(false)).Whole;
        return (chosen, all.Except(chosen, StringComparer.Ordinal).ToList());
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
}
