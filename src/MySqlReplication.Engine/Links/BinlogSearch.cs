using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Looks through binary logs for the first event of a kind, event by event, no longer than a limit.</summary>
internal sealed class BinlogSearch(ServerSession session, TimeSpan limit)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Where the first such event stands; null when none was met.</summary>
    public BinlogCoordinates? Found { get; private set; }

    /// <summary>Whether everything was looked through, or something was found.</summary>
    public bool Finished { get; private set; }

    /// <summary>Looks through the files in order, the first one from a position on.</summary>
    public async Task RunAsync(IReadOnlyList<BinlogCoordinates> files, long firstPosition, Func<RawRow, bool> wanted, CancellationToken cancellationToken)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var from = new BinlogCoordinates(files[i].File, i == 0 ? firstPosition : 4);
            if (from.Position >= files[i].Position)
            {
                continue;
            }

            if (!await OneAsync(from, wanted, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        Finished = true;
    }

    private async Task<bool> OneAsync(BinlogCoordinates from, Func<RawRow, bool> wanted, CancellationToken cancellationToken)
    {
        if (_watch.Elapsed >= limit)
        {
            return false;
        }

        try
        {
            await BinlogEvents.ReadAsync(
                session,
                from,
                long.MaxValue,
                row =>
                {
                    if (wanted(row))
                    {
                        Found = BinlogEventColumns.Place(row);
                        Finished = true;
                    }

                    return Found is null && _watch.Elapsed < limit;
                },
                cancellationToken,
                limit - _watch.Elapsed + TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ServerTimeout)
        {
            return false;
        }

        return Found is null && _watch.Elapsed < limit;
    }
}
