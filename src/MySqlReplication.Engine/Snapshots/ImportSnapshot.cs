using System;
using System.IO;
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

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Loads an export or a dump into a server, and tells the coordinates at which its data ends.</summary>
public static class ImportSnapshot
{
    /// <summary>Checks the files, reads the server, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Snapshots.cs and ErrorIds.SnapshotFiles.cs, and those of connecting.</exception>
    public static async Task<IPreparedChange<ReplicationSnapshot>> PrepareAsync(ImportRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var path = Path.GetFileName(request.Path) == SnapshotManifest.FileName && File.Exists(request.Path) ? Path.GetDirectoryName(request.Path)! : request.Path;
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? await ImportDump.PrepareAsync(request, context, cancellationToken).ConfigureAwait(false) : throw SnapshotFileFailures.NotFound(path);
        }

        var export = ExportReader.Open(path);
        ServerSession? replica = null;
        try
        {
            replica = await SnapshotOpening.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
            var import = await ReadAsync(request, export, replica, context, cancellationToken).ConfigureAwait(false);
            export.Check(context, cancellationToken);
            var run = new ImportRun(import, replica, context);
            var builder = run.Plan();
            var prepared = new PreparedChange<ReplicationSnapshot>(context, builder, (outcome, _) => Task.FromResult(run.Result(outcome, builder)), replica, run);
            replica = null;
            return prepared;
        }
        finally
        {
            replica?.Dispose();
        }
    }

    private static async Task<ImportCase> ReadAsync(ImportRequest request, ExportReader export, ServerSession replica, OperationContext context, CancellationToken cancellationToken)
    {
        var manifest = export.Manifest;
        var named = ServerReference.Parse(manifest.Source.Address);
        var source = request.Source ?? (request.SourceLogin is { } login ? named.WithCredential(login) : named);
        if (request.Source is { } given)
        {
            await CheckSourceAsync(given, export, context, cancellationToken).ConfigureAwait(false);
        }

        var copied = new SnapshotRequest
        {
            Source = source,
            Replica = request.Replica,
            Streams = Math.Max(1, Math.Min(request.Streams, 16)),
            MaxBytesPerSecond = request.MaxBytesPerSecond,
            AllowNonTransactional = true,
            AllowLocalInfile = request.AllowLocalInfile,
            LeaveWritable = request.LeaveWritable,
            Force = request.Force,
        };
        var sourceEnd = ImportCase.SourceOf(manifest, source);
        var c = new SnapshotCase(copied, sourceEnd, await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: true, cancellationToken).ConfigureAwait(false))
        {
            Selection = manifest.Selection(),
            LeftOut = manifest.LeftOutDatabases,
            LeftOutTables = manifest.LeftOutTables,
            Tables = export.Tables(),
        };
        if (manifest.Source.ServerUuid is { } uuid && string.Equals(uuid, replica.Facts.Uid, StringComparison.OrdinalIgnoreCase))
        {
            throw SnapshotFileFailures.OwnExport(request.Replica, export.Path);
        }

        c = await ReadSnapshotCase.TargetAsync(c, replica, cancellationToken).ConfigureAwait(false);
        SnapshotOpening.Throw(LinkRules.First(SnapshotRules.AboutServers, c));
        await new SnapshotNeeds(manifest.Engines, manifest.Collations, manifest.Types).CheckAsync(source, replica, cancellationToken).ConfigureAwait(false);
        c = c with
        {
            ReplacedTables = await ReadSelection.ThereAsync(replica, c.Selection, cancellationToken).ConfigureAwait(false),
            Replica = await ReadLinkEnd.WithDatabasesAsync(replica, c.Replica, cancellationToken).ConfigureAwait(false),
            Incomplete = await IncompleteMark.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
            ReadOnly = await ReadOnlyUntilLinked.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
        };
        SnapshotOpening.Throw(LinkRules.First(SnapshotRules.AboutData, c));
        var import = new ImportCase(c, export);
        return c.Selection.Marks.Except(c.Incomplete, StringComparer.Ordinal).Any() ? import
            : import with { Record = await FormerAsync(export, replica, cancellationToken).ConfigureAwait(false) };
    }

    // It goes on only while every table is there; somebody may have dropped one.
    private static async Task<ImportRecord> FormerAsync(ExportReader export, ServerSession replica, CancellationToken cancellationToken)
    {
        var record = await ImportRecord.ReadAsync(replica, export.Manifest.Id, cancellationToken).ConfigureAwait(false);
        if (!record.TablesMade)
        {
            return ImportRecord.Nothing;
        }

        foreach (var database in export.Manifest.Databases)
        {
            var there = await replica.Connection.QueryAsync(Dialects.SnapshotWords.ShowTables(database.Name), cancellationToken).ConfigureAwait(false);
            var names = there.Select(t => t.Text("TABLE_NAME") ?? string.Empty).ToList();
            if (export.Manifest.Tables.Where(t => t.Database == database.Name).Any(t => !names.Contains(t.Name, StringComparer.OrdinalIgnoreCase)))
            {
                return ImportRecord.Nothing;
            }
        }

        return record;
    }

    private static async Task CheckSourceAsync(ServerReference source, ExportReader export, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            using var session = await ServerSession.OpenAsync(source, context, cancellationToken).ConfigureAwait(false);
            var uuid = session.Facts.Uid;
            var made = export.Manifest.Source;
            if (made.ServerUuid is not null && uuid is not null ? !string.Equals(uuid, made.ServerUuid, StringComparison.OrdinalIgnoreCase) : session.Facts.ServerId != made.ServerId)
            {
                throw SnapshotFileFailures.SourceDiffers(source, export.Path, made.Address + ", server id " + made.ServerId.ToString(System.Globalization.CultureInfo.InvariantCulture) + (made.ServerUuid is null ? string.Empty : ", uuid " + made.ServerUuid));
            }
        }
        catch (ReplicationException e) when (e.ErrorId != ErrorIds.SnapshotSourceDiffers)
        {
            context.Warning(source + " could not be asked whether it is the server that was exported: " + e.Message);
        }
    }
}
