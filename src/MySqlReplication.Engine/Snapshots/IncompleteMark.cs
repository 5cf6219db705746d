using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A table on the target that names databases, and tables as "shop.orders", whose copy has not ended: it is there from the first change to the last.</summary>
internal static class IncompleteMark
{
    /// <summary>The one schema of ours.</summary>
    public const string Schema = "mysql_replication";

    /// <summary>What setting it runs, for the plan.</summary>
    public const string SetText = "CREATE TABLE mysql_replication.incomplete_copy, with the names of what is copied";

    /// <summary>What clearing it runs.</summary>
    public const string ClearText = "DROP TABLE mysql_replication.incomplete_copy";

    /// <summary>The databases and tables marked now.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(ServerSession replica, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await replica.Connection.QueryAsync("SELECT name FROM " + Schema + ".incomplete_copy", cancellationToken).ConfigureAwait(false);
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
        await loader.ExecuteAsync("CREATE DATABASE IF NOT EXISTS " + Schema, cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync("CREATE TABLE IF NOT EXISTS " + Schema + ".incomplete_copy (name VARCHAR(150) CHARACTER SET utf8 COLLATE utf8_bin NOT NULL PRIMARY KEY) ENGINE=InnoDB", cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync(ImportRecord.Forget, cancellationToken).ConfigureAwait(false);
        foreach (var database in databases)
        {
            await loader.ExecuteAsync(new SqlStatement("REPLACE INTO " + Schema + ".incomplete_copy VALUES (").Text(database).Words(")"), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Clears them; table and schema go when nothing else is in them.</summary>
    public static async Task ClearAsync(ServerConnection loader, IEnumerable<string> databases, CancellationToken cancellationToken)
    {
        foreach (var database in databases)
        {
            await loader.ExecuteAsync(new SqlStatement("DELETE FROM " + Schema + ".incomplete_copy WHERE name = ").Text(database), cancellationToken).ConfigureAwait(false);
        }

        if (Convert.ToInt64(await loader.ScalarAsync("SELECT COUNT(*) FROM " + Schema + ".incomplete_copy", cancellationToken).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture) == 0)
        {
            await loader.ExecuteAsync("DROP TABLE " + Schema + ".incomplete_copy", cancellationToken).ConfigureAwait(false);
            var left = await loader.ScalarAsync("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + Schema + "'", cancellationToken).ConfigureAwait(false);
            if (Convert.ToInt64(left, System.Globalization.CultureInfo.InvariantCulture) == 0)
            {
                await loader.ExecuteAsync("DROP DATABASE " + Schema, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
