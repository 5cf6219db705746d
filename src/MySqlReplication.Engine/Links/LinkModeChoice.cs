using MySqlReplication.Diagnosis;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>How a link knows where to go on, and why it was chosen so.</summary>
internal sealed record LinkModeChoice(LinkMode Mode, string Reason)
{
    /// <summary>Chooses by what was asked for and what the servers are.</summary>
    /// <exception cref="ReplicationException">AutoPositionUnavailable, GtidDomainShared, CoordinatesDiffer.</exception>
    public static LinkModeChoice Choose(LinkCase c)
    {
        if (c.Request.AutoPosition is { } byGtid)
        {
            return byGtid ? ByGtid(c) : new(LinkMode.FilePosition, "by file and position, because -AutoPosition:$false was given");
        }

        if (c.FollowsAlready && c.Present is { } present)
        {
            return AsItIs(c, present);
        }

        if (c.Request.Coordinates is not null)
        {
            return AtCoordinates(c);
        }

        return c.Source.IsMariaDB != c.Replica.IsMariaDB
            ? new(LinkMode.FilePosition, "by file and position, because MySQL and MariaDB do not read each other's GTIDs")
            : c.Replica.IsMariaDB ? OfMariaDB(c)
            : BothHaveGtids(c) ? new(LinkMode.AutoPosition, "by AUTO_POSITION, because gtid_mode is ON on both")
            : new(LinkMode.FilePosition, "by file and position, because gtid_mode is " + LinkRefusals.Words(c.Replica.GtidMode ?? GtidMode.Off) + " on both");
    }

    /// <summary>Whether both write, or may come to write, in one domain.</summary>
    public static bool SharesDomain(LinkCase c) => c.Source.GtidDomainId == c.Replica.GtidDomainId;

    /// <summary>Whether -Coordinates have to be translated into GTIDs before the mode can be chosen.</summary>
    public static bool DependsOnPlace(LinkCase c) => c.Request is { Coordinates: not null, AutoPosition: not false } && !c.Running
        && !(c.FollowsAlready && !c.Present!.UsesGtid && c.Request.AutoPosition is null)
        && c.Source.IsMariaDB == c.Replica.IsMariaDB && (c.Replica.IsMariaDB || BothHaveGtids(c));

    private static bool BothHaveGtids(LinkCase c) => c.Source.IsMariaDB == c.Replica.IsMariaDB
        && (c.Source.IsMariaDB ? !SharesDomain(c) : c.Source.GtidMode == GtidMode.On && c.Replica.GtidMode == GtidMode.On);

    private static LinkModeChoice AsItIs(LinkCase c, ReplicaStatus present)
    {
        var mode = !present.UsesGtid ? LinkMode.FilePosition : present.UsingGtid is null ? LinkMode.AutoPosition : LinkMode.MariaDBGtid;
        if (mode == LinkMode.AutoPosition && c.Request.Coordinates is { } given && c.Place is { BeginsThere: false } elsewhere)
        {
            return c.Request.Force
                ? new(LinkMode.FilePosition, "by file and position, because -Coordinates were given with -Force and " + elsewhere.Reason)
                : throw StartRefusals.CoordinatesDiffer(c, given);
        }

        return new(mode, (present.UsesGtid ? "by GTID" : "by file and position") + ", as the link has it already");
    }

    // A link by GTID goes on by itself after a change of the source's log; it is taken wherever it begins at the same place.
    private static LinkModeChoice AtCoordinates(LinkCase c)
    {
        if (c.Place is not { } place)
        {
            return new(LinkMode.FilePosition, "by file and position, because -Coordinates were given");
        }

        var free = c.Replica.IsMariaDB ? OfMariaDB(c) : new(LinkMode.AutoPosition, "by AUTO_POSITION, because gtid_mode is ON on both");
        return free.Mode == LinkMode.FilePosition ? free
            : place.BeginsThere ? free with { Reason = free.Reason + "; it begins at the -Coordinates all the same" }
            : new(LinkMode.FilePosition, "by file and position, because -Coordinates were given and " + place.Reason);
    }

    private static LinkModeChoice ByGtid(LinkCase c)
    {
        if (c.Source.IsMariaDB != c.Replica.IsMariaDB)
        {
            throw LinkRefusals.AutoPositionUnavailable(c, "MySQL and MariaDB do not read each other's GTIDs.");
        }

        if (!c.Replica.IsMariaDB)
        {
            return BothHaveGtids(c)
                ? new(LinkMode.AutoPosition, "by AUTO_POSITION, because -AutoPosition was given")
                : throw LinkRefusals.AutoPositionUnavailable(c, "gtid_mode is " + LinkRefusals.Words(c.Replica.GtidMode ?? GtidMode.Off) + " on both.");
        }

        return SharesDomain(c) && (c.Reverse is not null || c.Replica.HasWritten)
            ? throw LinkRefusals.GtidDomainShared(c)
            : new(LinkMode.MariaDBGtid, "by GTID (slave_pos), because -AutoPosition was given");
    }

    private static LinkModeChoice OfMariaDB(LinkCase c)
    {
        if (SharesDomain(c) && (c.Reverse is not null || c.Replica.HasWritten || c.Replica.MayWrite))
        {
            return new(LinkMode.FilePosition, "by file and position (MASTER_USE_GTID=no), because both servers may write in gtid_domain_id "
                + LinkRefusals.Text(c.Source.GtidDomainId ?? 0) + "; with domains of their own, or a read-only replica, it would go by GTID");
        }

        return c.OtherChannelsRun
            ? new(LinkMode.FilePosition, "by file and position (MASTER_USE_GTID=no), because gtid_slave_pos cannot be set while other channels of the replica run")
            : new(LinkMode.MariaDBGtid, "by GTID (slave_pos), because both are MariaDB and " + (SharesDomain(c) ? "the replica only reads" : "write in domains of their own"));
    }
}
