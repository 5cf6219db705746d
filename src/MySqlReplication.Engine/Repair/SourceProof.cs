using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>Asks the source, before anything is reset, whether it still holds all that the replica lacks. Changes nothing.</summary>
internal sealed class SourceProof : IDisposable
{
    private readonly List<string> _evidence = [];
    private readonly List<string> _notProven = [];

    private SourceProof()
    {
    }

    /// <summary>A session on the source; null when there is none.</summary>
    public ServerSession? Session { get; private set; }

    /// <summary>True when proven; null when it could not be asked. That it holds it no longer is a failure.</summary>
    public bool? Holds { get; private set; }

    /// <summary>What was seen.</summary>
    public IReadOnlyList<string> Evidence => _evidence;

    /// <summary>What could not be proven.</summary>
    public IReadOnlyList<string> NotProven => _notProven;

    /// <summary>Asks.</summary>
    /// <exception cref="ReplicationException">
    /// CoordinatesPurged, CoordinatesNotFound, GtidsPurged, ExecutedPositionUncertain, SourceIsAnother; SourceNotProven unless forced.
    /// </exception>
    public static async Task<SourceProof> RunAsync(
        RepairRelayLogRequest request, ServerSession replica, IReadOnlyList<ReplicaStatus> links, ReplicaStatus link, RelayLogDiagnosis diagnosis, OperationContext context, CancellationToken cancellationToken)
    {
        var proof = new SourceProof();
        try
        {
            var server = ServerOf(request, link);
            try
            {
                proof.Session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
                await proof.AskAsync(request, replica, links, link, diagnosis, cancellationToken).ConfigureAwait(false);
            }
            catch (ReplicationException e) when (IsAboutAsking(e) && request.Force)
            {
                proof._notProven.Add("Whether " + server + " still holds what the replica lacks was not proven: " + e.Message);
            }
            catch (ReplicationException e) when (IsAboutAsking(e))
            {
                throw OnlineFailures.SourceNotProven(link, server, e);
            }

            return proof;
        }
        catch
        {
            proof.Dispose();
            throw;
        }
    }

    /// <summary>Where and with which login the source is asked.</summary>
    public static ServerReference ServerOf(RepairRelayLogRequest request, ReplicaStatus link)
    {
        var server = request.Source ?? link.Source!;
        if (server.HasCredential)
        {
            return server;
        }

        var known = request.KnownServers.FirstOrDefault(k => k.Address.Equals(server.Address) && (server.UserName is null || k.UserName == server.UserName));
        var login = request.SourceLogin ?? known?.Credential ?? request.Replica.Credential;
        return login is null || (server.UserName is { } user && user != login.UserName) ? server : server.WithCredential(login);
    }

    /// <inheritdoc/>
    public void Dispose() => Session?.Dispose();

    // Not reached, not let in, or not allowed to see it. Any other failure is an answer.
    private static bool IsAboutAsking(ReplicationException e) => e.ErrorId is ErrorIds.ServerUnreachable or ErrorIds.LoginRefused or ErrorIds.HostNotAllowed
        or ErrorIds.TooManyConnections or ErrorIds.ConnectionLost or ErrorIds.TlsFailed or ErrorIds.CredentialMissing or ErrorIds.PrivilegeMissing
        or ErrorIds.ServerNotSupported or ErrorIds.ServerTimeout;

    private async Task AskAsync(
        RepairRelayLogRequest request, ServerSession replica, IReadOnlyList<ReplicaStatus> links, ReplicaStatus link, RelayLogDiagnosis diagnosis, CancellationToken cancellationToken)
    {
        var source = Session!;
        if (await ReadLinkEnd.SameServerAsync(source, replica, cancellationToken).ConfigureAwait(false)
            || (link.SourceUuid is { Length: > 0 } uuid && source.Facts.ServerUuid is { } other && !uuid.Equals(other, StringComparison.OrdinalIgnoreCase)))
        {
            throw OnlineFailures.SourceIsAnother(link, source.Server);
        }

        if (link.SourceUuid is not { Length: > 0 } && !LinkCase.SameAddress(link.Source, source.Server))
        {
            _notProven.Add("That " + source.Server + " is the server that the replica knows as " + link.Source + " was taken on trust: the replica keeps no mark of it");
        }

        var sourceEnd = await ReadLinkEnd.ReadAsync(source, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        var replicaEnd = await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: true, cancellationToken).ConfigureAwait(false);
        var asked = new StartLinkRequest { Source = source.Server, Replica = replica.Server, Channel = link.Channel };
        var log = new SourceLog(source, new LinkCase(asked, sourceEnd, replicaEnd));
        try
        {
            await AskAsync(log, sourceEnd, replicaEnd, link, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.CoordinatesPurged or ErrorIds.CoordinatesNotFound or ErrorIds.GtidsPurged)
        {
            throw OnlineFailures.SourceHoldsItNoLonger(link, diagnosis.Findings.Any(f => f.Id == RelayLogRules.Renamed), e);
        }

        // Where the applier met damage inside a transaction MariaDB's gtid_slave_pos may name that transaction although it was
        // rolled back (measured on 10.11): there the coordinates are right.
        if (!link.UsesGtid && links.Count == 1 && !diagnosis.ApplierReachedTheDamage)
        {
            await CompareGtidsAsync(request, link, replicaEnd, cancellationToken).ConfigureAwait(false);
        }

        Holds = true;
    }

    private async Task AskAsync(SourceLog log, LinkEnd source, LinkEnd replica, ReplicaStatus link, CancellationToken cancellationToken)
    {
        if (!link.UsesGtid)
        {
            var at = link.ExecutedCoordinates!;
            await log.ProveAsync(at, cancellationToken).ConfigureAwait(false);
            _evidence.Add(source.Server + " still holds " + at + (source.Coordinates is { } now ? ", and stands at " + now : string.Empty));
        }
        else if (link.UsingGtid is not null)
        {
            var from = replica.ReplicatedPosition ?? MariaDBGtidPosition.Parse(string.Empty);
            await log.ProveAsync(from, cancellationToken).ConfigureAwait(false);
            _evidence.Add("The binary logs of " + source.Server + " begin before '" + from + "', where the replica is");
        }
        else
        {
            var lacking = (source.Purged ?? GtidSet.Empty).Subtract(replica.Executed ?? GtidSet.Empty);
            if (!lacking.IsEmpty)
            {
                throw OnlineFailures.GtidsPurged(link, source.Server, lacking);
            }

            _evidence.Add(source.Server + " has purged nothing that the replica lacks");
        }
    }

    // relay-log.info of a MariaDB server that was killed may be older than what was committed; gtid_slave_pos is not.
    private async Task CompareGtidsAsync(RepairRelayLogRequest request, ReplicaStatus link, LinkEnd replica, CancellationToken cancellationToken)
    {
        var at = link.ExecutedCoordinates!;
        if (replica.ReplicatedPosition is not { IsEmpty: false } executed || Session!.Dialect.Links.ShowGtidAt(at) is not { } show)
        {
            return;
        }

        var text = Convert.ToString(await Session.Connection.ScalarAsync(show, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        if (!MariaDBGtidPosition.TryParse(text, out var there) || !executed.IsBeyond(there))
        {
            return;
        }

        var seen = "its gtid_slave_pos is '" + executed + "', and at " + at + " of " + Session.Server + " that was '" + there + "'";
        if (!request.Force)
        {
            throw OnlineFailures.ExecutedBeyond(link, seen, byGtid: true);
        }

        _notProven.Add("That nothing behind " + at + " was executed already was taken on trust: " + seen);
    }
}
