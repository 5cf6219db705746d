using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>The steps of one clone and what they hand to each other.</summary>
internal sealed class CloneRun(CloneCase c, ServerSession source, ServerSession replica, CloneRestart restart, OperationContext context) : ISnapshotRun
{
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(20);
    private static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    private readonly Stopwatch _clock = new();
    private readonly Stopwatch _restarting = new();
    private readonly CloneStop _stop = new(replica, c.Copy.Replica.UserDatabases, context);
    private bool _isDown;
    private bool _keptReadOnly;
    private ServerSession? _clone;
    private BinlogCoordinates? _coordinates;
    private string? _gtids;
    private long _bytes;

    private string Summary => "Make " + replica.Server + " a clone of " + source.Server;

    public PlanBuilder Plan()
    {
        var builder = new PlanBuilder(Summary + ": all of its databases and accounts are wiped", replica.Server) { RestartRequired = true };
        builder.Decide("From then on " + replica.Server + " has the accounts of " + source.Server + ": log in with one of those.");
        foreach (var (session, installs) in new[] { (source, c.InstallsOnSource), (replica, c.InstallsOnReplica) })
        {
            if (installs)
            {
                builder.Statement(
                    session,
                    CloneWords.Install(IsWindows(session)),
                    "CLONE is a plugin" + (c.InstallsOnSource ? "; it goes again at the end" : string.Empty),
                    putBack: _ => UninstallAsync(session.Connection),
                    isAtomic: true);
            }
        }

        builder.Statement(
            replica,
            CloneWords.SetDonorList(c.DonorHost + ":" + c.DonorPort.ToString(CultureInfo.InvariantCulture)),
            "it clones from nobody else; as it was afterwards",
            putBack: token => replica.Connection.ExecuteAsync(CloneWords.SetDonorList(c.DonorList ?? string.Empty), token),
            isAtomic: true);
        builder.Add(PlanStepKind.Statement, replica.Server.ToString(), Statement.Redacted, "wipes " + Wiped() + ", then takes the files of " + source.Server + "; writers go on", CloneAsync, reversibility: Reversibility.Irreversible);
        builder.Add(PlanStepKind.Process, replica.Server.ToString(), restart.Text, "the clone begins with a restart (3707 when nobody supervises the server: then it is down until it is started)", _ => restart.RunAsync(_isDown, _restarting), continuesPrevious: true, reversibility: Reversibility.Irreversible);
        builder.Add(PlanStepKind.Wait, replica.Server.ToString(), CloneWords.ShowStatus.Redacted, "its coordinates, and whether it is complete", ReadStatusAsync, continuesPrevious: true);
        builder.Add(PlanStepKind.Statement, replica.Server.ToString(), "SET GLOBAL " + CloneWords.DonorList + " to what it was" + (c.InstallsOnSource ? "; UNINSTALL PLUGIN clone, on " + source.Server + " too" : string.Empty), "as it was", PutBackAsync, continuesPrevious: true);
        if (!c.Request.LeaveWritable)
        {
            builder.Add(PlanStepKind.Statement, replica.Server.ToString(), ReadOnlyUntilLinked.RememberText + "; SET GLOBAL super_read_only = 1", "nobody writes there until its link runs, which puts it back; not logged", SetReadOnlyAsync, continuesPrevious: true, reversibility: Reversibility.Irreversible);
        }

        return builder;
    }

    /// <summary>The result, when all steps are done.</summary>
    public ReplicationSnapshot Result(PlanOutcome outcome, PlanBuilder builder) => new()
    {
        Server = restart.Clone,
        Source = source.Server,
        Method = SnapshotMethod.Clone,
        Coordinates = _coordinates!,
        GtidSet = _gtids,
        Databases = c.Copy.Databases,
        ClonedBytes = _bytes,
        Duration = _clock.Elapsed,
        WritersStalledMilliseconds = 0,
        ReadOnlyUntilLinked = _keptReadOnly,
        PointMethod = "by CLONE INSTANCE, without a lock against writers; the place is that of performance_schema.clone_status",
        Changed = outcome.Changed,
        JournalEntry = outcome.JournalEntry,
        Decisions = builder.Build().Decisions,
    };

    public void Dispose() => _clone?.Dispose();

    private SqlStatement Statement => CloneWords.Clone(c.DonorHost, c.DonorPort, c.Request.Source.Credential!, c.Request.Source.Tls.Mode is not (ConnectionTls.Preferred or ConnectionTls.Off));

    private static bool IsWindows(ServerSession session) => session.Facts.Text("version_compile_os")?.StartsWith("Win", StringComparison.OrdinalIgnoreCase) == true;

    private string Wiped() => c.Copy.Replica.UserDatabases.Count == 0 ? "its accounts" : SnapshotFailures.Some(c.Copy.Replica.UserDatabases) + " and its accounts";

    private async Task CloneAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        using var session = await ServerConnection.OpenAsync(replica.Server, context, cancellationToken).ConfigureAwait(false);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(ended.Token);
        try
        {
            _restarting.Restart();
            await session.ExecuteAsync(Statement, cancellationToken, NoLimit).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode == 3707)
        {
            _isDown = true;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost && !cancellationToken.IsCancellationRequested)
        {
            // Its supervisor restarts it.
        }
        catch (ReplicationException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw CloneFailures.Failed(replica.Server, e.Message.TrimEnd('.'), e.ServerErrorCode, await _stop.MarkAsync(c.Copy.Databases).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Beyond the last byte nothing is stopped any more: it is a clone, and down until it is started.
            if (!await _stop.IsDownAsync().ConfigureAwait(false))
            {
                throw new StoppedException(CloneFailures.Stopped(replica.Server, await _stop.MarkAsync(c.Copy.Databases).ConfigureAwait(false)));
            }

            _isDown = restart.CanStart;
        }
        finally
        {
            ended.End();
            await watching.ConfigureAwait(false);
        }

        _restarting.Restart();
    }

    private async Task WatchAsync(CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var rows = await replica.Connection.QueryAsync(CloneWords.ShowProgress, ended).ConfigureAwait(false);
                var all = rows.Sum(r => r.Number("ESTIMATE") ?? 0);
                var done = rows.Sum(r => r.Number("DATA") ?? 0);
                _bytes = Math.Max(_bytes, done);
                var stage = rows.LastOrDefault(r => r.Text("STATE") is "In Progress" or "Completed")?.Text("STAGE") ?? "begins";
                context.Progress.Report(new ProgressReport(
                    Summary,
                    string.Format(CultureInfo.InvariantCulture, "{0}: {1:0.0} of about {2:0.0} MB", stage, done / 1048576.0, all / 1048576.0),
                    all > 0 ? (int)Math.Min(99, done * 100 / all) : 0,
                    done > 0 && all > done ? TimeSpan.FromTicks((long)(_clock.Elapsed.Ticks * ((double)(all - done) / done))) : null));
                await Task.Delay(Look, ended).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ReplicationException or OperationCanceledException or InvalidOperationException)
        {
            // It goes down, or the clone has ended.
        }
    }

    private async Task ReadStatusAsync(CancellationToken cancellationToken)
    {
        _clone = await ServerSession.OpenAsync(restart.Clone, context, cancellationToken).ConfigureAwait(false);
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var rows = await _clone.Connection.QueryAsync(CloneWords.ShowStatus, cancellationToken).ConfigureAwait(false);
            var row = rows.Count == 0 ? null : rows[0];
            if (row?.Text("STATE") == "Completed" && row.Text("BINLOG_FILE") is { Length: > 0 } file && row.Number("BINLOG_POSITION") is { } position)
            {
                _coordinates = new BinlogCoordinates(file, position);
                _gtids = row.Text("GTID_EXECUTED")?.Replace("\n", string.Empty) is { Length: > 0 } set ? set : null;
                var progress = await _clone.Connection.QueryAsync(CloneWords.ShowProgress, cancellationToken).ConfigureAwait(false);
                _bytes = Math.Max(_bytes, progress.Sum(r => r.Number("DATA") ?? 0));
                return;
            }

            if (row?.Text("STATE") is not "In Progress" || watch.Elapsed > context.Timeout)
            {
                throw CloneFailures.Failed(replica.Server, "clone_status says " + (row?.Text("STATE") ?? "nothing") + " " + Redaction.Clean(row?.Text("ERROR_MESSAGE") ?? string.Empty), (int?)row?.Number("ERROR_NO"), isWiped: true);
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    // While the other end of a clone that was broken off has not heard of it, the plugin is in use.
    private static async Task UninstallAsync(ServerConnection connection)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Look).ConfigureAwait(false))
        {
            try
            {
                await connection.ExecuteAsync(CloneWords.Uninstall, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (ReplicationException e) when (e.ServerErrorCode is not null && e.ErrorId == ErrorIds.StatementFailed && watch.Elapsed < BusyLimit)
            {
                // Asked again.
            }
        }
    }

    private async Task SetReadOnlyAsync(CancellationToken cancellationToken)
    {
        var clone = _clone!;
        if ((await ReadOnlyUntilLinked.ReadAsync(clone, cancellationToken).ConfigureAwait(false)).ReadOnly)
        {
            return;
        }

        using (var unlogged = await LoaderSession.OpenAsync(clone, loads: false, context, cancellationToken).ConfigureAwait(false))
        {
            await ReadOnlyUntilLinked.RememberAsync(unlogged, cancellationToken).ConfigureAwait(false);
            await ReadOnlyUntilLinked.NoteAsync(unlogged, c.Copy.EndsAt(_coordinates!), cancellationToken).ConfigureAwait(false);
        }

        await clone.Connection.ExecuteAsync(ReadOnlyUntilLinked.Set("read_only", true), cancellationToken).ConfigureAwait(false);
        await clone.Connection.ExecuteAsync(ReadOnlyUntilLinked.Set("super_read_only", true), cancellationToken).ConfigureAwait(false);
        _keptReadOnly = true;
    }

    private async Task PutBackAsync(CancellationToken cancellationToken)
    {
        var connection = _clone!.Connection;
        if (await ReadCloneCase.ListAsync(connection, cancellationToken).ConfigureAwait(false) != c.DonorList)
        {
            await connection.ExecuteAsync(CloneWords.SetDonorList(c.DonorList ?? string.Empty), cancellationToken).ConfigureAwait(false);
        }

        if (c.InstallsOnSource)
        {
            await connection.ExecuteAsync(CloneWords.Uninstall, cancellationToken).ConfigureAwait(false);
            await source.Connection.ExecuteAsync(CloneWords.Uninstall, cancellationToken).ConfigureAwait(false);
        }
    }
}
