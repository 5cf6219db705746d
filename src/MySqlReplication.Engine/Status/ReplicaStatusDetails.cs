using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>What Get-SlaveStatus tells beyond the row. A working link costs no statement more, but for semi-sync when that is on.</summary>
internal static class ReplicaStatusDetails
{
    private static readonly DateTimeOffset Epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // MySQL manual, replica_preserve_commit_order: 3030 ER_REPLICA_WORKER_STOPPED_PREVIOUS_THD_ERROR of the workers behind the failed one.
    private const int StoppedWithTheOthers = 3030;

    /// <summary>The links with times of errors, errors of workers, semi-sync and cluster.</summary>
    public static async Task<IReadOnlyList<ReplicaStatus>> AddAsync(ServerSession session, IReadOnlyList<ReplicaStatus> links, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
        {
            return links;
        }

        var (semiSync, _, _) = await SemiSync.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var cluster = ClusterMembership.Of(session.Facts);
        var told = new List<ReplicaStatus>();
        foreach (var link in links)
        {
            told.Add(ByWorker(link with
            {
                SemiSyncActive = semiSync,
                Cluster = cluster,
                ReceiverErrorTime = await TimeAsync(session, link, receiver: true, cancellationToken).ConfigureAwait(false),
                ApplierErrorTime = await TimeAsync(session, link, receiver: false, cancellationToken).ConfigureAwait(false),
                WorkerErrors = await WorkersAsync(session, link, cancellationToken).ConfigureAwait(false),
            }));
        }

        return told;
    }

    /// <summary>The link beside what its source says of itself.</summary>
    public static async Task<ReplicaStatus> BesideAsync(ServerSession source, ReplicaStatus link, CancellationToken cancellationToken)
    {
        var own = await ReadSourceStatus.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        GtidSet? lacking = null;
        if (source.Version.Flavour == ServerFlavour.MySql && own.ExecutedGtidSet is not null && GtidSet.TryParse(own.ExecutedGtidSet, out var there) && GtidSet.TryParse(link.ExecutedGtidSet, out var here))
        {
            lacking = there.Subtract(GtidSet.TryParse(link.ReceivedGtidSet, out var got) ? here.Union(got) : here);
        }

        return link with { SourceCoordinates = own.Coordinates, SourceGtidSet = own.ExecutedGtidSet, NotReceivedGtidSet = lacking };
    }

    private static async Task<DateTimeOffset?> TimeAsync(ServerSession session, ReplicaStatus link, bool receiver, CancellationToken cancellationToken)
    {
        if ((receiver ? link.ReceiverErrorCode : link.ApplierErrorCode) is null or 0 || ReplicaStatusColumns.ErrorTime(link.Row, receiver) is not { } local)
        {
            return null;
        }

        var utc = await session.Connection.ScalarAsync(LinkWords.ToUtc(local), cancellationToken).ConfigureAwait(false) as string;
        return DateTime.TryParseExact(utc, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new DateTimeOffset(time, TimeSpan.Zero)
            : null;
    }

    private static async Task<IReadOnlyList<WorkerError>?> WorkersAsync(ServerSession session, ReplicaStatus link, CancellationToken cancellationToken)
    {
        if (session.Dialect.Links.ShowWorkerErrors(link.Channel) is not { } statement)
        {
            return null;
        }

        if (link.ApplierErrorCode is null or 0)
        {
            return [];
        }

        try
        {
            return (await session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false))
                .Select(row => Worker(row, session.Version.Flavour)).OrderBy(w => w.Code == StoppedWithTheOthers).ToList();
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.PrivilegeMissing or ErrorIds.StatementFailed)
        {
            return null;
        }
    }

    // The coordinator repeats whoever failed last, mostly one that stopped because another one had failed, and leaves the reason out.
    private static ReplicaStatus ByWorker(ReplicaStatus link)
    {
        if (link.WorkerErrors is not { Count: > 0 } workers || link.HealthReason?.IndexOf(workers[0].Error, StringComparison.Ordinal) >= 0)
        {
            return link;
        }

        var number = workers[0].Code.ToString(CultureInfo.InvariantCulture);
        return link with
        {
            ApplierErrorExplanation = workers[0].Explanation ?? link.ApplierErrorExplanation,
            Problem = link.ReceiverErrorCode is null or 0 ? "applier error " + number : link.Problem,
            HealthReason = link.HealthReason + " What stopped it (" + number + "): " + workers[0].Error,
        };
    }

    private static WorkerError Worker(RawRow row, ServerFlavour flavour)
    {
        var code = (int)(row.Number("code") ?? 0);
        var text = Redaction.Clean(row.Text("message") ?? string.Empty);
        return new WorkerError
        {
            Worker = row.Number("worker") ?? 0,
            Code = code,
            Error = text,
            Explanation = ErrorCatalogue.Find(code, text, flavour),
            Time = decimal.TryParse(row.Text("time"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? Epoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null,
            Transaction = row.Text("transaction") is { Length: > 0 } gtid && gtid != "ANONYMOUS" ? gtid : null,
        };
    }
}
