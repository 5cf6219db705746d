using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Loads a file of mysqldump or mariadb-dump.</summary>
internal static class ImportDump
{
    /// <summary>Reads the dump to its end, then the servers; refuses with a reason, or makes the plan.</summary>
    public static async Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(ImportRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var dump = await Task.Run(() => new ReadDump(request.Path, context, cancellationToken).Read(), cancellationToken).ConfigureAwait(false);
        if (dump.Coordinates is null && dump.Gtids is null && !request.WithoutCoordinates)
        {
            throw SnapshotFileFailures.WithoutCoordinates(request.Path);
        }

        ServerSession? replica = null;
        ServerSession? source = null;
        try
        {
            replica = await SnapshotOpening.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
            source = request.Source is null ? null : await AskAsync(request.Source, context, cancellationToken).ConfigureAwait(false);
            var c = await ReadAsync(request, dump, replica, source, cancellationToken).ConfigureAwait(false);
            var run = new DumpRun(c, replica, context);
            var builder = run.Plan();
            var prepared = new PreparedChange<ReplicationSnapshot>(context, builder, (outcome, _) => Task.FromResult(run.Result(outcome, builder)), replica, run);
            replica = null;
            return prepared;
        }
        finally
        {
            replica?.Dispose();
            source?.Dispose();
        }
    }

    private static async Task<DumpCase> ReadAsync(ImportRequest request, DumpFacts dump, ServerSession replica, ServerSession? source, CancellationToken cancellationToken)
    {
        if (source is not null && await ReadLinkEnd.SameServerAsync(source, replica, cancellationToken).ConfigureAwait(false))
        {
            throw SnapshotFileFailures.OwnExport(request.Replica, request.Path);
        }

        var gtids = request.WithoutCoordinates ? null : dump.Gtids ?? await AskGtidsAsync(dump, source, cancellationToken).ConfigureAwait(false);
        var sourceEnd = source is null ? SourceOf(dump, request) : await ReadLinkEnd.ReadAsync(source, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        sourceEnd = sourceEnd with
        {
            LogBin = true,
            LogReplicaUpdates = true,
            Coordinates = request.WithoutCoordinates ? null : dump.Coordinates,
            Executed = !sourceEnd.IsMariaDB && gtids is not null && GtidSet.TryParse(gtids, out var set) ? set : null,
            GtidMode = !sourceEnd.IsMariaDB && gtids is not null ? sourceEnd.GtidMode ?? GtidMode.On : sourceEnd.GtidMode,
        };
        var copied = new SnapshotRequest
        {
            Source = sourceEnd.Server,
            Replica = request.Replica,
            Streams = 1,
            MaxBytesPerSecond = request.MaxBytesPerSecond,
            AllowNonTransactional = true,
            LeaveWritable = request.LeaveWritable,
            Force = request.Force,
        };
        var c = new SnapshotCase(copied, sourceEnd, await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: true, cancellationToken).ConfigureAwait(false)) { Databases = dump.Databases };
        c = await ReadSnapshotCase.TargetAsync(c, replica, cancellationToken).ConfigureAwait(false);
        Throw(LinkRules.First(SnapshotRules.AboutServers, c));
        c = c with
        {
            LeftOut = source is null ? [] : (await ReadSnapshotCase.ChooseAsync(source, [], [], cancellationToken).ConfigureAwait(false)).Chosen.Except(dump.Databases, StringComparer.Ordinal).ToList(),
            Replica = await ReadLinkEnd.WithDatabasesAsync(replica, c.Replica, cancellationToken).ConfigureAwait(false),
            Incomplete = await IncompleteMark.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
            ReadOnly = await ReadOnlyUntilLinked.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
        };
        Throw(LinkRules.First(SnapshotRules.AboutData, c));
        var limit = replica.Facts.Number("max_allowed_packet") ?? long.MaxValue;
        if (dump.LargestStatement + 16 > limit)
        {
            throw SnapshotFileFailures.StatementTooLarge(request.Replica, request.Path, dump.LargestStatement, limit);
        }

        await TargetRights.CheckAsync(replica, dump.Programs, [], cancellationToken).ConfigureAwait(false);
        return new DumpCase(c, dump, request.Source is not null) { Gtids = gtids };
    }

    private static LinkEnd SourceOf(DumpFacts dump, ImportRequest request) => new()
    {
        // Only to be named in messages when nobody said who it is.
        Server = request.Source ?? new ServerReference(ServerAddress.OfSocket("the dump's source")),
        Version = dump.Version,
        ServerId = 0,
        LogBin = true,
    };

    private static async Task<ServerSession?> AskAsync(ServerReference source, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerSession.OpenAsync(source, context, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            context.Warning(source + " could not be asked for its databases and GTIDs: " + e.Message);
            return null;
        }
    }

    private static async Task<string?> AskGtidsAsync(DumpFacts dump, ServerSession? source, CancellationToken cancellationToken)
    {
        if (dump.Coordinates is not { } place || source?.Dialect.Links.ShowGtidAt(place) is not { } show)
        {
            return null;
        }

        var answer = Convert.ToString(await source.Connection.ScalarAsync(show, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        return answer is { Length: > 0 } ? answer : null;
    }

    private static void Throw(ReplicationException? refusal)
    {
        if (refusal is not null)
        {
            throw refusal;
        }
    }
}
