using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// Judges a made-up answer in the way of <see cref="ReadReplicaStatus"/>, for a process that has not read a status yet: what the runtime
/// compiles at a first call is compiled while the connection is made, not when the server has answered. Connects to nobody, says
/// nothing, leaves nothing behind.
/// </summary>
public static class StatusRehearsal
{
    private static readonly (string Column, object? Value)[] Identity =
    [
        ("VERSION()", "11.8.0-MariaDB"), ("CURRENT_USER()", "nobody@localhost"), ("@@sql_mode", string.Empty), ("server_uid", "rehearsal"), ("log_bin", "ON"),
    ];

    // A working link: the answer that most first calls get.
    private static readonly (string Column, object? Value)[] Link =
    [
        ("Connection_name", string.Empty), ("Slave_SQL_State", "Slave has read all relay log; waiting for more updates"), ("Slave_IO_State", "Waiting for master to send event"),
        ("Master_Host", "127.0.0.1"), ("Master_User", "nobody"), ("Master_Port", 3306L), ("Connect_Retry", 10L), ("Master_Log_File", "binlog.000001"),
        ("Read_Master_Log_Pos", 4L), ("Relay_Log_File", "relay.000001"), ("Relay_Log_Pos", 4L), ("Relay_Master_Log_File", "binlog.000001"), ("Slave_IO_Running", "Yes"),
        ("Slave_SQL_Running", "Yes"), ("Replicate_Do_DB", string.Empty), ("Last_Errno", 0L), ("Last_Error", string.Empty), ("Exec_Master_Log_Pos", 4L), ("Relay_Log_Space", 4L),
        ("Master_SSL_Allowed", "Yes"), ("Seconds_Behind_Master", 0L), ("Master_SSL_Verify_Server_Cert", "No"), ("Last_IO_Errno", 0L), ("Last_IO_Error", string.Empty),
        ("Last_SQL_Errno", 0L), ("Last_SQL_Error", string.Empty), ("Replicate_Ignore_Server_Ids", string.Empty), ("Master_Server_Id", 1L), ("Using_Gtid", "No"), ("Gtid_IO_Pos", string.Empty),
        ("SQL_Delay", 0L), ("SQL_Remaining_Delay", null), ("Slave_received_heartbeats", 1L), ("Slave_heartbeat_period", 30m), ("Gtid_Slave_Pos", string.Empty),
    ];

    /// <summary>Does so on the caller's thread, which should be one of its own; on Linux it reads the system's certificate authorities first, as the connection will need them.</summary>
    public static void Run()
    {
        SystemAuthorities.ReadAhead();
        Judge();
    }

    /// <summary>The links that are seen in the made-up answer.</summary>
    internal static IReadOnlyList<ReplicaStatus> Judge()
    {
        var server = new ServerReference(new ServerAddress("rehearsal.invalid", 3306));
        using var connection = ServerConnection.Unopened(server, new OperationContext(Nobody.Instance, Nobody.Instance) { Traces = false });
        using var session = ServerSession.Of(connection, ServerFacts.Of(connection, Row(Identity), []));
        _ = session.Dialect.Status.Text.Render(noBackslashEscapes: false);
        var before = ReceiverReadings.Now;
        var links = ReplicaStatusReader.JudgeAsync(session, [[Row(Link)], [Row([("Time", 0L)])]], 0, before, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var link in links)
        {
            ReceiverReadings.Forget(ReceiverReadings.Receiver(session.Facts, link.Status));
        }

        return ReplicaStatusDetails.AddAsync(session, links.Select(link => link.Status).ToList(), CancellationToken.None).GetAwaiter().GetResult();
    }

    private static RawRow Row((string Column, object? Value)[] columns) => new(columns.Select(c => new KeyValuePair<string, object?>(c.Column, c.Value)).ToArray());

    private sealed class Nobody : IMessageSink, IProgressSink
    {
        public static readonly Nobody Instance = new();

        public void Write(MessageKind kind, string text)
        {
            // Nothing is said in a rehearsal.
        }

        public void Report(ProgressReport report)
        {
            // Nor shown.
        }
    }
}
