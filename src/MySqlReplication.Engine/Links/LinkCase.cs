using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Two servers and what is wanted of them: all that the rules and the choice of the mode look at.</summary>
internal sealed record LinkCase(StartLinkRequest Request, LinkEnd Source, LinkEnd Replica)
{
    /// <summary>Proven by a lock that both sessions see.</summary>
    public bool SameServer { get; init; }

    /// <summary>The replica's own log and GTIDs, read again after the source's: what the source has from it by now, it has by then.</summary>
    public LinkEnd ReplicaLater { get; init; } = Replica;

    /// <summary>Whether a copy keeps the replica read-only until this link runs.</summary>
    public ReadOnlyUntilLinked ReadOnly { get; init; } = new(false, null, false);

    /// <summary>Where the copy of this source that the replica holds ends; null when it holds none that it remembers, or a later one was cut off in it.</summary>
    public CopiedPlace? Copied => Incomplete.Count > 0 ? null : ReadOnly.Copies.FirstOrDefault(p => p.IsOf(Source.ServerId, Source.ServerUuid));

    /// <summary>What a copy onto the replica was cut off in, or is still writing: databases, and tables as "shop.orders".</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>What the wanted channel of the replica is now; null when it is free.</summary>
    public ReplicaStatus? Present => Replica.Links.FirstOrDefault(l => IsChannel(l, Request.Channel));

    /// <summary>Whether the wanted channel follows this source already, perhaps under another name of it.</summary>
    public bool FollowsAlready => Present is { } present && Follows(present, Source);

    /// <summary>The link by which the source follows the replica; not null means that the two are, or become, a pair.</summary>
    public ReplicaStatus? Reverse => Source.Links.FirstOrDefault(l => Follows(l, Replica));

    /// <summary>What the -Coordinates are by GTID; null when there are none, or nothing depends on it.</summary>
    public GtidPlace? Place { get; init; }

    /// <summary>Whether a link to this source is there and its applier works.</summary>
    public bool Running => FollowsAlready && Present is { Applier: ReplicaThreadState.Running, Receiver: not ReplicaThreadState.Stopped };

    /// <summary>Whether the receiver waits to try again after an error: the source may be there by now, and a start tries at once.</summary>
    public bool Retrying => Present is { Receiver: not (ReplicaThreadState.Running or ReplicaThreadState.Stopped), ReceiverErrorCode: not (null or 0) };

    /// <summary>Whether the replica follows anybody else on other channels whose threads run.</summary>
    public bool OtherChannelsRun => Replica.Links.Any(l => !IsChannel(l, Request.Channel)
        && (l.Receiver != ReplicaThreadState.Stopped || l.Applier != ReplicaThreadState.Stopped));

    /// <summary>Whether either server holds data of users; one that only the replica lacks counts, an empty one on both does not.</summary>
    public bool HasUserData => Source.UserDatabases.Count > 0 || Replica.UserDatabases.Count > 0
        || Source.EmptyDatabases.Except(Replica.EmptyDatabases, StringComparer.Ordinal).Any();

    /// <summary>
    /// Whether a link's source is that server: by uuid where the receiver has learned one, else by address, else by the
    /// server id that the receiver has learned (ids are unique among servers that replicate).
    /// </summary>
    public static bool Follows(ReplicaStatus link, LinkEnd server)
    {
        if (link.SourceUuid is { Length: > 0 } known && server.ServerUuid is { } uuid)
        {
            return string.Equals(known, uuid, StringComparison.OrdinalIgnoreCase);
        }

        return SameAddress(link.Source, server.Server)
            || (link.SourceServerId is > 0 and { } id && id == server.ServerId && server.ServerUuid is null);
    }

    public static bool SameAddress(ServerReference? one, ServerReference other) => one is not null && one.Address.Equals(other.Address);

    private static bool IsChannel(ReplicaStatus link, string channel) => string.Equals(link.Channel, channel, StringComparison.OrdinalIgnoreCase);
}
