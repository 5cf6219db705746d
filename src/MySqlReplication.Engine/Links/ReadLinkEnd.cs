using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Reads the facts of the two servers of a link. Changes nothing.</summary>
internal static class ReadLinkEnd
{
    /// <summary>Everything but the databases, which are read when they matter.</summary>
    public static async Task<LinkEnd> ReadAsync(ServerSession session, bool mustSeeLinks, CancellationToken cancellationToken)
    {
        var facts = session.Facts;
        var connection = session.Connection;
        var dialect = session.Dialect;

        // All in one answer; where something of it is refused, one after the other.
        var before = ReceiverReadings.Now;
        var log = LogQuestions(session, facts.LogBin);
        var all = await connection.TryQueryAsync(new SqlBatch([dialect.Links.ShowReplicaStatus, .. dialect.Heartbeats.Questions, LinkWords.ShowCertificate, .. log]), cancellationToken).ConfigureAwait(false);
        var ownTls = string.Equals(facts.Text("have_ssl"), "YES", StringComparison.OrdinalIgnoreCase);
        var end = new LinkEnd
        {
            Server = session.Server,
            Version = session.Version,
            ServerId = facts.ServerId,
            ServerUuid = facts.ServerUuid,
            MachineName = facts.Text("hostname"),
            DataDirectory = facts.Text("datadir"),
            Cluster = ClusterMembership.Of(facts),
            LogBin = facts.LogBin,
            LogReplicaUpdates = facts.LogReplicaUpdates,
            ReadOnly = (facts.Flag("read_only") ?? false) && !(await ReadOnlyUntilLinked.ReadAsync(session, cancellationToken).ConfigureAwait(false)).IsKept,
            GtidMode = facts.GtidMode,
            GtidStrict = facts.Flag("gtid_strict_mode") ?? false,
            GtidDomainId = facts.Number("gtid_domain_id"),
            CanUseTls = session.Capabilities.ReceiverHasTls || ownTls,
            NetTimeout = facts.Number("replica_net_timeout", "slave_net_timeout"),
            Links = await LinksAsync(session, all, before, mustSeeLinks, cancellationToken).ConfigureAwait(false),
        };
        var at = all is null ? 0 : dialect.LinksOnly.Asking.Count;
        var told = all ?? await connection.QueryTogetherAsync([LinkWords.ShowCertificate, .. log], cancellationToken).ConfigureAwait(false);
        return WithLog(session, end with { OffersTls = TlsOffer.Of(session, told[at]) }, told, at + 1);
    }

    /// <summary>The end with its own log and GTIDs as they are now.</summary>
    public static async Task<LinkEnd> WithLogAsync(ServerSession session, LinkEnd end, CancellationToken cancellationToken)
        => LogQuestions(session, end.LogBin) is { Count: > 0 } questions
            ? WithLog(session, end, await session.Connection.QueryTogetherAsync(questions, cancellationToken).ConfigureAwait(false), 0)
            : end;

    // GTIDs are read before the coordinates: then they are never ahead of them.
    private static List<SqlQuestion> LogQuestions(ServerSession session, bool logs)
    {
        var questions = new List<SqlQuestion>();
        if (session.Dialect.Links.ShowGtids is { } gtids)
        {
            questions.Add(gtids);
        }

        if (logs)
        {
            questions.Add(session.Dialect.Links.ShowSourceStatus);
        }

        return questions;
    }

    private static LinkEnd WithLog(ServerSession session, LinkEnd end, IReadOnlyList<IReadOnlyList<RawRow>> told, int at)
    {
        var gtids = session.Dialect.Links.ShowGtids is null ? null : told[at++][0];
        var log = end.LogBin ? told[at] : [];
        return end with
        {
            Coordinates = log.Count == 0 ? null : SourceStatusColumns.Read(session.Server, log[0]).Coordinates,
            Executed = Set(gtids?.Text(GtidColumns.Executed)),
            Purged = Set(gtids?.Text(GtidColumns.Purged)),
            BinlogPosition = Position(gtids?.Text(GtidColumns.BinlogPosition)),
            BinlogState = Position(gtids?.Text(GtidColumns.BinlogState)),
            ReplicatedPosition = Position(gtids?.Text(GtidColumns.ReplicatedPosition)),
        };
    }

    /// <summary>The end with its databases.</summary>
    public static async Task<LinkEnd> WithDatabasesAsync(ServerSession session, LinkEnd end, CancellationToken cancellationToken)
    {
        var used = await NamesAsync(session, LinkWords.ShowUsedDatabases, cancellationToken).ConfigureAwait(false);
        var all = await NamesAsync(session, LinkWords.ShowDatabases, cancellationToken).ConfigureAwait(false);
        return end with { UserDatabases = used, EmptyDatabases = all.Except(used, StringComparer.Ordinal).ToList() };
    }

    /// <summary>
    /// Whether both sessions are on one server: a user lock taken in one is seen in the other. Names, addresses and uuids can
    /// lie (two names of one host, a copied auto.cnf), this cannot; it writes nothing.
    /// </summary>
    public static async Task<bool> SameServerAsync(ServerSession one, ServerSession other, CancellationToken cancellationToken)
    {
        var name = "mysql_replication " + Guid.NewGuid().ToString("N");
        await one.Connection.ScalarAsync(new SqlStatement("SELECT GET_LOCK(").Text(name).Words(", 0)"), cancellationToken).ConfigureAwait(false);
        try
        {
            return await other.Connection.ScalarAsync(new SqlStatement("SELECT IS_USED_LOCK(").Text(name).Words(")"), cancellationToken).ConfigureAwait(false) is not null;
        }
        finally
        {
            await one.Connection.ScalarAsync(new SqlStatement("SELECT RELEASE_LOCK(").Text(name).Words(")"), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<ReplicaStatus>> LinksAsync(
        ServerSession session, IReadOnlyList<IReadOnlyList<RawRow>>? told, ReceiverReadings.Moment before, bool mustSee, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReplicaStatusReader.JudgeAsync(session, told, 0, before, cancellationToken).ConfigureAwait(false)).Select(link => link.Status).ToList();
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing && !mustSee)
        {
            // Not seeing whom the source follows only takes away what a pair is allowed beyond a single link.
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(ServerSession session, SqlStatement statement, CancellationToken cancellationToken)
        => (await session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false))
            .Select(row => Convert.ToString(row[0].Value, CultureInfo.InvariantCulture) ?? string.Empty)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToList();

    private static GtidSet? Set(string? text) => text is not null && GtidSet.TryParse(text, out var set) ? set : null;

    private static MariaDBGtidPosition? Position(string? text)
        => text is not null && MariaDBGtidPosition.TryParse(text, out var position) ? position : null;
}
