using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Reads the evidence of one server. Changes nothing.</summary>
internal static class ServerSurvey
{
    /// <exception cref="ReplicationException">Those of connecting.</exception>
    public static async Task<ServerEvidence> ReadAsync(ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        var end = await EndAsync(session, cancellationToken).ConfigureAwait(false);
        var settings = await LiveSettings.ReadAsync(session, session.Facts, cancellationToken).ConfigureAwait(false);
        var file = await settings.OptionFileAsync(cancellationToken).ConfigureAwait(false);
        return new ServerEvidence(server, session.Facts, end, ServerSettings.OfRunning(session, file))
        {
            Clock = await ClockSkew.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Readers = await BinlogReaders.CountAsync(session, cancellationToken).ConfigureAwait(false),
            Tables = await SchemaFaults.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            MissingDefiners = await DefinersAsync(session, cancellationToken).ConfigureAwait(false),
            EnabledEvents = (await TryAsync(session, LinkWords.ShowEnabledEvents, cancellationToken).ConfigureAwait(false))?.Select(First).ToList(),
            LiveFilters = session.Dialect.Links.ShowLiveFilters is { } show
                ? (await TryAsync(session, show, cancellationToken).ConfigureAwait(false))?.Select(row => row.Text("name") + "=" + row.Text("value")).ToList()
                : [],
            Privileges = await PrivilegesAsync(session, cancellationToken).ConfigureAwait(false),
        };
    }

    // A login that may not see coordinates or links is judged by the variables, which everybody may see; what it lacks is a finding.
    private static async Task<LinkEnd> EndAsync(ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadLinkEnd.ReadAsync(session, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            var facts = session.Facts;
            return new LinkEnd
            {
                Server = session.Server,
                Version = facts.Version,
                ServerId = facts.ServerId,
                ServerUuid = facts.ServerUuid,
                LogBin = facts.LogBin,
                LogReplicaUpdates = facts.LogReplicaUpdates,
                ReadOnly = facts.Flag("read_only") ?? false,
                GtidMode = facts.GtidMode,
                GtidDomainId = facts.Number("gtid_domain_id"),
            };
        }
    }

    private static async Task<IReadOnlyList<string>?> DefinersAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var definers = await TryAsync(session, LinkWords.ShowDefiners, cancellationToken).ConfigureAwait(false);
        var accounts = await TryAsync(session, AccountWords.ShowNames, cancellationToken).ConfigureAwait(false);
        return definers is null || accounts is null ? null : definers.Select(First).Except(accounts.Select(First), StringComparer.OrdinalIgnoreCase).ToList();
    }

    private static async Task<IReadOnlyList<string>> PrivilegesAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        foreach (var grant in (await session.Connection.QueryAsync(AccountWords.ShowOwnGrants, cancellationToken).ConfigureAwait(false)).Select(First))
        {
            var on = grant.IndexOf(" ON *.* TO ", StringComparison.OrdinalIgnoreCase);
            if (on > 0 && grant.StartsWith("GRANT ", StringComparison.OrdinalIgnoreCase))
            {
                all.AddRange(grant.Substring(6, on - 6).Split(',').Select(p => p.Trim().ToUpperInvariant()));
            }
        }

        return all;
    }

    private static string First(RawRow row) => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty;

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
}
