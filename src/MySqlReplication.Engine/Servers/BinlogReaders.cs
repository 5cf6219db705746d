using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Servers;

/// <summary>Who reads a server's binary log now, as far as the login may see.</summary>
internal static class BinlogReaders
{
    /// <summary>How many replicas are attached; null when the login sees only its own sessions (no PROCESS privilege).</summary>
    public static async Task<int?> CountAsync(ServerSession session, CancellationToken cancellationToken)
        => await SessionsAsync(session, cancellationToken).ConfigureAwait(false) is { } readers ? readers.Count : null;

    /// <summary>The replicas that are attached; null when the login sees only its own sessions.</summary>
    public static async Task<IReadOnlyList<ConnectedReplica>?> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        if (await SessionsAsync(session, cancellationToken).ConfigureAwait(false) is not { } readers)
        {
            return null;
        }

        var uuids = readers.Count > 0 && session.Dialect.Links.ShowReaderUuids is { } show ? await TryAsync(session, show, cancellationToken).ConfigureAwait(false) ?? [] : [];
        var registered = uuids.Count > 0 ? await TryAsync(session, session.Dialect.Links.ShowReplicas, cancellationToken).ConfigureAwait(false) ?? [] : [];
        return readers.Select(row =>
        {
            var uuid = uuids.FirstOrDefault(u => u.Number("id") == row.Number("Id"))?.Text("uuid");
            return new ConnectedReplica
            {
                Address = row.Text("Host") ?? string.Empty,
                UserName = row.Text("User") ?? string.Empty,
                SessionId = row.Number("Id") ?? 0,
                Since = row.Number("Time") is >= 0 and var seconds ? DateTimeOffset.Now - TimeSpan.FromSeconds(seconds) : null,
                State = row.Text("State"),
                ServerUuid = uuid,
                ServerId = uuid is null ? null : registered.FirstOrDefault(r => uuid.Equals(r.Text("Replica_UUID", "Slave_UUID"), StringComparison.OrdinalIgnoreCase))?.Number("Server_id"),
            };
        }).ToList();
    }

    /// <summary>What registered replicas say of themselves; null when the login may not see it.</summary>
    public static async Task<IReadOnlyList<string>?> RegisteredAsync(ServerSession session, CancellationToken cancellationToken)
        => (await TryAsync(session, session.Dialect.Links.ShowReplicas, cancellationToken).ConfigureAwait(false))?.Select(row =>
        {
            var host = row.Text("Host") is { Length: > 0 } said ? said : "(no report_host)";
            var uuid = row.Text("Replica_UUID", "Slave_UUID") is { Length: > 0 } told ? ", uuid " + told : string.Empty;
            return Redaction.Visible("server id " + row.Text("Server_id") + ", " + host + ":" + row.Text("Port") + uuid);
        }).ToList();

    private static async Task<IReadOnlyList<RawRow>?> SessionsAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var sessions = await session.Connection.QueryAsync("SHOW PROCESSLIST", cancellationToken).ConfigureAwait(false);
        var readers = sessions.Where(row => row.Text("Command") is { } command && command.StartsWith("Binlog Dump", StringComparison.Ordinal)).ToList();
        return readers.Count > 0 || await SeesAllAsync(session, cancellationToken).ConfigureAwait(false) ? readers : null;
    }

    private static async Task<IReadOnlyList<RawRow>?> TryAsync(ServerSession session, SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.PrivilegeMissing or ErrorIds.StatementFailed)
        {
            return null;
        }
    }

    // Without PROCESS the list is short, not refused: an empty answer proves nothing until the grants say that it would be whole.
    private static async Task<bool> SeesAllAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var grants = await session.Connection.QueryAsync(AccountWords.ShowOwnGrants, cancellationToken).ConfigureAwait(false);
        return grants.Select(row => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).Any(grant =>
        {
            var on = grant.IndexOf(" ON *.* TO ", StringComparison.OrdinalIgnoreCase);
            return on > 0 && grant.Substring(0, on).Split([",", "GRANT "], StringSplitOptions.RemoveEmptyEntries)
                .Any(privilege => privilege.Trim().ToUpperInvariant() is "PROCESS" or "ALL PRIVILEGES");
        });
    }
}
