using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Waits until a replica has executed something, inside the server, with two limits. Changes nothing.</summary>
public static class WaitLink
{
    // The server waits this long at a time, so that a stopped applier and a standing position are seen in between.
    private const int SliceSeconds = 1;

    /// <summary>Waits; the result has the position reached.</summary>
    /// <exception cref="ReplicationException">LinkNotConfigured, ApplierStopped, LinkApplierFailed, WaitTimeout, WaitNoProgress, InvalidGtidSet, and those of connecting.</exception>
    public static async Task<ReplicationLink> RunAsync(WaitLinkRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        using var replica = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
        var links = await ReplicaStatusReader.ReadAllAsync(replica, cancellationToken).ConfigureAwait(false);
        var link = links.FirstOrDefault(l => string.Equals(l.Channel, request.Channel, StringComparison.OrdinalIgnoreCase))
            ?? throw LinkFailures.NotConfigured(request.Replica, request.Channel, string.Join(", ", links.Select(l => "'" + l.Channel + "'")));
        var goal = await WaitGoal.OfAsync(request, replica, link, context, cancellationToken).ConfigureAwait(false);
        var activity = "Wait until on " + request.Replica + " " + goal.Text;
        context.Verbose(activity + ".");
        try
        {
            await WaitAsync(request, replica, link, goal, activity, context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Progress.Report(new ProgressReport(activity, string.Empty, 100, Completed: true));
        }

        var builder = new PlanBuilder(activity, request.Replica).Decide("Reached: " + goal.Text + ".");
        return StopLink.Result(
            request.Replica,
            await ReplicaStatusReader.ReadAsync(replica, request.Channel, cancellationToken).ConfigureAwait(false),
            request.Channel,
            request.Source ?? link.Source,
            new PlanOutcome(false, null),
            builder);
    }

    private static async Task WaitAsync(
        WaitLinkRequest request, ServerSession replica, ReplicaStatus link, WaitGoal goal, string activity, OperationContext context, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var moved = Stopwatch.StartNew();
        while (!await ReachedAsync(replica, link, goal, cancellationToken).ConfigureAwait(false))
        {
            if (link.Applier != ReplicaThreadState.Running)
            {
                throw LinkFailures.OfApplier(link) ?? WaitFailures.ApplierStopped(link, goal.Text);
            }

            if (link.Receiver != ReplicaThreadState.Running && LinkWatch.IsDrained(link) && !LinkFailures.MayPass(link.ReceiverErrorCode)
                && (LinkFailures.OfReceiver(link) ?? (link.Receiver == ReplicaThreadState.Stopped ? WaitFailures.ReceiverStopped(link, goal.Text) : null)) is { } receiver)
            {
                throw receiver;
            }

            if (watch.Elapsed >= context.Timeout)
            {
                throw WaitFailures.Timeout(link, goal.Text, context.Timeout);
            }

            if (moved.Elapsed >= request.NoProgress)
            {
                throw WaitFailures.NoProgress(link, goal.Text, request.NoProgress);
            }

            context.Progress.Report(new ProgressReport(activity, "at " + (link.ExecutedCoordinates?.ToString() ?? "an unknown place")));
            var wait = goal.Coordinates is { } at
                ? replica.Dialect.Links.WaitForPosition(link.Channel, at, SliceSeconds)
                : replica.Dialect.Links.WaitForGtid(goal.Gtids!, SliceSeconds)!;
            var answer = await replica.Connection.ScalarAsync(wait, cancellationToken, TimeSpan.FromSeconds(SliceSeconds + 30)).ConfigureAwait(false);
            if (goal.Coordinates is not null && answer is not null && Convert.ToInt64(answer, System.Globalization.CultureInfo.InvariantCulture) >= 0)
            {
                return;
            }

            var now = await LinkWatch.LookAsync(replica, link.Channel, cancellationToken).ConfigureAwait(false)
                ?? throw LinkFailures.NotConfigured(request.Replica, request.Channel, string.Empty);
            if (answer is null && now.Applier == ReplicaThreadState.Running)
            {
                // NULL, and yet it runs: it was restarted in between, or no file was ever called so. The server did not wait, so this does.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
            }

            if (now.ExecutedCoordinates != link.ExecutedCoordinates || now.ExecutedGtidSet != link.ExecutedGtidSet || now.RelayLogCoordinates != link.RelayLogCoordinates)
            {
                moved.Restart();
            }

            link = now;
        }
    }

    private static async Task<bool> ReachedAsync(ServerSession replica, ReplicaStatus link, WaitGoal goal, CancellationToken cancellationToken)
        => goal.Gtids is not null ? await goal.HasGtidsAsync(replica, cancellationToken).ConfigureAwait(false)
            : link.ExecutedCoordinates is { } at && goal.Coordinates is { } wanted && at.IsComparableTo(wanted) && at >= wanted;
}
