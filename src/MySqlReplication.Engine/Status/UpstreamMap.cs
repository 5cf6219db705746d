using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// Whose rows come to a replica over one of its links: the source, the sources of that, and so on, round a ring at most once.
/// Logins are those that the session knows, as for the source itself.
/// </summary>
internal sealed class UpstreamMap : IDisposable
{
    // A guard against structures that nobody builds; rings of ten are in the books.
    private const int Most = 32;

    private readonly List<UpstreamServer> _servers = [];
    private readonly List<ServerSession> _opened = [];

    private UpstreamMap()
    {
    }

    /// <summary>The ways of all origins, the nearest first; empty when the source could not be asked.</summary>
    public IReadOnlyList<OriginPath> Paths { get; private set; } = [];

    /// <summary>Why the link's own source could not be asked; null when it was.</summary>
    public string? WhyNoSource { get; private set; }

    /// <summary>Walks up from a link of a replica. The replica's session stays its caller's.</summary>
    public static async Task<UpstreamMap> ReadAsync(DiagnoseLinkRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        var map = new UpstreamMap();
        try
        {
            await map.WalkAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false);
            return map;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Why a server may not be written to: read-only, or the replica of a server that would not get the row back. Null when it
    /// may: nobody's replica, or a member of a ring, where the row reaches all that it follows.
    /// </summary>
    public static string? WhyNotWritten(UpstreamServer server)
    {
        if (server.End.ReadOnly)
        {
            return server + " is read-only";
        }

        var above = Above(server);
        return above.Append(server).FirstOrDefault(s => s.NotAsked is not null) is { } dark ? "whom " + dark + " follows could not be asked (" + dark.NotAsked + "), so it may be a plain replica"
            : above.FirstOrDefault(s => s != server && !Above(s).Contains(server)) is { } one ? server + " is itself a replica (of " + one + "), and a row written there would be one that its own source does not have"
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(session => session.Dispose());

    private async Task WalkAsync(DiagnoseLinkRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        var first = new UpstreamServer(replica, await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: false, cancellationToken).ConfigureAwait(false));
        _servers.Add(first);
        var source = await FollowedAsync(first, link, request, context, cancellationToken).ConfigureAwait(false);
        WhyNoSource = source is null ? first.NotAsked : null;
        for (var i = 0; i < _servers.Count; i++)
        {
            foreach (var other in _servers[i].End.Links.Where(l => i > 0 || !IsSame(l, link)))
            {
                await FollowedAsync(_servers[i], other, request with { Source = null }, context, cancellationToken).ConfigureAwait(false);
            }
        }

        Paths = source is null ? [] : Ways(first, source, link);
    }

    // The nearest way to each, the replica itself left out.
    private static List<OriginPath> Ways(UpstreamServer replica, UpstreamServer source, ReplicaStatus link)
    {
        var paths = new List<OriginPath> { new(source, [replica], [link]) };
        for (var i = 0; i < paths.Count; i++)
        {
            var through = paths[i];
            foreach (var above in through.Origin.Sources.Where(s => s != replica && paths.All(p => p.Origin != s)).ToList())
            {
                paths.Add(through.Behind(above, through.Origin.End.Links.First(l => LinkCase.Follows(l, above.End))));
            }
        }

        return paths;
    }

    private async Task<UpstreamServer?> FollowedAsync(UpstreamServer server, ReplicaStatus link, DiagnoseLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var known = request.Source is null ? _servers.FirstOrDefault(s => LinkCase.Follows(link, s.End)) : null;
        if (known is null)
        {
            var (session, why) = _servers.Count >= Most ? (null, "there are more than " + Most + " servers") : await LinkSource.OpenAsync(request, link, context, cancellationToken).ConfigureAwait(false);
            if (session is null)
            {
                server.NotAsked = link.Source + ": " + why;
                return null;
            }

            _opened.Add(session);
            known = new UpstreamServer(session, await ReadLinkEnd.ReadAsync(session, mustSeeLinks: false, cancellationToken).ConfigureAwait(false));
            _servers.Add(known);
        }

        server.Sources.Add(known);
        return known;
    }

    private static HashSet<UpstreamServer> Above(UpstreamServer server)
    {
        var above = new HashSet<UpstreamServer>();
        var open = new Queue<UpstreamServer>(server.Sources);
        while (open.Count > 0)
        {
            var next = open.Dequeue();
            if (above.Add(next))
            {
                next.Sources.ForEach(open.Enqueue);
            }
        }

        return above;
    }

    private static bool IsSame(ReplicaStatus one, ReplicaStatus other) => string.Equals(one.Channel, other.Channel, StringComparison.OrdinalIgnoreCase);
}
