using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Servers;

/// <summary>Connect and disconnect: facts of a server, and the end of its pooled connections.</summary>
public static class ReadServer
{
    /// <summary>Logs in and reads the facts.</summary>
    /// <exception cref="ReplicationException">See <see cref="ErrorIds"/>: ServerUnreachable, LoginRefused, CredentialMissing and their like.</exception>
    public static async Task<ReplicationServer> ConnectAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        var facts = session.Facts;
        var ciphers = server.Socket is not null ? [] : await session.Connection.QueryAsync(SessionWords.ShowCipher, cancellationToken).ConfigureAwait(false);
        var cipher = ciphers.Count == 0 ? null : ciphers[0].Text("Value");
        var encrypted = !string.IsNullOrEmpty(cipher);
        if (!encrypted && server.Tls.Mode == ConnectionTls.Preferred && server.Socket is null && !ConnectionProtection.IsLoopback(server.HostName))
        {
            context.Warning("The connection to " + server + " is not encrypted: the server offers no TLS. -Tls Encrypted insists on it; -Tls Off says that it is meant so.");
        }

        return new ReplicationServer
        {
            Server = server,
            Flavour = facts.Version.Flavour,
            Version = facts.Version,
            ServerId = facts.ServerId,
            ServerUuid = facts.ServerUuid,
            HostName = facts.Text("hostname"),
            ReadOnly = facts.Flag("read_only") ?? false,
            SuperReadOnly = facts.Flag("super_read_only"),
            LogBin = facts.LogBin,
            LogReplicaUpdates = facts.LogReplicaUpdates,
            BinlogFormat = facts.Text("binlog_format"),
            GtidMode = facts.GtidMode,
            GtidDomainId = facts.Number("gtid_domain_id"),
            AutoIncrementIncrement = facts.Number("auto_increment_increment") ?? 1,
            AutoIncrementOffset = facts.Number("auto_increment_offset") ?? 1,
            Cluster = ClusterMembership.Of(facts),
            TlsInUse = server.Socket is not null ? null : encrypted,
            TlsCipher = encrypted ? Redaction.Visible(cipher!) : null,
            Roles = await RolesAsync(session, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Closes the pooled connections to a server's address, of every login; false when there were none.</summary>
    public static Task<bool> DisconnectAsync(ServerReference server) => ConnectionPools.CloseAsync(server.Address);

    private static async Task<ServerRoles?> RolesAsync(ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            var roles = ServerRoles.None;
            if ((await session.Connection.QueryAsync(session.Dialect.Links.ShowReplicaStatus, cancellationToken).ConfigureAwait(false))
                .Any(row => row.Text("Source_Host", "Master_Host") is { Length: > 0 }))
            {
                roles |= ServerRoles.Replica;
            }

            if (await BinlogReaders.CountAsync(session, cancellationToken).ConfigureAwait(false) is not { } readers)
            {
                return null;
            }

            if (readers > 0)
            {
                roles |= ServerRoles.Source;
            }

            return roles;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            return null;
        }
    }
}
