using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Accounts;

/// <summary>One replica in a rotation: its link by the account, and the login that it stores.</summary>
internal sealed class RotatedReplica : IDisposable
{
    private RotatedReplica(ServerSession session, ReplicaStatus link, ReplicationCredential? stored)
    {
        Session = session;
        Link = link;
        Stored = stored;
    }

    public ServerSession Session { get; }

    public ReplicaStatus Link { get; }

    /// <summary>What it stores, with the password; null where the server does not show it.</summary>
    public ReplicationCredential? Stored { get; }

    /// <summary>Opens a replica and finds its link to the source by that user.</summary>
    /// <exception cref="ReplicationException">LinkNotConfigured, LinkNotRunning, and those of connecting.</exception>
    public static async Task<RotatedReplica> OpenAsync(ServerSession source, ServerReference replica, string user, OperationContext context, CancellationToken cancellationToken)
    {
        var session = await ServerSession.OpenAsync(replica, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var links = await ReplicaStatusReader.ReadAllAsync(session, cancellationToken).ConfigureAwait(false);
            var link = links.FirstOrDefault(l => l.SourceUser == user && Follows(l, source)) ?? throw RotationFailures.NotLinked(source, replica, user);
            if (link is not { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running })
            {
                throw RotationFailures.NotRunning(link);
            }

            var settings = await StartLink.ReadPresentAsync(session, link, cancellationToken).ConfigureAwait(false);
            return new RotatedReplica(session, link, settings.Login is { IsPasswordEmpty: false } login ? login : null);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose() => Session.Dispose();

    // By uuid where the receiver has learned one, else by address, else by the server id that it has learned.
    private static bool Follows(ReplicaStatus link, ServerSession source)
        => link.SourceUuid is { Length: > 0 } known && source.Facts.ServerUuid is { } uuid
            ? string.Equals(known, uuid, StringComparison.OrdinalIgnoreCase)
            : link.Source?.Address.Equals(source.Server.Address) == true || (link.SourceServerId is > 0 and { } id && id == source.Facts.ServerId);
}
