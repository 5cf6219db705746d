using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// One moment of the source with the definitions that belong to it. Definitions are no part of a snapshot: when one changed between
/// the moment and their reading, both are done again; at last, or when the source's own log would not tell, the lock stays until they are read.
/// </summary>
internal sealed class TakeMoment(ServerSession source, int readers, bool keepsLock, SnapshotSelection selection, OperationContext context, ReadUpstreams? upstreams = null, bool logsNotAll = false)
{
    private const int Tries = 6;

    public TakeMoment(ServerSession source, int readers, bool keepsLock, IReadOnlyList<string> databases, OperationContext context)
        : this(source, readers, keepsLock, new SnapshotSelection(databases, []), context)
    {
    }

    /// <summary>Takes it; the lock is left to the caller only when it keeps it for tables without transactions.</summary>
    /// <exception cref="ReplicationException">SnapshotPointUnstable, NonTransactionalTables, and those of <see cref="TakePoint"/>.</exception>
    public async Task<(SnapshotPoint Point, SnapshotCatalogue Catalogue)> TakeAsync(CancellationToken cancellationToken)
    {
        string? changed = null;
        for (var tried = 1; tried <= Tries; tried++)
        {
            var underLock = keepsLock || logsNotAll || tried == Tries;
            var point = await new TakePoint(source, readers, context, upstreams).TakeAsync(underLock, cancellationToken).ConfigureAwait(false);
            var held = point;
            try
            {
                SnapshotCatalogue? catalogue = null;
                (catalogue, changed) = await ReadAsync(point, underLock, cancellationToken).ConfigureAwait(false);
                if (catalogue is not null)
                {
                    if (!keepsLock && catalogue.NonTransactional.Count > 0)
                    {
                        throw SnapshotFailures.NonTransactional(source.Server, catalogue.NonTransactional);
                    }

                    await ReleaseUnlessKeptAsync(point).ConfigureAwait(false);
                    context.Verbose(source.Server + ": " + point.Coordinates + " " + point.Method + "; writers waited " + point.Stall.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms.");
                    held = null;
                    return (point, catalogue);
                }
            }
            finally
            {
                held?.Dispose();
            }

            context.Verbose(source.Server + ": definitions changed while the moment was taken; once more. " + changed);
        }

        throw SnapshotFailures.Unstable(source.Server, changed ?? string.Empty);
    }

    // Either the catalogue or what changed meanwhile.
    private async Task<(SnapshotCatalogue? Catalogue, string? Changed)> ReadAsync(SnapshotPoint point, bool underLock, CancellationToken cancellationToken)
    {
        try
        {
            var catalogue = await new ReadCatalogue(source).AllAsync(selection, cancellationToken).ConfigureAwait(false);
            var changed = underLock ? null : await DefinitionChanges.SinceAsync(source, point.Coordinates, selection.Databases, cancellationToken).ConfigureAwait(false);
            return changed is null ? (catalogue, null) : (null, changed);
        }
        catch (ReplicationException e) when (!underLock && e.ErrorId == ErrorIds.TableChangedDuringCopy)
        {
            return (null, e.Message);
        }
    }

    private async Task ReleaseUnlessKeptAsync(SnapshotPoint point)
    {
        if (!keepsLock && point.Lock is { } held)
        {
            point.Stall = await held.ReleaseAsync().ConfigureAwait(false);
            held.Dispose();
            point.Lock = null;
        }
    }
}
