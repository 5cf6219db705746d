using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Writes the data of one server, as it was at one moment, into a directory of compressed files, and tells that moment's coordinates.</summary>
public static class ExportSnapshot
{
    private static readonly IReadOnlyList<Func<ExportCase, ReplicationException?>> Rules =
    [
        c => c.Source.LogBin ? null : StatusFailures.BinlogDisabled(c.Source.Server),
        c => c.Source.Links.Count > 0 && !c.Source.LogReplicaUpdates ? SnapshotFailures.DoesNotLogReplicated(c.Source.Server) : null,
        c => c.Data.Selection.Databases.Count == 0 ? SnapshotFailures.NothingToCopy(c.Source.Server, c.Data.LeftOut) : null,
        c => c.KeepsLock && !c.Request.AllowNonTransactional ? SnapshotFailures.NonTransactional(c.Source.Server, c.Data.Tables.Where(t => !t.IsTransactional).ToList()) : null,
        c => c.Data.References.Count > 0 && !c.Request.Force ? SnapshotFailures.ReferencesLeftOut(c.Source.Server, c.Data.References) : null,
    ];

    /// <summary>Looks at directory and server, refuses with a reason, or makes the plan.</summary>
    /// <exception cref="ReplicationException">See ErrorIds.Snapshots.cs and ErrorIds.SnapshotFiles.cs, and those of connecting.</exception>
    public static async Task<IPreparedChange<SnapshotExport>> PrepareAsync(ExportRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        var folder = new SnapshotFolder(request.Path);
        folder.Check(request.Force);
        ServerSession? source = null;
        try
        {
            source = await SnapshotOpening.OpenAsync(request.Source, context, cancellationToken).ConfigureAwait(false);
            var c = new ExportCase(
                request,
                await ReadLinkEnd.ReadAsync(source, mustSeeLinks: true, cancellationToken).ConfigureAwait(false),
                await ReadSnapshotCase.SelectAsync(source, request.Databases, request.ExcludedDatabases, request.Tables, cancellationToken).ConfigureAwait(false));
            if (LinkRules.First(Rules, c) is { } refusal)
            {
                throw refusal;
            }

            var run = new ExportRun(c, source, folder, context);
            var builder = run.Plan();
            var prepared = new PreparedChange<SnapshotExport>(context, builder, (outcome, _) => Task.FromResult(run.Result(outcome, builder)), source, run);
            source = null;
            return prepared;
        }
        finally
        {
            source?.Dispose();
        }
    }
}
