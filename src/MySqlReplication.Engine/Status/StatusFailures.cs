using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>What this room refuses, in its own words.</summary>
internal static class StatusFailures
{
    public static ReplicationException BinlogDisabled(ServerReference server) => new(
        ErrorIds.BinlogDisabled,
        FailureKind.InvalidOperation,
        server,
        server + " writes no binary log (log_bin is OFF), so it has no coordinates and can be nobody's source.",
        "Switch log-bin on in the option file (Set-MyCnfReplication does it), then restart the server.");

    public static ReplicationException ChannelNotFound(ServerReference server, string channel, IEnumerable<ReplicaStatus> links)
    {
        var names = links.Select(link => "'" + link.Channel + "'").ToList();
        return new(
            ErrorIds.LinkNotConfigured,
            FailureKind.ObjectNotFound,
            server,
            server + " has no channel '" + channel + "'; it has " + (names.Count == 0 ? "no link at all" : string.Join(", ", names)) + ".",
            "Get-SlaveStatus " + server);
    }

    public static ReplicationException LagTableInvalid(string wanted) => new(
        ErrorIds.LagTableInvalid,
        FailureKind.InvalidArgument,
        null,
        "'" + wanted + "' is no name of a table: -Table takes DATABASE.TABLE, in a database that is replicated.",
        "Measure-ReplicationLag ... -Table hello.heartbeat");

    public static ReplicationException RelayLogDiskFull(ServerReference server, string state, bool isSure) => new(
        ErrorIds.RelayLogDiskFull,
        FailureKind.ResourceUnavailable,
        server,
        server + " does not answer to the question for its status, because its receiver holds it up: '" + state + "'. "
            + (isSure ? "The volume of its relay logs is full." : "It cannot write its relay log: the volume is full, or hangs."),
        "Free space on the volume of the relay logs of " + server + "; it goes on by itself. Get-ReplicationErrorLog " + server + " tells since when.");
}
