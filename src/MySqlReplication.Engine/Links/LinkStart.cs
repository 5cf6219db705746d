using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Where a link begins, or goes on, and why there.</summary>
internal sealed record LinkStart
{
    /// <summary>File and position; null by GTID.</summary>
    public BinlogCoordinates? Coordinates { get; init; }

    /// <summary>By GTID: what the replica counts as done.</summary>
    public string? Gtids { get; init; }

    /// <summary>MariaDB: whether gtid_slave_pos has to be set to <see cref="Gtids"/> first.</summary>
    public bool SetReplicatedPosition { get; init; }

    /// <summary>Whether the link goes on from where its applier stands when it is stopped, which is read again then.</summary>
    public bool FromExecuted { get; init; }

    /// <summary>Why there.</summary>
    public required string Reason { get; init; }

    /// <summary>Chooses.</summary>
    /// <param name="c">The servers.</param>
    /// <param name="mode">How it goes on.</param>
    /// <param name="sourceOnlyRelayed">Whether the source's binary log was proven to hold nothing but what came from the replica.</param>
    /// <exception cref="ReplicationException">StartPositionNeeded, CoordinatesDiffer.</exception>
    public static LinkStart Choose(LinkCase c, LinkMode mode, bool sourceOnlyRelayed) => mode switch
    {
        LinkMode.AutoPosition => new()
        {
            Gtids = c.Replica.Executed?.ToString() ?? string.Empty,
            Reason = "from the GTIDs that the replica has executed" + (c.Place is { BeginsThere: true } ? ", which is where the -Coordinates " + c.Request.Coordinates + " lead too" : string.Empty),
        },
        LinkMode.MariaDBGtid => OfMariaDB(c, sourceOnlyRelayed),
        _ => OfFile(c, sourceOnlyRelayed),
    };

    /// <summary>Whether nothing but the source's log itself can tell where to start.</summary>
    public static bool DependsOnLog(LinkCase c, LinkMode mode) => mode != LinkMode.AutoPosition && !c.FollowsAlready && c.HasUserData
        && c.Reverse is not null && c.Request.Coordinates is null;

    /// <summary>Whether a new link would begin at another place than the data that the replica holds, which it remembers; null when not. By AUTO_POSITION the server finds the place itself.</summary>
    public static ReplicationException? BesideCopy(LinkCase c, LinkMode mode)
        => mode != LinkMode.AutoPosition && !c.FollowsAlready && c.Request.Coordinates is { } given && c.Copied is { } copied && copied.At != given
            ? StartRefusals.CopyElsewhere(c, copied.At, given)
            : null;

    private static LinkStart OfFile(LinkCase c, bool sourceOnlyRelayed)
    {
        if (c.FollowsAlready)
        {
            return GoOn(c);
        }

        if (c.Request.Coordinates is { } given)
        {
            return new() { Coordinates = given, Reason = "from the -Coordinates given" };
        }

        if (c.Copied is { LeavesOut: false, At: var end })
        {
            return new() { Coordinates = end, Reason = "from where the copy ends that the replica holds" };
        }

        var now = c.Source.Coordinates ?? throw Status.StatusFailures.BinlogDisabled(c.Source.Server);
        return !c.HasUserData ? new() { Coordinates = now, Reason = "from the source's present position, because neither server holds data of users yet" }
            : sourceOnlyRelayed ? new() { Coordinates = now, Reason = "from the source's present position, because the source follows the replica and has written nothing of its own" }
            : throw StartRefusals.StartPositionNeeded(c);
    }

    // A link that works is never moved: that would skip or repeat events. One that stands still may have new data under it.
    private static LinkStart GoOn(LinkCase c)
    {
        var executed = c.Present!.ExecutedCoordinates;
        if (c.Request.Coordinates is not { } given || given == executed)
        {
            return executed is { Position: > 0 }
                ? new() { Coordinates = executed, FromExecuted = true, Reason = "from where its applier stands" }
                : throw StartRefusals.ExecutedUnknown(c);
        }

        return c.Running && executed is { Position: > 0 }
            ? new() { Coordinates = executed, FromExecuted = true, Reason = "from where its applier stands; the link works already, so -Coordinates " + given + " are not needed" }
            : c.Request.Force ? new() { Coordinates = given, Reason = "from the -Coordinates given, not from " + (executed?.ToString() ?? "an unknown place") + " where the applier stood (-Force)" }
            : throw StartRefusals.CoordinatesDiffer(c, given);
    }

    private static LinkStart AtPlace(LinkCase c, MariaDBGtidPosition has, MariaDBGtidPosition wanted)
    {
        var differs = wanted.ToString() != has.ToString();
        return differs && c.FollowsAlready && c.Present!.UsesGtid && !c.Request.Force
            ? throw StartRefusals.CoordinatesDiffer(c, c.Request.Coordinates!)
            : new()
            {
                Gtids = wanted.ToString(),
                SetReplicatedPosition = differs,
                Reason = "from the GTID position that the source has at the -Coordinates " + c.Request.Coordinates
                    + (differs && c.FollowsAlready && c.Present!.UsesGtid ? ", not from '" + has + "' where the replica stood (-Force)" : string.Empty),
            };
    }

    private static LinkStart OfMariaDB(LinkCase c, bool sourceOnlyRelayed)
    {
        var has = c.Replica.ReplicatedPosition ?? MariaDBGtidPosition.Parse(string.Empty);
        if (c.Place?.At is { } place)
        {
            return AtPlace(c, has, has.With(place));
        }

        var source = c.Source.BinlogPosition ?? MariaDBGtidPosition.Parse(string.Empty);
        if (c.FollowsAlready && c.Present!.UsesGtid)
        {
            return new() { Gtids = has.ToString(), Reason = "from the replica's gtid_slave_pos" };
        }

        if (!c.FollowsAlready && (!c.HasUserData || sourceOnlyRelayed))
        {
            var all = has.With(source).ToString();
            return new()
            {
                Gtids = all,
                SetReplicatedPosition = all != has.ToString(),
                Reason = !c.HasUserData
                    ? "from the source's present GTID position, because neither server holds data of users yet"
                    : "from the source's present GTID position, because the source follows the replica and has written nothing of its own",
            };
        }

        // What the replica wrote itself never enters its gtid_slave_pos; it is had all the same.
        var own = source.Only(d => has.Last(d) is null && c.ReplicaLater.BinlogState?.Last(d) >= source.Last(d));
        var complete = has.With(own);
        return source.Domains.All(d => complete.Last(d) is not null)
            ? new() { Gtids = complete.ToString(), SetReplicatedPosition = complete.ToString() != has.ToString(), Reason = "from the replica's gtid_slave_pos, which names every domain of the source" }
            : throw StartRefusals.StartPositionNeeded(c);
    }
}
