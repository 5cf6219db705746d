using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Loads the files of an export, each in one transaction that writes down too that it is done. A session that is lost is opened anew and its file begun again.</summary>
internal sealed class ImportTables(ExportReader export, ServerSession replica, bool loadData, KeysBehindRows keys, OperationContext context)
{
    private const int MaxTries = 3;
    private const int PacketBytes = 1 << 20;

    /// <summary>Loads them all.</summary>
    /// <exception cref="ReplicationException">RowsNotTaken, RowTooLarge, SnapshotFileDamaged, ConnectionLost.</exception>
    /// <param name="pieces">The files.</param>
    /// <param name="making">Their tables; null when they are there.</param>
    /// <param name="streams">How many go side by side.</param>
    /// <param name="bytesPerSecond">At most so many; null for no limit.</param>
    /// <param name="activity">What progress is called.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(IReadOnlyList<ImportPiece> pieces, TablesInMaking? making, int streams, long? bytesPerSecond, string activity, CancellationToken cancellationToken)
    {
        var loaders = new ServerConnection?[streams];
        try
        {
            var work = new PieceStreams<ImportPiece>(activity, pieces.Sum(p => Math.Max(1, p.File.RowBytes ?? 0)), bytesPerSecond, context);
            await work.RunAsync(
                pieces.OrderByDescending(p => p.File.RowBytes).ToList(),
                streams,
                (stream, piece, sent, token) =>
                {
                    making?.Wait(piece.Table, token);
                    return Load(piece, ref loaders[stream], work.Tell, sent, token);
                },
                cancellationToken).ConfigureAwait(false);
            if (making is not null)
            {
                await making.EndAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var loader in loaders)
            {
                loader?.Dispose();
            }
        }
    }

    private PieceOutcome Load(ImportPiece piece, ref ServerConnection? loader, Action<string> tell, RowsSent sent, CancellationToken cancellationToken)
    {
        try
        {
            loader ??= LoaderSession.OpenAsync(replica, loadData, context, cancellationToken).GetAwaiter().GetResult();
            piece.Tries++;

            // A commit whose answer was lost was carried out.
            if (piece.Tries == 1 || Convert.ToInt64(loader.ScalarAsync(ImportRecord.IsDone(export.Manifest.Id, piece.Key), cancellationToken).GetAwaiter().GetResult(), CultureInfo.InvariantCulture) == 0)
            {
                Load(piece, loader, sent, cancellationToken);
            }

            piece.Full ??= keys.Full([piece.Table]);
            foreach (var table in piece.Full)
            {
                tell("keys of " + table.FullName);
                keys.Make(loader, table, cancellationToken);
            }

            return PieceOutcome.Done;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ConnectionLost && !cancellationToken.IsCancellationRequested && piece.Tries < MaxTries)
        {
            context.Warning(replica.Server + " lost the session that loaded " + piece.File.File + "; the file is begun again (" + piece.Tries.ToString(CultureInfo.InvariantCulture) + ").");
            loader?.Dispose();
            loader = null;
            return PieceOutcome.Again;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
        {
            throw SnapshotFailures.RowsNotTaken(replica.Server, piece.Table.FullName, e.Message);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw SnapshotFileFailures.DamagedMeanwhile(export.Path, piece.File.File, e.Message);
        }
    }

    private void Load(ImportPiece piece, ServerConnection loader, RowsSent sent, CancellationToken cancellationToken)
    {
        var table = piece.Table;
        loader.Execute("SET SESSION unique_checks = " + (piece.IsWhole && (!replica.Capabilities.LoadsEmptyTablesInBulk || table.Bytes >= CopyChunks.BulkBytes) ? "0" : "1"));
        if (!table.IsTransactional && table.IsDeletable)
        {
            loader.Execute(new SqlStatement("DELETE FROM ").Name(table.Database).Words(".").Name(table.Name));
        }

        var done = ImportRecord.Done(export.Manifest.Id, piece.Key, piece.File.File, piece.File.Rows ?? 0);
        loader.Execute("START TRANSACTION");
        var committed = false;
        try
        {
            Read(piece, loader, sent, cancellationToken);
            if (!table.IsTransactional)
            {
                // A transaction of both kinds is refused where GTIDs are enforced (1785).
                loader.Execute("COMMIT");
            }

            loader.Execute(done);
            loader.Execute("COMMIT");
            committed = true;
        }
        finally
        {
            if (!committed)
            {
                CopyChunks.Rollback(loader);
            }
        }
    }

    private void Read(ImportPiece piece, ServerConnection loader, RowsSent sent, CancellationToken cancellationToken)
    {
        var target = new PieceLoader(replica, sent, cancellationToken);
        using var rows = export.OpenRows(piece.File);
        long read;
        if (loadData)
        {
            using var text = new LoadFileText(rows, target.LargestPacket(PacketBytes), sent, cancellationToken);
            (read, _) = target.Load(piece.Table, text, loader);
        }
        else
        {
            (read, _) = target.Insert(piece.Table, new TextRows(rows, piece.Table.Columns.Count), loader);
        }

        if (read != piece.File.Rows)
        {
            throw SnapshotFileFailures.DamagedMeanwhile(
                export.Path, piece.File.File, read.ToString(CultureInfo.InvariantCulture) + " rows were read from it; the manifest names " + piece.File.Rows);
        }
    }
}
