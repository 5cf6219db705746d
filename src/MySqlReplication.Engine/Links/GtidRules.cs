using MySqlReplication.Diagnosis;
using MySqlReplication.Links;

namespace MySqlReplication.Engine.Links;

/// <summary>When a link by GTID is refused, as far as the servers' GTID variables tell.</summary>
internal static class GtidRules
{
    /// <summary>The first reason against going by these GTIDs; null when there is none.</summary>
    public static ReplicationException? Check(LinkCase c, LinkMode mode, LinkStart start) => mode switch
    {
        LinkMode.AutoPosition => HistoryMissing(c) ?? Purged(c) ?? Errant(c),
        LinkMode.MariaDBGtid => Ahead(c, start),
        _ => null,
    };

    /// <summary>
    /// Whether a new link would execute again what its replica has: MariaDB skips nothing by itself. Null when it would not, or
    /// when the GTIDs do not tell: numbers of two servers say nothing about each other, and a source that begins its numbers
    /// anew no longer knows those of before.
    /// </summary>
    public static ReplicationException? Passed(LinkCase c)
        => c.FollowsAlready || c.Place?.At is not { } place || c.Replica.ReplicatedPosition is not { } has || c.Source.BinlogState is not { } state ? null
            : has.Only(d => has.Only(e => e == d) is var one && state.Holds(one) && (place.Last(d) is null || one.IsBeyond(place))) is { IsEmpty: false } passed
                ? StartRefusals.CoordinatesPassed(c, passed)
                : null;

    /// <summary>What the replica has and the source never had; empty when nothing, or when they are a pair.</summary>
    public static string ErrantGtids(LinkCase c) => c.Reverse is not null || c.Replica.Executed is not { } has || c.Source.Executed is not { } source
        ? string.Empty
        : has.Subtract(source).ToString();

    private static ReplicationException? HistoryMissing(LinkCase c)
    {
        if (c.FollowsAlready && c.Present!.UsesGtid)
        {
            return null;
        }

        foreach (var end in new[] { c.Replica, c.Source })
        {
            if (end.UserDatabases.Count > 0 && end.Executed is { IsEmpty: true })
            {
                return StartRefusals.GtidHistoryMissing(c, end);
            }
        }

        return null;
    }

    private static ReplicationException? Purged(LinkCase c)
        => c.Source.Purged is { } purged && c.ReplicaLater.Executed is { } has && purged.Subtract(has) is { IsEmpty: false } lacking
            ? StartRefusals.GtidsPurged(c, lacking.ToString())
            : null;

    // A link by GTID that is there already stays startable: what is errant on it is told, not refused.
    private static ReplicationException? Errant(LinkCase c)
        => !(c.FollowsAlready && c.Present!.UsesGtid) && ErrantGtids(c) is { Length: > 0 } errant ? StartRefusals.ErrantGtids(c, errant) : null;

    // A source that is behind the replica in a domain it writes refuses to serve it (1236).
    private static ReplicationException? Ahead(LinkCase c, LinkStart start)
    {
        if (!MySqlReplication.Status.MariaDBGtidPosition.TryParse(start.Gtids, out var from) || c.Source.BinlogState is not { } state)
        {
            return null;
        }

        foreach (var domain in from.Domains)
        {
            if (state.Last(domain) is { } last && from.Last(domain) > last && domain != c.Replica.GtidDomainId)
            {
                return StartRefusals.ErrantGtids(c, from.Only(d => d == domain).ToString());
            }
        }

        return null;
    }
}
