using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Servers;

/// <summary>A table on the target that names databases, and tables as "shop.orders", whose copy has not ended: it is there from the first change to the last. Who starts a link looks at it.</summary>
internal static class IncompleteMark
{
    /// <summary>The databases and tables marked now.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(ServerSession replica, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await replica.Connection.QueryAsync(MarkWords.ShowIncomplete, cancellationToken).ConfigureAwait(false);
            return rows.Select(r => r.Text("name") ?? string.Empty).ToList();
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1146 or 1049 or 1142)
        {
            return [];
        }
    }

    /// <summary>Marks them, beside those that an earlier run left. What an import wrote down of the files it had loaded holds no longer.</summary>
    public static async Task SetAsync(ServerConnection loader, IEnumerable<string> databases, CancellationToken cancellationToken)
    {
        await loader.ExecuteAsync(MarkWords.MakeSchema, cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync(MarkWords.MakeIncomplete, cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync(MarkWords.DropImported, cancellationToken).ConfigureAwait(false);
        foreach (var database in databases)
        {
            await loader.ExecuteAsync(MarkWords.AddIncomplete(database), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Clears them; table and schema go when nothing else is in them. Once more changes nothing.</summary>
    public static async Task ClearAsync(ServerConnection loader, IEnumerable<string> databases, CancellationToken cancellationToken)
    {
        if ((await loader.QueryAsync(MarkWords.FindIncomplete, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return;
        }

        foreach (var database in databases)
        {
            await loader.ExecuteAsync(MarkWords.TakeIncomplete(database), cancellationToken).ConfigureAwait(false);
        }

        if ((await loader.QueryAsync(MarkWords.ShowIncomplete, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            await loader.ExecuteAsync(MarkWords.DropIncomplete, cancellationToken).ConfigureAwait(false);
            if ((await loader.QueryAsync(MarkWords.FindTable, cancellationToken).ConfigureAwait(false)).Count == 0)
            {
                await loader.ExecuteAsync(MarkWords.DropSchema, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
