using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Judges servers for their part in replication, each by itself, with its peer, and with each other. Changes nothing.</summary>
public static class DiagnoseServers
{
    /// <summary>Judges them.</summary>
    /// <param name="request">Which, and for what.</param>
    /// <param name="failed">Gets why a server could not be asked; the others go on.</param>
    /// <param name="context">Where to speak.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One a server that answered, in their order.</returns>
    /// <exception cref="ReplicationException">The peer could not be asked.</exception>
    public static async Task<IReadOnlyList<ServerDiagnosis>> RunAsync(
        DiagnoseServersRequest request, Func<ReplicationException, ServerReference, Task> failed, OperationContext context, CancellationToken cancellationToken)
    {
        _ = request ?? throw new ArgumentNullException(nameof(request));
        _ = failed ?? throw new ArgumentNullException(nameof(failed));
        using var throttle = new SemaphoreSlim(request.ThrottleLimit);
        var asked = await Task.WhenAll(request.Servers.Select(server => AskAsync(server, throttle, failed, context, cancellationToken))).ConfigureAwait(false);
        var servers = asked.OfType<ServerEvidence>().ToList();
        var peer = request.Peer is null ? null : await ServerSurvey.ReadAsync(request.Peer, context, cancellationToken).ConfigureAwait(false);
        var all = peer is null || servers.Any(s => s.Server.Address.Equals(peer.Server.Address)) ? servers : [.. servers, peer];
        var written = request.Role is ServerRole.Source or ServerRole.PairMember ? SettingsAcrossRules.Writable(all.Select(s => s.Settings)) : [];
        var across = SettingsAcrossRules.Of(all.Select(s => s.Settings).ToList(), written).Concat(ServerRules.UuidShared(all)).Concat(ClockRules.Of(all)).ToList();
        var judged = new List<ServerDiagnosis>();
        foreach (var s in servers)
        {
            judged.Add(Judge(s, peer, request.Role, across, await TryAsync(s, peer, request, context, cancellationToken).ConfigureAwait(false)));
        }

        return judged;
    }

    private static ServerDiagnosis Judge(ServerEvidence s, ServerEvidence? peer, ServerRole role, List<ReplicationFinding> across, LoginProof? tried)
    {
        var around = new SettingsCircumstances { IsReplica = role != ServerRole.Source, HasReplicas = role != ServerRole.Replica };
        var findings = SettingsRules.Of(s.Settings, around)
            .Concat(across.Where(f => f.Server is not null && f.Server.Address.Equals(s.Server.Address)))
            .Concat(ServerRules.Of(s, role))
            .Concat(peer is null ? [] : PeerRules.Of(s, peer, role, tried))
            .OrderBy(f => f.Severity switch { FindingSeverity.Error => 0, FindingSeverity.Warning => 1, FindingSeverity.Unknown => 2, _ => 3 })
            .ToList();
        return new ServerDiagnosis { Server = s.Server, Role = role, Peer = peer?.Server, IsFit = findings.All(f => f.Severity != FindingSeverity.Error), Findings = findings };
    }

    // By the one that is to follow, from its own address: nobody else's attempt proves anything.
    private static async Task<LoginProof?> TryAsync(ServerEvidence s, ServerEvidence? peer, DiagnoseServersRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        if (request.Login is not { } login || peer is null)
        {
            return null;
        }

        var (source, replica) = request.Role == ServerRole.Source ? (s, peer) : (peer, s);
        return await TryLogin.RunAsync(new TryLoginRequest { Source = source.Server, Replica = replica.Server, Login = login }, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ServerEvidence?> AskAsync(
        ServerReference server, SemaphoreSlim throttle, Func<ReplicationException, ServerReference, Task> failed, OperationContext context, CancellationToken cancellationToken)
    {
        await throttle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ServerSurvey.ReadAsync(server, context, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            await failed(e, server).ConfigureAwait(false);
            return null;
        }
        finally
        {
            throttle.Release();
        }
    }
}
