using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>A row that is written on the source and awaited on the replica, under the rules of the heartbeats.</summary>
internal static class LinkCanary
{
    /// <summary>The one schema of the module's own.</summary>
    public const string Schema = "mysql_replication";

    /// <summary>Sends a row.</summary>
    /// <returns>How long it took; null with a fault when it could not be sent or did not arrive.</returns>
    public static async Task<(TimeSpan? RoundTrip, LinkFault? Fault)> RunAsync(DiagnoseLinkRequest request, ServerSession replica, ReplicaStatus status, OperationContext context, CancellationToken cancellationToken)
    {
        var f = new LinkFindings(status);
        using var map = await UpstreamMap.ReadAsync(request, replica, status, context, cancellationToken).ConfigureAwait(false);
        if (map.WhyNoSource is { } why)
        {
            return (null, NotProvable(f, why));
        }

        // A source that may not be written to shows rows of one behind it that pass.
        var paths = UpstreamMap.WhyNotWritten(map.Paths[0].Origin) is null ? map.Paths.Take(1).ToList() : map.Paths;
        var lag = new MeasureLagRequest { Link = request, Samples = 1 };
        var told = (await new HeartbeatSession(lag, context).RunAsync(paths, cancellationToken).ConfigureAwait(false))[0];
        return told.Samples.Count > 0 ? (told.Samples[0], null)
            : told.WasSent ? (null, f.Broken(LinkStep.Row, "CanaryNotArrived", told.Why ?? "the row did not arrive", "What is written on the source does not arrive, or later than the limit.", "Get-SlaveStatus " + f.Replica + " shows how far it is; raise -TimeoutSeconds if it is only late"))
            : (null, NotProvable(f, told.Why ?? "no row could be sent"));
    }

    /// <summary>What keeps rows of a database out of a server's binary log; null when nothing does.</summary>
    public static async Task<string?> BinlogFilterAsync(ServerSession server, string database, CancellationToken cancellationToken)
    {
        var rows = await server.Connection.QueryAsync(server.Dialect.Links.ShowSourceStatus, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return "there is none";
        }

        var own = SourceStatusColumns.Read(server.Server, rows[0]);
        return own.BinlogDoDatabases.Count > 0 && !own.BinlogDoDatabases.Contains(database) ? "binlog-do-db=" + string.Join(",", own.BinlogDoDatabases)
            : own.BinlogIgnoreDatabases.Contains(database) ? "binlog-ignore-db=" + database
            : null;
    }

    private static LinkFault NotProvable(LinkFindings f, string why)
        => f.NotKnown(LinkStep.Row, "CanaryNotProvable", why, "No row of the module's own can prove this link, so none was written.");
}
