using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What has become of a server whose CLONE was broken off. Asks by sessions of its own: that of the statement may be lost with it.</summary>
internal sealed class CloneStop(ServerSession replica, IReadOnlyList<string> held, OperationContext context)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // A thread that waits for the network looks at KILL when its next packet comes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the statement has ended on the server. True when the server goes down instead: then it has all of the data.</summary>
    public async Task<bool> IsDownAsync()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Limit; await Task.Delay(Look).ConfigureAwait(false))
        {
            try
            {
                using var session = await ServerConnection.OpenAsync(replica.Server, context, CancellationToken.None).ConfigureAwait(false);
                var rows = await session.QueryAsync(CloneWords.ShowStatus, CancellationToken.None).ConfigureAwait(false);

                // Completed before the restart: it is about to go down.
                if (rows.Count == 0 || rows[0].Text("STATE") is not ("In Progress" or "Completed"))
                {
                    return false;
                }
            }
            catch (ReplicationException)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks the server as incomplete when the clone has dropped what it held. Whether it has; null when that cannot be told.</summary>
    /// <param name="databases">What the clone should have brought.</param>
    public async Task<bool?> MarkAsync(IEnumerable<string> databases)
    {
        var wiped = await WipedAsync().ConfigureAwait(false);
        if (wiped == true)
        {
            try
            {
                using var loader = await LoaderSession.OpenAsync(replica, loads: false, context, CancellationToken.None).ConfigureAwait(false);
                await IncompleteMark.SetAsync(loader, databases.Select(QualifiedName.Of), CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplicationException e)
            {
                context.Verbose("The mark could not be set: " + e.Message);
            }
        }

        return wiped;
    }

    private async Task<bool?> WipedAsync()
    {
        try
        {
            using var session = await ServerConnection.OpenAsync(replica.Server, context, CancellationToken.None).ConfigureAwait(false);
            var there = (await session.QueryAsync(LinkWords.ShowDatabases, CancellationToken.None).ConfigureAwait(false)).Select(r => Convert.ToString(r[0].Value, CultureInfo.InvariantCulture)).ToList();
            if (held.Except(there).Any())
            {
                return true;
            }

            // The rows may still be those of an earlier clone; only that this one has not begun to drop is sure.
            var rows = await session.QueryAsync(CloneWords.ShowProgress, CancellationToken.None).ConfigureAwait(false);
            return held.Count == 0 || rows.All(r => r.Text("STAGE") != "DROP DATA" || r.Text("STATE") == "Not Started") ? false : null;
        }
        catch (ReplicationException)
        {
            return null;
        }
    }
}
