using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The way of one server's rows to the measured replica.</summary>
/// <param name="Origin">Whose rows.</param>
/// <param name="Way">The servers that they pass, in order; the last one is the replica.</param>
/// <param name="Links">The links that they pass, in the same order.</param>
internal sealed record OriginPath(UpstreamServer Origin, IReadOnlyList<UpstreamServer> Way, IReadOnlyList<ReplicaStatus> Links)
{
    /// <summary>The servers between origin and replica: they must log what they apply.</summary>
    public IEnumerable<UpstreamServer> Relays => Way.Take(Way.Count - 1);

    /// <summary>The way of one's rows through another: the other's last links with the first one's put before them.</summary>
    public OriginPath Behind(UpstreamServer origin, ReplicaStatus link) => new(origin, [Origin, .. Way], [link, .. Links]);
}
