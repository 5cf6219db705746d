using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Makes a server the replica of another, or brings a link that is there to what is wanted, and proves that it runs.</summary>
public static class StartLink
{
    /// <summary>Reads both servers, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Links.cs, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationLink>> PrepareAsync(StartLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        Throw(LinkRules.First(LinkRules.BeforeConnecting, request));
        ServerSession? source = null;
        ServerSession? replica = null;
        try
        {
            var opening = ServerSession.OpenAsync(request.Source, context, cancellationToken, LinkEnd.Variables);
            replica = await OpenOtherAsync(request, context, opening, cancellationToken).ConfigureAwait(false);
            source = await opening.ConfigureAwait(false);
            var prepared = await PrepareAsync(request, source, replica, context, cancellationToken).ConfigureAwait(false);
            source = replica = null;
            return prepared;
        }
        finally
        {
            source?.Dispose();
            replica?.Dispose();
        }
    }

    // Both are opened at once; the one that works is not left open when the other does not.
    private static async Task<ServerSession> OpenOtherAsync(StartLinkRequest request, OperationContext context, Task<ServerSession> opening, CancellationToken cancellationToken)
    {
        var other = ServerSession.OpenAsync(request.Replica, context, cancellationToken, LinkEnd.Variables);
        await Task.WhenAny(Task.WhenAll(opening, other)).ConfigureAwait(false);
        if (opening.Status == TaskStatus.RanToCompletion && other.Status != TaskStatus.RanToCompletion)
        {
            (await opening.ConfigureAwait(false)).Dispose();
        }
        else if (other.Status == TaskStatus.RanToCompletion && opening.Status != TaskStatus.RanToCompletion)
        {
            (await other.ConfigureAwait(false)).Dispose();
            await opening.ConfigureAwait(false);
        }

        return await other.ConfigureAwait(false);
    }

    private static async Task<IPreparedChange<ReplicationLink>> PrepareAsync(
        StartLinkRequest request, ServerSession source, ServerSession replica, OperationContext context, CancellationToken cancellationToken)
    {
        var c = await ReadAsync(request, source, replica, cancellationToken).ConfigureAwait(false);
        Throw(LinkRules.First(LinkRules.AboutServers, c));
        var lifted = new List<ReplicationException>();
        ThrowUnlessForced(request, c.Incomplete.Count == 0 || c.Running ? null : StartRefusals.CopyIncomplete(c), lifted);
        ThrowUnlessForced(request, await LinkFilters.CheckAsync(c, replica, cancellationToken).ConfigureAwait(false), lifted);
        var log = new SourceLog(source, c);
        var limit = TimeSpan.FromTicks(context.Timeout.Ticks / 2);
        if (LinkModeChoice.DependsOnPlace(c))
        {
            c = c with { Place = await log.PlaceAsync(request.Coordinates!, limit, cancellationToken).ConfigureAwait(false) };
        }

        var mode = LinkModeChoice.Choose(c);
        var present = c.Present is { } link ? await ReadPresentAsync(replica, link, cancellationToken).ConfigureAwait(false) : null;
        var relaysOnly = LinkStart.DependsOnLog(c, mode.Mode) && await log.OnlyRelaysAsync(limit, cancellationToken).ConfigureAwait(false);
        var start = LinkStart.Choose(c, mode.Mode, relaysOnly);
        Throw(GtidRules.Check(c, mode.Mode, start));
        ThrowUnlessForced(request, GtidRules.Passed(c) ?? LinkStart.BesideCopy(c, mode.Mode), lifted);
        var protection = LinkProtection.Choose(c, c.FollowsAlready ? present : null);
        var login = LinkLogin.Choose(c, present);
        var target = LinkTarget.Of(c, mode, start, protection, login, present);
        Throw(await StartRelayLog.CheckAsync(c, target, replica, cancellationToken).ConfigureAwait(false));
        if (!c.Running || c.Retrying || target.Differences.Count > 0)
        {
            ThrowUnlessForced(request, await ProveAsync(log, start, mode.Mode, limit, cancellationToken).ConfigureAwait(false), lifted);
        }

        var plan = new StartPlan(c, target, start, login, replica, context);
        var builder = plan.Build();
        StartTexts.Decide(builder, c, mode, start, protection, login, target);
        var standsStill = c.Present is { Receiver: ReplicaThreadState.Stopped } or { Applier: ReplicaThreadState.Stopped };
        if (standsStill && builder.Steps.Count > 0 && CutOffRun.Tell(context, UndoAction.IdentityOf(replica)) is { } cutOff)
        {
            builder.Decide(cutOff);
            context.Warning(cutOff);
        }

        StartTexts.SayLifted(builder, context, c, lifted);
        StartTexts.Warn(context, c, mode, protection);
        return new PreparedChange<ReplicationLink>(
            context,
            builder,
            (outcome, token) => RereadAsync(request, replica, mode, start, outcome, builder, context, token),
            source,
            replica);
    }

    private static async Task<LinkCase> ReadAsync(StartLinkRequest request, ServerSession source, ServerSession replica, CancellationToken cancellationToken)
    {
        if (await ReadLinkEnd.SameServerAsync(source, replica, cancellationToken).ConfigureAwait(false))
        {
            var one = await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: true, cancellationToken).ConfigureAwait(false);
            return new LinkCase(request, one with { Server = request.Source }, one) { SameServer = true };
        }

        // The replica first, then the source, then the replica's log once more: see LinkCase.ReplicaLater.
        var replicaEnd = await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: true, cancellationToken).ConfigureAwait(false);
        var readingKept = ReadKeptAsync(replica, cancellationToken);
        var readingSource = ReadLinkEnd.ReadAsync(source, mustSeeLinks: false, cancellationToken);
        await Task.WhenAll(readingKept, readingSource).ConfigureAwait(false);
        var sourceEnd = await readingSource.ConfigureAwait(false);
        var (kept, incomplete) = await readingKept.ConfigureAwait(false);
        var c = new LinkCase(request, sourceEnd, replicaEnd)
        {
            ReplicaLater = await ReadLinkEnd.WithLogAsync(replica, replicaEnd, cancellationToken).ConfigureAwait(false),
            ReadOnly = kept,
            Incomplete = incomplete,
        };

        // Databases matter only where somebody has to decide whether there is anything to lose.
        return c.FollowsAlready || (request.Coordinates is not null && request.AutoPosition != true) ? c : c with
        {
            Source = await ReadLinkEnd.WithDatabasesAsync(source, sourceEnd, cancellationToken).ConfigureAwait(false),
            Replica = await ReadLinkEnd.WithDatabasesAsync(replica, replicaEnd, cancellationToken).ConfigureAwait(false),
        };
    }

    // What a copy left behind for us.
    private static async Task<(ReadOnlyUntilLinked Kept, IReadOnlyList<string> Incomplete)> ReadKeptAsync(ServerSession replica, CancellationToken cancellationToken)
        => (await ReadOnlyUntilLinked.ReadAsync(replica, cancellationToken).ConfigureAwait(false), await IncompleteMark.ReadAsync(replica, cancellationToken).ConfigureAwait(false));

    /// <summary>The settings of a link as it is, with its password where the server shows it.</summary>
    internal static async Task<LinkSettings> ReadPresentAsync(ServerSession replica, ReplicaStatus link, CancellationToken cancellationToken)
    {
        RawRow? stored = null;
        if (replica.Dialect.Links.ShowStoredLink(link.Channel) is { } show)
        {
            try
            {
                var rows = await replica.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false);
                stored = rows.Count == 0 ? null : rows[0];
            }
            catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
            {
                // Then its password counts as not shown.
            }
        }

        var settings = LinkSettingsColumns.Read(link, stored);
        return settings.HeartbeatPeriod is not null ? settings
            : settings with { HeartbeatPeriod = await ReadHeartbeatAsync(replica, cancellationToken).ConfigureAwait(false) };
    }

    private static async Task<decimal?> ReadHeartbeatAsync(ServerSession replica, CancellationToken cancellationToken)
    {
        var rows = await replica.Connection.QueryAsync(LinkWords.ShowHeartbeatPeriod, cancellationToken).ConfigureAwait(false);
        return rows.Count > 0 && ReplicaStatusColumns.Seconds(rows[0]["Value"]) is { } period ? (decimal)period.TotalSeconds : null;
    }

    // Null when all is proven; a refusal that -Force lifts when one thing could not be.
    private static async Task<ReplicationException?> ProveAsync(SourceLog log, LinkStart start, LinkMode mode, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (start.Coordinates is { } at)
        {
            await log.ProveAsync(at, cancellationToken).ConfigureAwait(false);
        }
        else if (mode == LinkMode.MariaDBGtid)
        {
            await log.ProveAsync(MariaDBGtidPosition.Parse(start.Gtids ?? string.Empty), cancellationToken).ConfigureAwait(false);
        }

        return await log.ThrowIfLostAsync(start, limit, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ReplicationLink> RereadAsync(
        StartLinkRequest request,
        ServerSession replica,
        LinkModeChoice mode,
        LinkStart start,
        PlanOutcome outcome,
        PlanBuilder builder,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        if (!outcome.Changed)
        {
            // Nothing was to be done, yet nothing is claimed that is not so.
            await LinkWatch.UntilRunningAsync(replica, request.Channel, context.Timeout, cancellationToken).ConfigureAwait(false);
        }

        return new ReplicationLink
        {
            Server = request.Replica,
            Source = request.Source,
            Channel = request.Channel,
            Mode = mode.Mode,
            ModeReason = mode.Reason,
            StartCoordinates = start.Coordinates,
            StartGtidSet = start.Gtids,
            Status = await ReplicaStatusReader.ReadAsync(replica, request.Channel, cancellationToken).ConfigureAwait(false),
            Changed = outcome.Changed,
            JournalEntry = outcome.JournalEntry,
            Decisions = builder.Build().Decisions,
        };
    }

    private static void ThrowUnlessForced(StartLinkRequest request, ReplicationException? refusal, List<ReplicationException> lifted)
    {
        Throw(request.Force ? null : refusal);
        if (refusal is not null)
        {
            lifted.Add(refusal);
        }
    }

    private static void Throw(ReplicationException? refusal)
    {
        if (refusal is not null)
        {
            throw refusal;
        }
    }
}
