using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Whether a copy may be made at all: reasons why not, in order. Each looks at facts only.</summary>
internal static class SnapshotRules
{
    /// <summary>About the two servers, however the data comes over.</summary>
    public static readonly IReadOnlyList<Func<SnapshotCase, ReplicationException?>> AboutEveryCopy =
    [
        c => c.Source.LogBin || c.IsOfUpstream ? null : StatusFailures.BinlogDisabled(c.Source.Server),
        c => VersionRules.NeverFit(new LinkCase(new StartLinkRequest { Source = c.Request.Source, Replica = c.Request.Replica }, c.Source, c.Replica)),
        c => !c.IsOfUpstream && c.Source.Links.Count > 0 && !c.Source.LogReplicaUpdates ? SnapshotFailures.DoesNotLogReplicated(c.Source.Server) : null,
        Upstream,
        IsReplicating,
        c => c.FedReplicas.Count > 0 ? SnapshotFailures.FeedsReplicas(c.Replica.Server, c.FedReplicas) : null,
    ];

    /// <summary>About the two servers, when what the target holds stays beside what is copied.</summary>
    public static readonly IReadOnlyList<Func<SnapshotCase, ReplicationException?>> AboutServers = [.. AboutEveryCopy, OwnGtids];

    /// <summary>About what is copied.</summary>
    public static readonly IReadOnlyList<Func<SnapshotCase, ReplicationException?>> AboutData =
    [
        c => c.Databases.Count == 0 ? SnapshotFailures.NothingToCopy(c.Source.Server, c.LeftOut) : null,
        c => c.KeepsLock && !c.Request.AllowNonTransactional ? SnapshotFailures.NonTransactional(c.Source.Server, c.Tables.Where(t => !t.IsTransactional).ToList()) : null,
        c => c.Colliding.Count > 0 ? SnapshotFailures.NamesCollide(c.Replica.Server, c.Colliding) : null,
        History,
        c => c.References.Count > 0 && !c.Request.Force ? SnapshotFailures.ReferencesLeftOut(c.Source.Server, c.References) : null,
        NotEmpty,
    ];

    private static ReplicationException? Upstream(SnapshotCase c)
        => !c.IsOfUpstream ? null
            : c.Wanted.Count == 0 ? SnapshotFailures.FollowsNobody(c.Source.Server, c.Request.Channel, c.Upstreams)
            : c.Wanted.Count > 1 ? SnapshotFailures.ChannelNeeded(c.Source.Server, c.Wanted)
            : LinkCase.Follows(c.Wanted[0], c.Replica) ? SnapshotFailures.UpstreamIsTarget(c.Source.Server, c.Replica.Server)
            : c.Wanted[0].ExecutedCoordinates is null ? SnapshotFailures.UpstreamPositionUnknown(c.Source.Server, c.Wanted[0])
            : null;

    private static ReplicationException? IsReplicating(SnapshotCase c)
    {
        var running = c.Replica.Links.Where(l => l.Receiver != ReplicaThreadState.Stopped || l.Applier != ReplicaThreadState.Stopped).ToList();
        return running.Count == 0 ? null : SnapshotFailures.IsReplicating(
            c.Replica.Server,
            running.Select(l => "it follows " + (l.Source?.ToString() ?? "?") + (l.Channel.Length == 0 ? string.Empty : " on channel '" + l.Channel + "'")).ToList());
    }

    private static ReplicationException? History(SnapshotCase c)
    {
        var versioned = c.Tables.Where(t => t.IsVersioned).ToList();
        var byTransaction = versioned.Where(t => !t.HistoryIsByTime).ToList();
        return versioned.Count == 0 ? null
            : !c.Replica.Capabilities.HasInsertHistory ? SnapshotFailures.HistoryNotCopyable(c.Replica.Server, versioned, c.Replica.Server + " takes no history from others (MariaDB does from 10.11 on)")
            : c.Source.Capabilities.HasLongTimestamps != c.Replica.Capabilities.HasLongTimestamps
                ? SnapshotFailures.HistoryNotCopyable(c.Replica.Server, versioned, "the two releases end time in different years (2038, from MariaDB 11.5 on 2106), so that current rows would count as former ones")
            : byTransaction.Count > 0 ? SnapshotFailures.HistoryNotCopyable(c.Replica.Server, byTransaction, "by numbers of transactions, which mean nothing on another server")
            : null;
    }

    private static ReplicationException? NotEmpty(SnapshotCase c)
    {
        var held = c.Replaced.Select(QualifiedName.Of).Except(c.Incomplete, c.ReplicaNames).ToList();
        var there = c.ReplacedTables.Except(c.Incomplete, c.ReplicaNames).ToList();
        return c.Request.Force ? null
            : held.Count > 0 ? SnapshotFailures.DatabaseNotEmpty(c.Replica.Server, held)
            : there.Count > 0 ? SnapshotFailures.TableThere(c.Replica.Server, there)
            : null;
    }

    private static ReplicationException? OwnGtids(SnapshotCase c)
    {
        if (c.Source.IsMariaDB && c.Replica.IsMariaDB)
        {
            return c.Request.Force || OwnOfMariaDB(c) is not { Length: > 0 } own ? null : SnapshotFailures.OwnGtids(c.Source.Server, c.Replica.Server, own, canForce: true);
        }

        if (!SnapshotGtids.Keeps(c.Source, c.Replica) || c.Replica.Executed is not { } has || c.Source.Executed is not { } source)
        {
            return null;
        }

        var adds = c.Replica.Capabilities.HasDynamicPrivileges;
        var errant = adds ? has.Subtract(source) : has;

        // The upstream has them: a link to it by GTID would never send them, although the copied rows are from before.
        var canForce = adds && !c.IsOfUpstream;
        return errant.IsEmpty || (canForce && c.Request.Force) ? null : SnapshotFailures.OwnGtids(c.Source.Server, c.Replica.Server, errant.ToString(), canForce);
    }

    // What it wrote itself in a domain that the source writes in too, and that the source does not have from it.
    private static string OwnOfMariaDB(SnapshotCase c)
    {
        if (c.Replica.BinlogState is not { } own || c.Source.BinlogState is not { } source)
        {
            return string.Empty;
        }

        var domains = source.Domains.Where(d => own.LastOf(d, c.Replica.ServerId) is { } last && !(source.LastOf(d, c.Replica.ServerId) >= last));
        return string.Join(",", domains.Select(d => d + "-" + c.Replica.ServerId + "-" + own.LastOf(d, c.Replica.ServerId)));
    }
}
