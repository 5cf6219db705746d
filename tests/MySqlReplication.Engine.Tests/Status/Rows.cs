using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Tests.Status;

/// <summary>Rows as servers give them, with the driver's own types (dialects.md section 4).</summary>
internal static class Rows
{
    /// <summary>MySQL before 8.0.22.</summary>
    public static RawRow MySql56(params (string Name, object? Value)[] changes) => With(
        changes,
        ("Slave_IO_State", "Waiting for master to send event"),
        ("Master_Host", "db1"), ("Master_User", "repl"), ("Master_Port", 3307u), ("Connect_Retry", 60u),
        ("Master_Log_File", "mysql-bin.000014"), ("Read_Master_Log_Pos", 1107ul), ("Relay_Log_File", "mysql-relay-bin.000003"), ("Relay_Log_Pos", 320ul),
        ("Relay_Master_Log_File", "mysql-bin.000013"), ("Slave_IO_Running", "Yes"), ("Slave_SQL_Running", "Yes"),
        ("Replicate_Do_DB", ""), ("Replicate_Ignore_DB", ""), ("Replicate_Do_Table", ""), ("Replicate_Ignore_Table", ""), ("Replicate_Wild_Do_Table", ""), ("Replicate_Wild_Ignore_Table", ""),
        ("Last_Errno", 0u), ("Last_Error", ""), ("Skip_Counter", 0u), ("Exec_Master_Log_Pos", 107ul), ("Relay_Log_Space", 4096ul),
        ("Master_SSL_Allowed", "No"), ("Seconds_Behind_Master", 7ul), ("Master_SSL_Verify_Server_Cert", "No"),
        ("Last_IO_Errno", 0u), ("Last_IO_Error", ""), ("Last_SQL_Errno", 0u), ("Last_SQL_Error", ""), ("Replicate_Ignore_Server_Ids", ""),
        ("Master_Server_Id", 1u), ("Master_UUID", "3e11fa47-71ca-11e1-9e33-c80aa9429562"), ("SQL_Delay", 0u), ("SQL_Remaining_Delay", null),
        ("Slave_SQL_Running_State", "Slave has read all relay log"), ("Master_Retry_Count", 86400ul),
        ("Retrieved_Gtid_Set", ""), ("Executed_Gtid_Set", "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5,\n4e11fa47-71ca-11e1-9e33-c80aa9429562:1"), ("Auto_Position", 0u));

    /// <summary>MySQL from 8.0.22 on: the same with the new words, and the channel.</summary>
    public static RawRow MySql9(params (string Name, object? Value)[] changes) => With(
        changes,
        [.. MySql56().Select(c => (c.Key.Replace("Master", "Source", StringComparison.Ordinal).Replace("Slave", "Replica", StringComparison.Ordinal), c.Value)), ("Replicate_Rewrite_DB", ""), ("Channel_Name", "c-4"), ("A_Column_Of_Tomorrow", 5)]);

    /// <summary>MariaDB 11.8: no uuid, no Auto_Position, some numbers only 16 bits wide.</summary>
    public static RawRow MariaDB(params (string Name, object? Value)[] changes) => With(
        changes,
        [
            ("Connection_name", "east"), ("Slave_SQL_State", "Slave has read all relay log"),
            .. MySql56().Where(c => c.Key is not ("Master_UUID" or "Auto_Position" or "Retrieved_Gtid_Set" or "Executed_Gtid_Set" or "Master_Retry_Count"))
                .Select(c => (c.Key, c.Key is "Master_Port" or "Last_Errno" or "Last_IO_Errno" or "Last_SQL_Errno" ? Convert.ToUInt16(c.Value, null) : c.Value)),
            ("Using_Gtid", "Slave_Pos"), ("Gtid_IO_Pos", "0-1-270"), ("Replicate_Rewrite_DB", ""), ("Replicate_Do_Domain_Ids", ""), ("Replicate_Ignore_Domain_Ids", ""),
            ("Slave_received_heartbeats", 3ul), ("Slave_heartbeat_period", 5.000f), ("Gtid_Slave_Pos", "0-1-269"),
        ]);

    private static RawRow With((string Name, object? Value)[] changes, params (string Name, object? Value)[] columns)
    {
        DemandKnown(changes, columns);
        return new RawRow(columns.Select(c => changes.FirstOrDefault(x => x.Name == c.Name) is { Name: not null } changed ? changed : c)
            .Select(c => new KeyValuePair<string, object?>(c.Name, c.Value)));
    }

    // A change of a column that the row does not have would change nothing, and the test would prove nothing.
    private static void DemandKnown((string Name, object? Value)[] changes, (string Name, object? Value)[] columns)
    {
        if (changes.Select(c => c.Name).Except(columns.Select(c => c.Name)).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException("The row has no column " + unknown + ".");
        }
    }
}
