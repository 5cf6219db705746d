using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>
/// How far the relay log of a stopped link reaches. Where that is less than the receiver has written down, its end was cut off, and
/// a START puts the executed position behind the gap at once: the receiver goes on where it had been and tells the applier so, which
/// takes it for executed (measured on 5.6 and MariaDB 10.11; gtid_slave_pos goes with it). Nothing tells of it afterwards.
/// </summary>
internal static class RelayLogEnd
{
    // The events of a file are read one by one, and other files have to be asked for by name.
    private const long MostBytes = 32 << 20;
    private const int MostFiles = 8;

    /// <summary>The place in the source's log behind the last event; null when that was not or could not be found out.</summary>
    public static async Task<BinlogCoordinates?> ReadAsync(ServerSession replica, ReplicaStatus link, CancellationToken cancellationToken)
    {
        // MariaDB by GTID fetches again what is not executed, whatever the relay log holds.
        if (!IsStoppedWithRest(link) || (link.UsesGtid && link.UsingGtid is not null) || link.RelayLogSpace is not (> 0 and <= MostBytes)
            || link.RelayLogCoordinates is not { Sequence: not null } at || link.ExecutedCoordinates is not { } executed)
        {
            return null;
        }

        try
        {
            var own = replica.Facts.ServerId;
            var end = After(executed, await replica.Connection.QueryAsync(LinkWords.ShowRelayLogEvents(at), cancellationToken).ConfigureAwait(false), own);
            for (var n = 1; n <= MostFiles; n++)
            {
                var next = Next(at, n);
                if (await EventsAsync(replica.Connection, next, cancellationToken).ConfigureAwait(false) is not { } events)
                {
                    return end;
                }

                end = After(end, events, own);
            }

            return null;
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.PrivilegeMissing or ErrorIds.StatementFailed)
        {
            return null;
        }
    }

    /// <summary>Both threads stopped without error, and the receiver had come further than the applier.</summary>
    public static bool IsStoppedWithRest(ReplicaStatus link) => link is { Receiver: ReplicaThreadState.Stopped, Applier: ReplicaThreadState.Stopped, ReceiverErrorCode: null or 0, ApplierErrorCode: null or 0 }
        && link.ReceivedCoordinates is { } received && link.ExecutedCoordinates is { } executed && received.IsComparableTo(executed) && received > executed;

    // Null when there is no such file: the one before is the last.
    private static async Task<IReadOnlyList<RawRow>?> EventsAsync(ServerConnection connection, BinlogCoordinates file, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.QueryAsync(LinkWords.ShowRelayLogEvents(file), cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.StatementFailed && e.Message.IndexOf("Could not find target log", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return null;
        }
    }

    // Events of the source name its place behind them; its own rotations, and those that a receiver writes in place of what it left
    // out, name file and position. What the replica wrote about its own file has the replica's id.
    private static BinlogCoordinates After(BinlogCoordinates before, IReadOnlyList<RawRow> events, long own)
    {
        var end = before;
        foreach (var row in events)
        {
            if (BinlogEventColumns.ServerId(row) == own)
            {
                continue;
            }

            if (BinlogEventColumns.Rotation(row) is { } to)
            {
                end = to;
            }
            else if (row.Number("End_log_pos") is > 0 and { } position)
            {
                end = new BinlogCoordinates(end.File, position);
            }
        }

        return end;
    }

    private static BinlogCoordinates Next(BinlogCoordinates file, int steps)
    {
        var dot = file.File.LastIndexOf('.');
        return new BinlogCoordinates(file.BaseName + "." + (file.Sequence!.Value + steps).ToString(CultureInfo.InvariantCulture).PadLeft(file.File.Length - dot - 1, '0'), 4);
    }
}
