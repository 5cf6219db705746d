using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Reads what the rules of a clone look at. Changes nothing.</summary>
internal static class ReadCloneCase
{
    /// <exception cref="ReplicationException">SameServer, and those of reading.</exception>
    public static async Task<CloneCase> ServersAsync(CloneRequest request, ServerSession source, ServerSession replica, ReplicationSandbox? sandbox, CancellationToken cancellationToken)
    {
        var copy = await ReadSnapshotCase.ServersAsync(new SnapshotRequest { Source = request.Source, Replica = request.Replica, Force = request.Force, LeaveWritable = request.LeaveWritable }, source, replica, cancellationToken).ConfigureAwait(false);
        return new CloneCase(request, copy)
        {
            Source = source.Facts,
            Replica = replica.Facts,
            DonorHost = request.Source.HostName ?? "127.0.0.1",
            DonorPort = request.Source.Port ?? (int)(source.Facts.Number("port") ?? 3306),
            LosesSandbox = sandbox is not null && request.Source.UserName != SandboxWords.Administrator,
        };
    }

    /// <summary>What only servers that know CLONE can be asked.</summary>
    public static async Task<CloneCase> CloneAsync(CloneCase c, ServerSession source, ServerSession replica, CancellationToken cancellationToken)
    {
        var copy = c.Copy with { Replica = await ReadLinkEnd.WithDatabasesAsync(replica, c.Copy.Replica, cancellationToken).ConfigureAwait(false) };
        var names = (await source.Connection.QueryAsync(LinkWords.ShowDatabases, cancellationToken).ConfigureAwait(false))
            .Select(r => Convert.ToString(r[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).OrderBy(n => n, StringComparer.Ordinal).ToList();
        var missing = new List<(string, bool)>();
        foreach (var (session, privilege) in new[] { (source, "BACKUP_ADMIN"), (replica, "CLONE_ADMIN") })
        {
            if (!await MayAsync(session.Connection, privilege, cancellationToken).ConfigureAwait(false))
            {
                missing.Add((privilege, session == source));
            }
        }

        var here = await PluginsAsync(replica, cancellationToken).ConfigureAwait(false);
        return c with
        {
            Copy = copy with
            {
                Databases = names,
                Tables = await new ReadCatalogue(source).TablesAsync(names, cancellationToken).ConfigureAwait(false),
                ReadOnly = await ReadOnlyUntilLinked.ReadAsync(replica, cancellationToken).ConfigureAwait(false),
            },
            MissingPrivileges = missing,
            SourcePlugins = await PluginsAsync(source, cancellationToken).ConfigureAwait(false),
            ReplicaPlugins = here,
            DonorList = here.Contains("clone") ? await ListAsync(replica.Connection, cancellationToken).ConfigureAwait(false) : null,
        };
    }

    /// <summary>clone_valid_donor_list; null when it is empty.</summary>
    public static async Task<string?> ListAsync(ServerConnection connection, CancellationToken cancellationToken)
        => Convert.ToString(await connection.ScalarAsync(CloneWords.ShowDonorList, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) is { Length: > 0 } list ? list : null;

    // A role's privileges are not listed here: with one the server itself decides.
    private static async Task<bool> MayAsync(ServerConnection connection, string privilege, CancellationToken cancellationToken)
    {
        var grants = (await connection.QueryAsync(AccountWords.ShowOwnGrants, cancellationToken).ConfigureAwait(false)).Select(r => Convert.ToString(r[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).ToList();
        return grants.Any(g => g.Split(' ', ',').Contains(privilege) || g.StartsWith("GRANT ALL PRIVILEGES ON *.*", StringComparison.Ordinal) || g.StartsWith("GRANT `", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> PluginsAsync(ServerSession session, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync(CloneWords.ShowPlugins, cancellationToken).ConfigureAwait(false))
            .Where(r => r.Text("PLUGIN_STATUS") == "ACTIVE").Select(r => r.Text("PLUGIN_NAME") ?? string.Empty).ToList();
}
