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
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Asks the source of a link what it says of itself.</summary>
internal static class LinkSource
{
    // "Could not read": wrong offset (1220 on all five, measured).
    private const int ErrorInShowBinlogEvents = 1220;

    /// <summary>A session on the source; null with the reason when it cannot be asked.</summary>
    public static async Task<(ServerSession? Session, string? Why)> OpenAsync(DiagnoseLinkRequest request, ReplicaStatus link, OperationContext context, CancellationToken cancellationToken)
    {
        var address = request.Source ?? link.Source;
        if (address is null)
        {
            return (null, "the link names no source");
        }

        var known = request.KnownServers.FirstOrDefault(k => k.Address.Equals(address.Address) && (address.UserName is null || k.UserName == address.UserName));
        var login = request.SourceLogin ?? known?.Credential ?? request.Replica.Credential;
        var server = address.HasCredential || login is null || (address.UserName is { } user && user != login.UserName) ? address : address.WithCredential(login);
        try
        {
            var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
            if (link.SourceUuid is { Length: > 0 } uuid && session.Facts.ServerUuid is { } other && !uuid.Equals(other, StringComparison.OrdinalIgnoreCase))
            {
                session.Dispose();
                return (null, server + " is another server than the one that the replica follows (its uuid is " + other + ", not " + uuid + ")");
            }

            return (session, null);
        }
        catch (ReplicationException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>What it says. What the login may not see is null.</summary>
    public static async Task<SourceEvidence> ReadAsync(ServerSession session, ReplicaStatus link, LinkEnd replica, CancellationToken cancellationToken)
    {
        var end = await ReadLinkEnd.ReadAsync(session, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        var files = end.LogBin ? await FilesAsync(session, cancellationToken).ConfigureAwait(false) : [];
        return new SourceEvidence
        {
            ServerId = end.ServerId,
            ServerUuid = end.ServerUuid,
            LogBin = end.LogBin,
            Files = files,
            EventBeginsAtPosition = await EventBeginsAsync(session, link, files, cancellationToken).ConfigureAwait(false),
            Executed = end.Executed,
            Purged = end.Purged,
            BinlogState = end.BinlogState,
            ExecutedOfReplica = end.Links.FirstOrDefault(l => LinkCase.Follows(l, replica))?.ExecutedCoordinates,
            Accounts = await AccountsAsync(session, link, cancellationToken).ConfigureAwait(false),
            Databases = (await TryAsync(session, LinkWords.ShowDatabases, cancellationToken).ConfigureAwait(false))?.Select(row => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty).ToList(),
            IsPair = end.Links.Any(l => LinkCase.Follows(l, replica)),
        };
    }

    /// <summary>Its binary logs, each with its size as the position; null when the login may not see them.</summary>
    public static async Task<IReadOnlyList<BinlogCoordinates>?> FilesAsync(ServerSession session, CancellationToken cancellationToken)
        => (await TryAsync(session, LinkWords.ShowBinaryLogs, cancellationToken).ConfigureAwait(false))?
            .Select(row => new BinlogCoordinates(row.Text("Log_name") ?? "?", row.Number("File_size") ?? 0)).ToList();

    private static async Task<bool?> EventBeginsAsync(ServerSession session, ReplicaStatus link, IReadOnlyList<BinlogCoordinates>? files, CancellationToken cancellationToken)
    {
        if (link.ReceiverErrorCode is not (1236 or 13114) || link.UsesGtid || link.ReceivedCoordinates is not { } at || files?.FirstOrDefault(f => f.File == at.File) is not { } file || at.Position > file.Position)
        {
            return null;
        }

        if (at.Position == 4 || at.Position == file.Position)
        {
            return true;
        }

        try
        {
            var events = await session.Connection.QueryAsync(LinkWords.ShowBinlogEvents(at, 1), cancellationToken).ConfigureAwait(false);
            return events.Count == 1 && BinlogEventColumns.Place(events[0]).Position == at.Position;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed)
        {
            return e.ServerErrorCode == ErrorInShowBinlogEvents ? false : null;
        }
    }

    private static async Task<IReadOnlyList<SourceAccount>?> AccountsAsync(ServerSession session, ReplicaStatus link, CancellationToken cancellationToken)
        => link.SourceUser is null || link.ReceiverErrorCode is null or 0 ? null
            : (await TryAsync(session, AccountWords.FindAll(link.SourceUser), cancellationToken).ConfigureAwait(false))?
                .Select(row => new SourceAccount(row.Text("Host") ?? string.Empty, row.Text("ssl_type") is { Length: > 0 }, row.Flag("Repl_slave_priv") ?? row.Text("Repl_slave_priv") == "Y")).ToList();

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
