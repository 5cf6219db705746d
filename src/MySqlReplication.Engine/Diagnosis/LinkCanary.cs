using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>
/// A row that is written on the source and awaited on the replica, in the schema mysql_replication. The schema is made only if
/// it is not there, awaited on the replica before any row, and taken away on the source when this made it.
/// </summary>
internal static class LinkCanary
{
    /// <summary>The one schema of the module's own.</summary>
    public const string Schema = "mysql_replication";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Sends a row.</summary>
    /// <returns>How long it took; null with a fault when it could not be sent or did not arrive.</returns>
    public static async Task<(TimeSpan? RoundTrip, LinkFault? Fault)> RunAsync(ServerSession source, ServerSession replica, ReplicaStatus status, TimeSpan limit, CancellationToken cancellationToken)
    {
        var f = new LinkFindings(status);
        if (await WhyNotAsync(source, replica, status, Schema, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return (null, f.NotKnown(LinkStep.Row, "CanaryNotProvable", why, "No row of the module's own can prove this link, so none was written."));
        }

        var made = (await source.Connection.QueryAsync(new SqlStatement("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ").Text(Schema), cancellationToken).ConfigureAwait(false)).Count == 0;
        var table = "canary_" + Guid.NewGuid().ToString("N").Substring(0, 12);
        var written = false;
        try
        {
            // From here on there is something to take away; a cancelled wait must not leave it there.
            written = true;
            await source.Connection.ExecuteAsync("CREATE DATABASE IF NOT EXISTS " + Schema, cancellationToken).ConfigureAwait(false);
            await source.Connection.UseDatabaseAsync(Schema, cancellationToken).ConfigureAwait(false);
            await source.Connection.ExecuteAsync(new SqlStatement("CREATE TABLE IF NOT EXISTS ").Name(table).Words(" (id INT NOT NULL PRIMARY KEY, written VARCHAR(40) NOT NULL) ENGINE=InnoDB"), cancellationToken).ConfigureAwait(false);
            var watch = Stopwatch.StartNew();
            if (!await UntilAsync(replica, new SqlStatement("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Text(Schema).Words(" AND TABLE_NAME = ").Text(table), watch, limit, cancellationToken).ConfigureAwait(false))
            {
                return (null, NotArrived(f, "the canary's table", limit));
            }

            await source.Connection.ExecuteAsync(new SqlStatement("INSERT INTO ").Name(table).Words(" VALUES (1, ").Text("canary").Words(")"), cancellationToken).ConfigureAwait(false);
            var sent = Stopwatch.StartNew();
            return await UntilAsync(replica, new SqlStatement("SELECT 1 FROM ").Name(Schema).Words(".").Name(table).Words(" WHERE id = 1"), sent, limit, cancellationToken).ConfigureAwait(false)
                ? (sent.Elapsed, null)
                : (null, NotArrived(f, "the canary's row", limit));
        }
        finally
        {
            if (written)
            {
                await source.Connection.ExecuteAsync(new SqlStatement("DROP TABLE IF EXISTS ").Name(Schema).Words(".").Name(table), CancellationToken.None).ConfigureAwait(false);
                if (made && await IsEmptyAsync(source).ConfigureAwait(false))
                {
                    await source.Connection.ExecuteAsync("DROP DATABASE IF EXISTS " + Schema, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Why rows in a database would not prove the link, or may not be written; null when they would and may.</summary>
    public static async Task<string?> WhyNotAsync(ServerSession source, ServerSession replica, ReplicaStatus status, string database, CancellationToken cancellationToken)
    {
        if (FilterFaults.Drops(status, database) is { } filter)
        {
            return "a filter of the replica drops the schema " + database + ": " + filter;
        }

        if (source.Facts.Flag("read_only") == true)
        {
            return source.Server + " is read-only";
        }

        var end = await ReadLinkEnd.ReadAsync(source, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        var other = await ReadLinkEnd.ReadAsync(replica, mustSeeLinks: false, cancellationToken).ConfigureAwait(false);
        if (end.Links.FirstOrDefault(link => !LinkCase.Follows(link, other)) is { } upstream)
        {
            return source.Server + " is itself a replica (of " + upstream.Source + "), and a row written there would be one that its own source does not have";
        }

        var log = await ReadBinlogFilterAsync(source, database, cancellationToken).ConfigureAwait(false);
        return log is null ? null : "a filter of the source's binary log drops the schema " + database + ": " + log;
    }

    private static async Task<string?> ReadBinlogFilterAsync(ServerSession source, string database, CancellationToken cancellationToken)
    {
        var rows = await source.Connection.QueryAsync(source.Dialect.Links.ShowSourceStatus, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return "it writes no binary log";
        }

        var own = SourceStatusColumns.Read(source.Server, rows[0]);
        return own.BinlogDoDatabases.Count > 0 && !own.BinlogDoDatabases.Contains(database) ? "binlog-do-db=" + string.Join(",", own.BinlogDoDatabases)
            : own.BinlogIgnoreDatabases.Contains(database) ? "binlog-ignore-db=" + database
            : null;
    }

    private static LinkFault NotArrived(LinkFindings f, string what, TimeSpan limit) => f.Broken(LinkStep.Row, "CanaryNotArrived", what + " was not on the replica after " + (int)limit.TotalSeconds + " s",
        "What is written on the source does not arrive, or later than the limit.", "Get-SlaveStatus " + f.Replica + " shows how far it is; raise -TimeoutSeconds if it is only late");

    private static async Task<bool> UntilAsync(ServerSession session, SqlStatement statement, Stopwatch watch, TimeSpan limit, CancellationToken cancellationToken)
    {
        while ((await session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            if (watch.Elapsed >= limit)
            {
                return false;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task<bool> IsEmptyAsync(ServerSession session)
        => (await session.Connection.QueryAsync(new SqlStatement("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Text(Schema).Words(" LIMIT 1"), CancellationToken.None).ConfigureAwait(false)).Count == 0;
}
