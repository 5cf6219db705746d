using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Makes a replica forget its source on one channel: stopped, then RESET ... ALL. Data and binary logs stay.</summary>
public static class RemoveLink
{
    /// <summary>Reads the link and plans; nothing when there is none.</summary>
    /// <exception cref="ReplicationException">OpenTemporaryTables, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationLink>> PrepareAsync(StopLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var session = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
        var given = false;
        try
        {
            var link = await ReplicaStatusReader.ReadAsync(session, request.Channel, cancellationToken).ConfigureAwait(false);
            var builder = new PlanBuilder(link is null ? "Forget the link of " + request.Replica : "Forget the link " + link, request.Replica);
            var forgotten = new Forgotten();
            if (link is not null)
            {
                await AddAsync(builder, session, link, request, forgotten, context, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                builder.Decide(request.Replica + " follows nobody on " + (request.Channel.Length == 0 ? "the default channel." : "channel '" + request.Channel + "'."));
            }

            var prepared = new PreparedChange<ReplicationLink>(
                context,
                builder,
                async (outcome, token) => StopLink.Result(
                    request.Replica,
                    await ReplicaStatusReader.ReadAsync(session, request.Channel, token).ConfigureAwait(false),
                    request.Channel,
                    link?.Source,
                    outcome,
                    builder) with { BringBack = forgotten.BringBack },
                session);
            given = true;
            return prepared;
        }
        finally
        {
            if (!given)
            {
                session.Dispose();
            }
        }
    }

    private static async Task AddAsync(
        PlanBuilder builder, ServerSession session, ReplicaStatus link, StopLinkRequest request, Forgotten forgotten, OperationContext context, CancellationToken cancellationToken)
    {
        var settings = await StartLink.ReadPresentAsync(session, link, cancellationToken).ConfigureAwait(false);
        await StopLink.AddAsync(builder, session, link, request, context, cancellationToken).ConfigureAwait(false);
        forgotten.BringBack = BringBackText.Of(link, settings, HasGtids(session));
        builder.Decide("What would bring it back: " + forgotten.BringBack);
        var words = session.Dialect.Links;
        builder.Add(
            PlanStepKind.Statement,
            session.Server.ToString(),
            words.Reset(link.Channel, all: true).Redacted,
            "forgets the source, the login, the position and the relay log; data and binary logs stay",
            async token =>
            {
                // The position counts as it is once the applier stands still: with an earlier one events would be executed twice.
                var now = await LinkWatch.LookAsync(session, link.Channel, token).ConfigureAwait(false) ?? link;
                var step = builder.Steps[builder.Steps.Count - 1];
                step.Undo = Undo(session, now, settings);
                forgotten.BringBack = BringBackText.Of(now, settings, HasGtids(session));
                await session.Connection.ExecuteAsync(words.Reset(link.Channel, all: true), token).ConfigureAwait(false);
            },
            Undo(session, link, settings),
            continuesPrevious: builder.Steps.Count > 0);
    }

    private static bool HasGtids(ServerSession session)
        => session.Version.Flavour == MySqlReplication.Servers.ServerFlavour.MariaDB || session.Facts.GtidMode == MySqlReplication.Servers.GtidMode.On;

    private static UndoAction Undo(ServerSession session, ReplicaStatus link, LinkSettings settings)
    {
        var former = settings with
        {
            Coordinates = settings.Mode == LinkMode.FilePosition ? link.ExecutedCoordinates ?? settings.Coordinates : null,
            Login = link.SourceUser is { } user ? new ReplicationCredential(user, string.Empty) : null,
        };
        return UndoAction.OnServer(session, session.Dialect.Links.Change(link.Channel, former)) with { SecretOf = link.SourceUser };
    }

    private sealed class Forgotten
    {
        public string? BringBack { get; set; }
    }
}
