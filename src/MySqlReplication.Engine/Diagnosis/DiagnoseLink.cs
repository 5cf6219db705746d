using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Walks links in order and says what is broken first. Changes nothing, but for the canary when that is asked for.</summary>
public static class DiagnoseLink
{
    // Long enough for two of the heartbeats that this module sets (5 s), so that health can be proven where one reading proves nothing.
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(10);

    /// <summary>Diagnoses one channel of a replica, or all.</summary>
    /// <returns>One a link; empty when the server is nobody's replica.</returns>
    /// <exception cref="ReplicationException">LinkNotConfigured, PrivilegeMissing, and those of connecting to the replica.</exception>
    public static async Task<IReadOnlyList<LinkDiagnosis>> RunAsync(DiagnoseLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        _ = request ?? throw new ArgumentNullException(nameof(request));
        _ = context ?? throw new ArgumentNullException(nameof(context));
        var links = await ReadReplicaStatus.ReadAsync(request.Replica, request.Channel, Watch, context, cancellationToken).ConfigureAwait(false);

        // A receiver that is just connecting has nothing to tell yet; one that never gets an answer has nothing to tell ever.
        for (var watch = Stopwatch.StartNew(); links.Any(IsAsking) && watch.Elapsed < (FirstAnswer < context.Timeout ? FirstAnswer : context.Timeout);)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
            links = await ReadReplicaStatus.ReadAsync(request.Replica, request.Channel, TimeSpan.Zero, context, cancellationToken).ConfigureAwait(false);
        }

        var diagnoses = new List<LinkDiagnosis>();
        if (links.Count == 0)
        {
            return diagnoses;
        }

        using var replica = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
        foreach (var link in links)
        {
            diagnoses.Add(await OneAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false));
        }

        return diagnoses;
    }

    private static bool IsAsking(ReplicaStatus link) => link is { Receiver: ReplicaThreadState.Connecting, ReceiverErrorCode: null or 0 };

    // Only where the receiver stands still: a source throws one of two connections of the same replica off.
    private static async Task<LoginProof?> TriedAsync(DiagnoseLinkRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        if (!request.TryLogin || link is not { Receiver: ReplicaThreadState.Stopped, Source: { } source })
        {
            return null;
        }

        var login = request.Login ?? (await StartLink.ReadPresentAsync(replica, link, cancellationToken).ConfigureAwait(false)).Login;
        return login is null ? LoginAnswers.NotTried(link, "the server does not show the link's password, and no login was given (-ReplicationCredential).")
            : await Links.TryLogin.RunAsync(new TryLoginRequest { Source = source, Replica = request.Replica, Login = login }, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<LinkDiagnosis> OneAsync(DiagnoseLinkRequest request, ServerSession replica, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        // What the replica has must be in the source, which is read after it; what the source has of the replica's, in the replica that is read after that.
        var before = await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        var evidence = new ReplicaEvidence(link, replica.Facts)
        {
            Databases = (await replica.Connection.QueryAsync(LinkWords.ShowDatabases, cancellationToken).ConfigureAwait(false)).Select(row => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).ToList(),
            Executed = before.Executed,
            Tried = await TriedAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false),
            RelayLogEnd = await RelayLogEnd.ReadAsync(replica, link, cancellationToken).ConfigureAwait(false),
            WaitsForDisk = ReceiverStates.WaitsForDisk(link.ReceiverState) ? link.ReceiverState : null,
        };
        var (session, why) = await LinkSource.OpenAsync(request, link, context, cancellationToken).ConfigureAwait(false);
        using var source = session;
        if (source is null)
        {
            var alone = LinkWalk.Faults(evidence, null).ToList();
            var f = new LinkFindings(link);
            alone.Add(f.NotKnown(LinkStep.Row, "SourceNotAsked", why!, "Whether the two hold the same history could not be found out: the source was not asked.", "Give -Source or -SourceCredential"));
            return LinkWalk.Of(evidence, null, alone, null);
        }

        var there = await LinkSource.ReadAsync(source, LoginFaults.Seen(link, replica.Facts, evidence.Tried), before, cancellationToken).ConfigureAwait(false);
        var later = await ReadLinkEnd.WithLogAsync(replica, before, cancellationToken).ConfigureAwait(false);
        evidence = evidence with { ExecutedLater = later.Executed, LogEnd = later.Coordinates, BinlogState = later.BinlogState, ReplicatedPosition = later.ReplicatedPosition };
        var faults = LinkWalk.Faults(evidence, there).ToList();
        faults.AddRange(SchemaFaults.Find(link, await SchemaFaults.ReadAsync(source, cancellationToken).ConfigureAwait(false), await SchemaFaults.ReadAsync(replica, cancellationToken).ConfigureAwait(false)));
        TimeSpan? roundTrip = null;
        if (request.Canary && !faults.Any(fault => fault.IsBroken && fault.Step < LinkStep.Row))
        {
            (roundTrip, var fault) = await LinkCanary.RunAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false);
            faults.AddRange(fault is null ? [] : [fault]);
        }

        return LinkWalk.Of(evidence, there, faults, roundTrip);
    }
}
