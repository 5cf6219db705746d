using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What is waited for: a place in the source's log, or GTIDs; one of the two is null.</summary>
/// <param name="Text">The goal in words, to stand behind "so that".</param>
/// <param name="Coordinates">The place.</param>
/// <param name="Gtids">The GTIDs.</param>
internal sealed record WaitGoal(string Text, BinlogCoordinates? Coordinates, string? Gtids)
{
    /// <summary>Settles the goal; asks the source when it may.</summary>
    /// <exception cref="ReplicationException">InvalidGtidSet, and those of connecting to the source.</exception>
    public static async Task<WaitGoal> OfAsync(WaitLinkRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        if (request.Coordinates is { } at)
        {
            return new("the source's " + at + " is executed", at, null);
        }

        if (request.GtidSet is { } gtids)
        {
            Check(replica, gtids);
            return new("the GTIDs " + gtids + " are executed", null, gtids);
        }

        if (request.Source is not { HasCredential: true } source)
        {
            return link.ReceivedCoordinates is { } received
                ? new("all that it has received (up to " + received + ") is executed", received, null)
                : throw LinkFailures.OfReceiver(link) ?? LinkFailures.NothingReceived(link);
        }

        using var session = await ServerSession.OpenAsync(source, context, cancellationToken).ConfigureAwait(false);
        var status = await ReadSourceStatus.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        if (!link.UsesGtid)
        {
            return new("all of the source's log (up to " + status.Coordinates + ") is executed", status.Coordinates, null);
        }

        var wanted = status.ExecutedGtidSet ?? string.Empty;
        return new("all of the source's transactions (" + wanted + ") are executed", null, link.UsingGtid is null ? wanted : await ForeignAsync(replica, wanted, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether the replica has them, by its own account.</summary>
    public async Task<bool> HasGtidsAsync(ServerSession replica, CancellationToken cancellationToken)
    {
        var row = (await replica.Connection.QueryAsync(replica.Dialect.Links.ShowGtids!, cancellationToken).ConfigureAwait(false))[0];
        return replica.Capabilities.HasMariaDBGtid
            ? MariaDBGtidPosition.Parse(Gtids!).IsReachedBy(MariaDBGtidPosition.Parse(row.Text(GtidColumns.ReplicatedPosition) ?? string.Empty))
            : GtidSet.Parse(Gtids!).IsSubsetOf(GtidSet.Parse(row.Text(GtidColumns.Executed) ?? string.Empty));
    }

    // What the replica wrote itself comes back from a peer and never enters its gtid_slave_pos.
    private static async Task<string> ForeignAsync(ServerSession replica, string wanted, CancellationToken cancellationToken)
    {
        var row = (await replica.Connection.QueryAsync(replica.Dialect.Links.ShowGtids!, cancellationToken).ConfigureAwait(false))[0];
        var goal = MariaDBGtidPosition.Parse(wanted);
        var own = MariaDBGtidPosition.Parse(row.Text(GtidColumns.BinlogState) ?? string.Empty);
        return goal.Only(d => !(own.LastOf(d, replica.Facts.ServerId) >= goal.Last(d))).ToString();
    }

    private static void Check(ServerSession replica, string gtids)
    {
        if (replica.Dialect.Links.ShowGtids is null || replica.Facts.GtidMode == MySqlReplication.Servers.GtidMode.Off)
        {
            throw WaitFailures.InvalidGtidSet(replica.Server, gtids, "it does not use GTIDs.");
        }

        if (replica.Capabilities.HasMariaDBGtid ? !MariaDBGtidPosition.TryParse(gtids, out _) : !GtidSet.TryParse(gtids, out _))
        {
            throw WaitFailures.InvalidGtidSet(replica.Server, gtids, replica.Capabilities.HasMariaDBGtid
                ? "MariaDB writes them as domain-server-number, 0-1-270."
                : "MySQL writes them as uuid:1-5.");
        }
    }
}
